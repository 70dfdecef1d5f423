#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "grammar/block_cache.h"
#include "lsp/display.h"
#include "lsp/text_buffer.h"
#include "lsp/types.h"
#include "lsp/workspace.h"
#include "policy/finding.h"

namespace toofew::lsp {

/// A document that is open in the editor, and what checking it said.
struct OpenDocument {
  using Time = std::chrono::steady_clock::time_point;

  Subject subject;
  int version = 0;
  TextBuffer buffer;
  Role role = Role::other;
  std::unique_ptr<BlockCache> cache = std::make_unique<BlockCache>();
  std::optional<Time> changed;    ///< when; absent for one that has been checked as it is
  Time first_changed;             ///< since it was checked last
  std::vector<Finding> findings;  ///< of the text as it is, once it was checked
  std::vector<Finding> waived;
  std::vector<Diagnostic> diagnostics;
  int result = 0;  ///< number of `diagnostics`
};

/// What a client has said of itself and opened so far, for all that answers it.
struct Session {
  /// `docs` is the address of the documentation where the client sets none; "" for none.
  explicit Session(std::string docs) : own_docs(std::move(docs)) {}

  std::string own_docs;
  ClientCapabilities capabilities;
  PositionEncoding encoding = PositionEncoding::utf16;
  Settings settings;
  Workspace workspace;
  std::map<std::string, std::unique_ptr<OpenDocument>> documents;  ///< by URI
  std::int64_t last_id = 0;

  /// The address of the documentation; "" for none.
  const std::string& docs() const { return settings.docs_url.empty() ? own_docs : settings.docs_url; }

  /// For a request to the client.
  Id next_id() { return ++last_id; }

  /// nullptr when it is not open.
  OpenDocument* find(const std::string& uri);
  const OpenDocument* find(const std::string& uri) const;

  /// Where findings of the document are shown.
  Shown shown(const std::string& uri, const OpenDocument& document) const;
};

}  // namespace toofew::lsp

#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lsp/display.h"
#include "lsp/inbox.h"
#include "lsp/text_buffer.h"
#include "lsp/types.h"
#include "lsp/workspace.h"

namespace toofew::lsp {

/// Answers a client from the library. It reads policies from disk, and writes nothing there; what it knows of a draft it
/// forgets when the draft is closed.
class Server {
 public:
  /// `docs` is the address of the documentation where the client sets none; "" for none.
  Server(Client& client, Inbox& inbox, std::string docs);

  /// Works until the client says `exit` or the inbox is closed. True when the client had asked for `shutdown` before.
  bool run();

 private:
  using Time = Inbox::Time;

  enum class State { fresh, running, shut_down };

  struct Document {
    Subject subject;
    int version = 0;
    TextBuffer buffer;
    Role role = Role::other;
    std::optional<Time> changed;      // when; absent for one that has been checked as it is
    Time first_changed;               // since it was checked last
    std::vector<Finding> findings;    // of the text as it is, once it was checked
    std::vector<Finding> waived;
    std::vector<Diagnostic> diagnostics;
    int result = 0;                   // number of `diagnostics`
  };

  // Messages. Those that ask for an answer return it; what cannot be answered is thrown as Refusal.
  struct Refusal {
    ErrorCode code;
    std::string reason;
  };
  void handle(const Message& message);
  bool is_in_time(const Message& message);
  Result answer(const Id& id, const Params& params);
  void note(const Params& params);

  Result initialize(const Initialize& params);
  void initialized();
  void open(const DidOpen& params);
  void change(const DidChange& params);
  void close(const std::string& uri);
  void saved(const std::string& uri);
  void files_changed(const std::vector<std::string>& uris);
  void folders_changed(const DidChangeFolders& params);
  void set_settings(const Settings& settings);
  Result hover(const HoverAt& params, const Id& id);
  Result highlights(const HighlightAt& params, const Id& id);
  Result report(const DiagnosticsOf& params, const Id& id);

  // Checking
  void mark_changed(Document& document);
  std::optional<Time> next_due() const;
  void check_due();
  bool check(const std::string& uri, Document& document, const Workspace::Stop& stop);
  std::vector<Diagnostic> check_draft(const std::string& uri, Document& document, const Workspace::Stop& stop);
  std::vector<Diagnostic> check_policy(const std::string& uri, const Document& document);
  Document& checked(const std::string& uri, const Id& id);
  void recheck_all();
  void publish_elsewhere(const std::string& owner, std::map<std::string, std::vector<Diagnostic>> items);
  std::vector<Diagnostic> failure(const std::string& uri, const Document& document, const Error& error,
                                  std::map<std::string, std::vector<Diagnostic>>& elsewhere) const;
  void add_waiver_findings(const CheckedDrafts& checked, std::map<std::string, std::vector<Diagnostic>>& elsewhere) const;

  Document* find(const std::string& uri);
  std::string docs() const { return settings_.docs_url.empty() ? docs_ : settings_.docs_url; }
  Id next_id() { return ++last_id_; }

  Client& client_;
  Inbox& inbox_;
  std::string docs_;
  State state_ = State::fresh;
  bool is_done_ = false;
  ClientCapabilities capabilities_;
  PositionEncoding encoding_ = PositionEncoding::utf16;
  Settings settings_;
  Workspace workspace_;
  std::map<std::string, std::unique_ptr<Document>> documents_;  // by URI
  /// What checking a document said of other files, by the document, then by file.
  std::map<std::string, std::map<std::string, std::vector<Diagnostic>>> elsewhere_;
  std::int64_t last_id_ = 0;
  std::optional<Id> settings_request_;
  int last_result_ = 0;
};

}  // namespace toofew::lsp

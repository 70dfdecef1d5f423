#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "grammar/block_cache.h"
#include "lsp/display.h"
#include "lsp/inbox.h"
#include "lsp/text_buffer.h"
#include "lsp/types.h"
#include "lsp/workspace.h"
#include "lsp/workspace_check.h"

namespace toofew::lsp {

/// Answers a client from the library. It reads policies from disk, and writes nothing there; what it knows of a draft it
/// forgets when the draft is closed.
class Server {
 public:
  /// `docs` is the address of the documentation where the client sets none; "" for none.
  Server(Client& client, Inbox& inbox, std::string docs);

  /// Works until the client says `exit`, has gone, or the inbox is closed. True when the client had asked for `shutdown` before.
  bool run();

 private:
  using Time = Inbox::Time;

  enum class State { fresh, running, shut_down };

  using Diagnostics = std::map<std::string, std::vector<Diagnostic>>;  // by the URI of the file that they are of

  struct Document {
    Subject subject;
    int version = 0;
    TextBuffer buffer;
    Role role = Role::other;
    std::unique_ptr<BlockCache> cache = std::make_unique<BlockCache>();
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
  std::optional<Result> answer(const Id& id, const Params& params);  // nullopt: later
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
  Result completions(const CompleteAt& params);
  Result code_actions(const CodeActionsFor& params, const Id& id);
  std::optional<Result> execute(const ExecuteCommand& params, const Id& id);
  std::string explain(const std::string& name);
  Result open_rule_page(const std::string& rule);

  // Code actions for one finding of a document
  void find_rewrites(Document& document, std::vector<Finding>& findings);
  std::vector<CodeAction> rewrites(const std::string& uri, const Document& document, const Finding& finding) const;
  std::optional<CodeAction> waiver(const std::string& uri, Document& document, const Finding& finding);
  std::optional<DocumentEdit> waiver_edit(const std::string& uri, Document& document, const Finding& finding);
  std::optional<CodeAction> page(const Document& document, const Finding& finding) const;
  std::optional<CodeAction> all_safe_rewrites(const std::string& uri, Document& document);
  Diagnostic diagnostic(const std::string& uri, const Document& document, const Finding& finding) const;

  // The check of whole folders
  void begin_workspace_check(const ExecuteCommand& params, const Id& id);
  void look_at_workspace_check();
  Result publish_workspace(CheckedDrafts& checked);
  void stop_workspace_check(const Id& request_or_token);

  // Checking
  void mark_changed(Document& document);
  std::optional<Time> next_due() const;
  void check_due();
  bool check(const std::string& uri, Document& document, const Workspace::Stop& stop);
  std::vector<Diagnostic> check_draft(const std::string& uri, Document& document, const Workspace::Stop& stop);
  std::vector<Diagnostic> check_policy(const std::string& uri, const Document& document);
  Document& checked(const std::string& uri, const Id& id);
  void reload();
  void recheck_all();
  void publish_elsewhere(const std::string& owner, Diagnostics items);
  std::vector<Diagnostic> failure(const std::string& uri, const Document& document, const Error& error,
                                  Diagnostics& elsewhere) const;
  void add_waiver_findings(const CheckedDrafts& checked, Diagnostics& elsewhere) const;

  Document* find(const std::string& uri);
  Document& require(const std::string& uri);
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
  std::map<std::string, Diagnostics> elsewhere_;
  std::unique_ptr<WorkspaceCheck> workspace_check_;  // while there is one
  Id workspace_request_;                             // that asked for it
  std::optional<Id> workspace_token_;                // under which its progress is told
  int workspace_progress_ = 0;                       // that was told last, in percent
  std::vector<std::string> published_files_;         // that the last one has shown something of, though they are not open
  std::int64_t last_id_ = 0;
  std::optional<Id> settings_request_;
  int last_result_ = 0;
};

}  // namespace toofew::lsp

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lsp/check_command.h"
#include "lsp/code_actions.h"
#include "lsp/diagnostics.h"
#include "lsp/inbox.h"
#include "lsp/session.h"
#include "lsp/types.h"
#include "lsp/workspace.h"

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

  // Messages. Those that ask for an answer return it; what cannot be answered is thrown as Refusal.
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
  std::optional<Result> execute(const ExecuteCommand& params, const Id& id);
  std::string explain(const std::string& name);
  Result open_rule_page(const std::string& rule);

  // Checking
  void mark_changed(OpenDocument& document);
  std::optional<Time> next_due() const;
  void check_due();
  bool check(const std::string& uri, OpenDocument& document, const Workspace::Stop& stop);
  std::vector<Diagnostic> check_draft(const std::string& uri, OpenDocument& document, const Workspace::Stop& stop);
  std::vector<Diagnostic> check_policy(const std::string& uri, const OpenDocument& document);
  OpenDocument& checked(const std::string& uri, const Id& id);
  void reload();
  void recheck_all();
  std::vector<Diagnostic> failure(const std::string& uri, const OpenDocument& document, const Error& error,
                                  Diagnostics& elsewhere) const;

  OpenDocument& require(const std::string& uri);

  Client& client_;
  Inbox& inbox_;
  Session session_;
  CodeActions code_actions_{session_};
  CheckCommand check_command_{client_, inbox_, session_};
  Elsewhere elsewhere_{client_, session_};
  State state_ = State::fresh;
  bool is_done_ = false;
  std::optional<Id> settings_request_;
  int last_result_ = 0;
};

}  // namespace toofew::lsp

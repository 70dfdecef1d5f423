#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lsp/inbox.h"
#include "lsp/session.h"
#include "lsp/types.h"
#include "lsp/workspace_check.h"

namespace toofew::lsp {

/// The command that checks whole folders, one at a time: its progress, its answer, and what it found in files that are
/// not open.
class CheckCommand {
 public:
  /// All must outlive it. `inbox` is woken where there is something to look() at.
  CheckCommand(Client& client, Inbox& inbox, Session& session) : client_(client), inbox_(inbox), session_(session) {}

  /// The request `id` is answered later. Throws Refusal.
  void begin(const ExecuteCommand& params, const Id& id);

  /// Tells the client of progress, and of the end.
  void look();

  /// Stops the check that this request began, or whose progress has this token.
  void stop(const Id& request_or_token);

  /// Refuses the request that still waits.
  void shut_down();

  /// Takes back what is shown of a file, since that is open now.
  void forget(const std::string& uri);

 private:
  CheckSummary publish(CheckedDrafts& checked);

  Client& client_;
  Inbox& inbox_;
  Session& session_;
  std::unique_ptr<WorkspaceCheck> check_;  // while there is one
  Id request_;                             // that asked for it
  std::optional<Id> token_;                // under which its progress is told
  int percentage_ = 0;                     // that was told last
  std::vector<std::string> published_;     // files that the last one has shown something of, though they are not open
};

}  // namespace toofew::lsp

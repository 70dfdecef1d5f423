#pragma once

#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "base/date.h"
#include "cli/drafts.h"
#include "cli/setups.h"

namespace toofew::lsp {

/// A check of whole folders, as `toofew check FOLDER…` does it, beside other work.
class WorkspaceCheck {
 public:
  /// Begins. `unsaved` are the texts of drafts, by absolute path, that take the place of what is on disk; `on_news` is
  /// called by other threads, when there is progress, or the end.
  WorkspaceCheck(std::vector<std::string> folders, const std::string& config, std::map<std::string, std::string> unsaved,
                 std::function<void()> on_news);

  /// Ends as soon as may be.
  void stop() { is_stopped_ = true; }
  bool is_stopped() const { return is_stopped_; }

  /// In percent.
  int progress() const { return percentage_; }

  /// Whether it has come to its end. From then on there is a result.
  bool is_finished() const { return is_finished_; }

  /// What was found; the setups live as long as this does. Throws Error where nothing could be checked. Precondition:
  /// is_finished().
  CheckedDrafts& result();

 private:
  void run(DraftOptions options);

  Setups setups_;
  std::map<std::string, std::string> unsaved_;
  std::function<void()> on_news_;
  std::atomic<bool> is_stopped_ = false;
  std::atomic<bool> is_finished_ = false;
  std::atomic<std::size_t> checked_ = 0;
  std::atomic<int> percentage_ = 0;
  CheckedDrafts result_;
  std::exception_ptr failure_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace toofew::lsp

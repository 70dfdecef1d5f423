#include "lsp/workspace_check.h"

#include <utility>

#include "cli/baseline_files.h"
#include "cli/today.h"

namespace toofew::lsp {

WorkspaceCheck::WorkspaceCheck(std::vector<std::string> folders, const std::string& config,
                               std::map<std::string, std::string> unsaved, std::function<void()> on_news)
    : setups_(config), unsaved_(std::move(unsaved)), on_news_(std::move(on_news)) {
  DraftOptions options;
  options.paths = std::move(folders);
  options.may_be_none = true;
  thread_ = std::jthread([this, options = std::move(options)](const std::stop_token& asked) mutable {
    const std::stop_callback stop_too(asked, [this] { stop(); });
    run(std::move(options));
  });
}

void WorkspaceCheck::run(DraftOptions options) {
  options.unsaved = [this](const std::string& path) {
    const auto found = unsaved_.find(path);
    return found == unsaved_.end() ? std::nullopt : std::optional(found->second);
  };
  options.is_stopped = [this] { return is_stopped(); };
  options.on_checked = [this](std::size_t drafts) {
    const int percentage = static_cast<int>(++checked_ * 100 / drafts);
    if (percentage_.exchange(percentage) != percentage) on_news_();
  };
  try {
    result_ = check_drafts(options, setups_, today());
    BaselineFiles({}).apply(result_.drafts, options.paths);
  } catch (...) {
    failure_ = std::current_exception();
  }
  is_finished_ = true;
  on_news_();
}

CheckedDrafts& WorkspaceCheck::result() {
  if (failure_) std::rethrow_exception(failure_);
  return result_;
}

}  // namespace toofew::lsp

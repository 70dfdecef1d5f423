#include "lsp/check_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "base/words.h"
#include "lsp/diagnostics.h"
#include "lsp/uri.h"
#include "report/line_index.h"
#include "report/report.h"

namespace toofew::lsp {

void CheckCommand::begin(const ExecuteCommand& params, const Id& id) {
  if (check_) throw Refusal{kRequestFailed, "a check of the workspace is under way already"};
  std::vector<std::string> folders;
  for (const std::string& uri : params.arguments) {
    if (auto path = path_of_uri(uri)) folders.push_back(std::move(*path));
  }
  if (params.arguments.empty()) folders = session_.workspace.folders();
  if (folders.empty()) throw Refusal{kRequestFailed, "no folder is open"};
  std::map<std::string, std::string> unsaved;
  for (const auto& [uri, document] : session_.documents) {
    const bool is_draft = document->role == Role::draft && document->subject.path;
    if (is_draft) unsaved[*document->subject.path] = document->buffer.text();
  }
  request_ = id;
  token_ = params.progress;
  percentage_ = 0;
  if (!token_ && session_.capabilities.creates_progress) {
    token_ = fmt::format("toofew-check-{}", session_.last_id + 1);
    client_.create_progress(session_.next_id(), *token_);
  }
  if (token_) client_.progress({*token_, Progress::Stage::begin, "Checking drafts", 0});
  check_ = std::make_unique<WorkspaceCheck>(std::move(folders), session_.workspace.config(), std::move(unsaved),
                                            [this] { inbox_.wake(); });
}

void CheckCommand::stop(const Id& request_or_token) {
  const bool is_it = request_ == request_or_token || token_ == request_or_token;
  if (check_ && is_it) check_->stop();
}

void CheckCommand::look() {
  if (!check_) return;
  const bool is_finished = check_->is_finished();
  const int percentage = check_->progress();  // of a quick check, the first that is told is all of it
  if (std::exchange(percentage_, percentage) != percentage && token_) {
    client_.progress({*token_, Progress::Stage::report, fmt::format("{} %", percentage), percentage});
  }
  if (!is_finished) return;
  const auto check = std::move(check_);
  std::string said = "Stopped";
  const auto end = [&] {
    if (token_) client_.progress({*token_, Progress::Stage::end, said, 100});
  };
  if (check->is_stopped()) {
    end();
    client_.fail(request_, kRequestCancelled, "was cancelled");
    return;
  }
  try {
    const CheckSummary summary = publish(check->result());
    said = summary.text;
    end();
    client_.reply(request_, summary);
  } catch (const Error& error) {
    said = error.what();
    end();
    client_.fail(request_, kRequestFailed, error.what());
  }
}

CheckSummary CheckCommand::publish(CheckedDrafts& checked) {
  Diagnostics items;
  Report report;
  for (CheckedDraft& draft : checked.drafts) {
    CheckedFile& file = draft.file;
    const std::string uri = uri_of_path(file.path);
    if (file.failure) {
      const Error::Place& place = file.failure->place();
      const std::string at = place.file.empty() ? uri : uri_of_path(place.file);
      const Diagnostic item = diagnostic_of(*file.failure, range_of(place, session_.encoding));
      if (items[at].empty() || items[at].back() != item) items[at].push_back(item);  // one for all that it holds back
    } else if (!file.findings.empty()) {
      const LineIndex index(file.bytes);
      const Shown shown{uri, ranges_of(index, session_.encoding), session_.docs()};
      for (const Finding& finding : file.findings) items[uri].push_back(diagnostic_of(finding, shown));
    }
    report.files.push_back(std::move(file));
  }
  add_waiver_findings(checked, session_.encoding, session_.docs(), items);
  for (const std::string& uri : std::exchange(published_, {})) {
    if (!items.contains(uri)) client_.publish(uri, std::nullopt, {});
  }
  for (const auto& [uri, diagnostics] : items) {
    if (session_.find(uri)) continue;
    client_.publish(uri, std::nullopt, diagnostics);
    published_.push_back(uri);
  }
  const Tally counts = tally(report);
  return CheckSummary{counts.files_checked,
                      counts.errors,
                      counts.warnings,
                      counts.notes,
                      counts.waived,
                      counts.files_failed,
                      one_line(trimmed(summary(counts)))};
}

void CheckCommand::shut_down() {
  if (check_) client_.fail(request_, kRequestCancelled, "the server shuts down");
  check_.reset();
}

void CheckCommand::forget(const std::string& uri) {
  if (std::erase(published_, uri) > 0 && session_.capabilities.pulls_diagnostics)
    client_.publish(uri, std::nullopt, {});
}

}  // namespace toofew::lsp

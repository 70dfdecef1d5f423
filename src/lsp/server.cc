#include "lsp/server.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/utf8.h"
#include "base/version.h"
#include "lsp/uri.h"
#include "policy/waiver.h"
#include "report/entries.h"
#include "report/line_index.h"

namespace toofew::lsp {
namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// A draft that is changed all the time is checked now and then all the same.
constexpr milliseconds kLongestWait(2000);

// What policies are made of. Files of other names count once they are saved in the editor.
const std::vector<std::string>& watched_patterns() {
  static const std::vector<std::string> patterns = {"**/*.yaml", "**/*.yml", "**/*.csv", "**/*.tsv", "**/*.jsonl"};
  return patterns;
}

ColumnUnit unit_of(PositionEncoding encoding) {
  if (encoding == PositionEncoding::utf8) return ColumnUnit::utf8;
  return encoding == PositionEncoding::utf16 ? ColumnUnit::utf16 : ColumnUnit::code_points;
}

/// Ranges of a file that is not open.
RangeOf ranges_of(const LineIndex& index, PositionEncoding encoding) {
  return [&index, encoding](ByteRange bytes) {
    const auto place = [&](std::size_t offset) {
      const toofew::Position at = index.position(offset, unit_of(encoding));
      return Position{at.line - 1, at.column - 1};
    };
    return Range{place(bytes.begin), place(bytes.end)};
  };
}

/// From the place of an error to the end of its line.
Range range_of(const Error::Place& place, PositionEncoding encoding) {
  if (place.line <= 0) return {};
  const TextBuffer line(place.source_line, encoding);
  std::size_t at = 0;
  for (int i = 1; i < place.column && at < line.text().size(); ++i) at += code_point_at(line.text(), at).size;
  const Range range = line.range({at, line.text().size()});
  return {{place.line - 1, range.start.character}, {place.line - 1, range.end.character}};
}

std::string full_path(const std::string& path) { return fs::absolute(path).lexically_normal().native(); }

/// "toofew.yaml:7: reason; hint"
std::string placed_text(const Error& error) {
  const Error::Place& place = error.place();
  const std::string line = place.line > 0 ? fmt::format(":{}", place.line) : std::string();
  return fmt::format("{}{}: {}", place.file, line, failure_text(error));
}

}  // namespace

Server::Server(Client& client, Inbox& inbox, std::string docs)
    : client_(client), inbox_(inbox), docs_(std::move(docs)) {}

bool Server::run() {
  while (!is_done_ && !inbox_.is_closed()) {
    const auto message = inbox_.take(next_due());
    if (message) handle(*message);
    check_due();
  }
  return state_ == State::shut_down;
}

// ---------------------------------------------------------------------------------------------------------------------
// Messages

void Server::handle(const Message& message) {
  if (const auto* malformed = std::get_if<Malformed>(&message.params)) {
    const bool is_answered = message.id || malformed->code != kInvalidParams;
    if (is_answered) client_.fail(message.id, static_cast<ErrorCode>(malformed->code), malformed->reason);
    return;
  }
  if (std::holds_alternative<Exit>(message.params)) {
    is_done_ = true;
    return;
  }
  if (!message.id) {
    if (state_ == State::running) note(message.params);
    return;
  }
  try {
    if (!is_in_time(message)) throw Refusal{kInvalidRequest, "the server has been initialized, or shut down, already"};
    if (inbox_.has_cancelled(*message.id)) throw Refusal{kRequestCancelled, "was cancelled"};
    client_.reply(*message.id, answer(*message.id, message.params));
  } catch (const Refusal& refusal) {
    client_.fail(message.id, refusal.code, refusal.reason);
  } catch (const std::exception& error) {
    client_.fail(message.id, kInternalError, error.what());
  }
}

/// Whether the request may come now. Throws Refusal for one that comes too early.
bool Server::is_in_time(const Message& message) {
  const bool is_first = std::holds_alternative<Initialize>(message.params);
  if (state_ == State::fresh && !is_first) throw Refusal{kServerNotInitialized, "send `initialize` first"};
  return is_first == (state_ == State::fresh) && state_ != State::shut_down;
}

Result Server::answer(const Id& id, const Params& params) {
  if (const auto* request = std::get_if<Initialize>(&params)) return initialize(*request);
  if (const auto* request = std::get_if<HoverAt>(&params)) return hover(*request, id);
  if (const auto* request = std::get_if<HighlightAt>(&params)) return highlights(*request, id);
  if (const auto* request = std::get_if<DiagnosticsOf>(&params)) return report(*request, id);
  if (std::holds_alternative<Shutdown>(params)) {
    state_ = State::shut_down;
    documents_.clear();
    return {};
  }
  const auto* unknown = std::get_if<Unknown>(&params);
  throw Refusal{kMethodNotFound, fmt::format("there is no request '{}'", unknown ? unknown->method : std::string())};
}

void Server::note(const Params& params) {
  if (std::holds_alternative<Initialized>(params)) initialized();
  if (const auto* event = std::get_if<DidOpen>(&params)) open(*event);
  if (const auto* event = std::get_if<DidChange>(&params)) change(*event);
  if (const auto* event = std::get_if<DidClose>(&params)) close(event->uri);
  if (const auto* event = std::get_if<DidSave>(&params)) saved(event->uri);
  if (const auto* event = std::get_if<DidChangeWatchedFiles>(&params)) files_changed(event->uris);
  if (const auto* event = std::get_if<DidChangeFolders>(&params)) folders_changed(*event);
  if (const auto* event = std::get_if<DidChangeConfiguration>(&params)) {
    if (capabilities_.configuration) {
      settings_request_ = next_id();
      client_.ask_settings(*settings_request_);
    } else if (event->settings) {
      set_settings(*event->settings);
    }
  }
  if (const auto* response = std::get_if<Response>(&params)) {
    if (settings_request_ == response->id) set_settings(response->settings.value_or(Settings()));
  }
}

Result Server::initialize(const Initialize& params) {
  state_ = State::running;
  capabilities_ = params.capabilities;
  if (!capabilities_.encodings.empty()) encoding_ = capabilities_.encodings.front();
  client_.meet(capabilities_, params.process);
  DidChangeFolders folders;
  folders.added = params.folders;
  folders_changed(folders);
  if (!workspace_.folders().empty()) {
    // Paths are shown, and taken, as they would be by a command that is given in the folder.
    std::error_code ignored;
    fs::current_path(workspace_.folders().front(), ignored);
  }
  if (params.settings) set_settings(*params.settings);
  InitializeResult result;
  result.encoding = encoding_;
  result.pulled_diagnostics = capabilities_.pulls_diagnostics;
  result.version = version();
  return result;
}

void Server::initialized() {
  if (capabilities_.watches_files) client_.watch_files(next_id(), watched_patterns());
  if (!capabilities_.configuration) return;
  settings_request_ = next_id();
  client_.ask_settings(*settings_request_);
}

void Server::set_settings(const Settings& settings) {
  const Settings before = std::exchange(settings_, settings);
  if (before == settings) return;
  if (before.config != settings.config) workspace_.set_config(settings.config);
  recheck_all();
}

void Server::open(const DidOpen& params) {
  auto document = std::make_unique<Document>(
      Document{{path_of_uri(params.uri), params.language}, params.version, TextBuffer(params.text, encoding_)});
  document->role = workspace_.role_of(document->subject);
  mark_changed(*document);
  documents_[params.uri] = std::move(document);
}

void Server::change(const DidChange& params) {
  Document* document = find(params.uri);
  if (!document) return;
  const int version = params.version.value_or(document->version + 1);
  if (version < document->version) return;
  for (const Change& change : params.changes) {
    if (change.range) {
      document->buffer.replace(*change.range, change.text);
    } else {
      document->buffer.replace_all(change.text);
    }
  }
  document->version = version;
  mark_changed(*document);
}

void Server::close(const std::string& uri) {
  if (documents_.erase(uri) == 0) return;
  publish_elsewhere(uri, {});
  if (!capabilities_.pulls_diagnostics) client_.publish(uri, std::nullopt, {});
}

void Server::saved(const std::string& uri) { files_changed({uri}); }

void Server::files_changed(const std::vector<std::string>& uris) {
  const bool matters = std::any_of(uris.begin(), uris.end(), [&](const std::string& uri) {
    const auto path = path_of_uri(uri);
    return path && workspace_.uses(*path);
  });
  if (!matters) return;
  workspace_.reload();
  recheck_all();
}

void Server::folders_changed(const DidChangeFolders& params) {
  std::vector<std::string> folders = workspace_.folders();
  for (const Folder& folder : params.removed) {
    if (const auto path = path_of_uri(folder.uri)) std::erase(folders, *path);
  }
  for (const Folder& folder : params.added) {
    if (const auto path = path_of_uri(folder.uri)) folders.push_back(*path);
  }
  workspace_.set_folders(std::move(folders));
  recheck_all();
}

// ---------------------------------------------------------------------------------------------------------------------
// Requests

Result Server::hover(const HoverAt& params, const Id& id) {
  const Document& document = checked(params.uri, id);
  const std::size_t at = document.buffer.offset(params.position);
  for (const auto* findings : {&document.findings, &document.waived}) {
    for (const Finding& finding : *findings) {
      if (!finding.source.contains(at)) continue;
      return Hover{hover_text(finding, docs(), capabilities_.markdown), document.buffer.range(finding.source)};
    }
  }
  return {};
}

Result Server::highlights(const HighlightAt& params, const Id& id) {
  const Document& document = checked(params.uri, id);
  const std::size_t at = document.buffer.offset(params.position);
  for (const Finding& finding : document.findings) {
    const bool is_here = finding.source.contains(at) || (finding.related && finding.related->contains(at));
    if (!is_here) continue;
    std::vector<Range> ranges{document.buffer.range(finding.source)};
    if (finding.related) ranges.push_back(document.buffer.range(*finding.related));
    return ranges;
  }
  return {};
}

Result Server::report(const DiagnosticsOf& params, const Id& id) {
  const Document& document = checked(params.uri, id);
  DocumentReport report;
  report.result = std::to_string(document.result);
  report.unchanged = report.result == params.previous;
  if (!report.unchanged) report.items = document.diagnostics;
  return report;
}

// ---------------------------------------------------------------------------------------------------------------------
// Checking

Server::Document* Server::find(const std::string& uri) {
  const auto found = documents_.find(uri);
  return found == documents_.end() ? nullptr : found->second.get();
}

void Server::mark_changed(Document& document) {
  const Time now = Clock::now();
  if (!document.changed) document.first_changed = now;
  document.changed = now;
}

std::optional<Server::Time> Server::next_due() const {
  std::optional<Time> next;
  if (capabilities_.pulls_diagnostics) return next;
  for (const auto& [uri, document] : documents_) {
    if (!document->changed) continue;
    const Time due = *document->changed + milliseconds(settings_.delay);
    if (!next || due < *next) next = due;
  }
  return next;
}

/// Checks one draft, if one is due and nothing is to be answered first.
void Server::check_due() {
  if (capabilities_.pulls_diagnostics) return;
  const Time now = Clock::now();
  for (auto& [uri, document] : documents_) {
    if (!document->changed) continue;
    const bool is_overdue = now - document->first_changed > kLongestWait + milliseconds(settings_.delay);
    const bool is_due = *document->changed + milliseconds(settings_.delay) <= now && inbox_.is_empty();
    if (!is_due && !is_overdue) continue;
    check(uri, *document, [&, is_overdue] { return !is_overdue && inbox_.has_change_of(uri); });
    return;
  }
}

/// The document, checked as it is. Throws Refusal where it is not open, and where the answer has become of no use.
Server::Document& Server::checked(const std::string& uri, const Id& id) {
  Document* document = find(uri);
  if (!document) throw Refusal{kInvalidParams, "the document is not open"};
  if (!document->changed) return *document;
  const auto stop = [&] { return inbox_.has_cancelled(id) || inbox_.has_change_of(uri); };
  if (check(uri, *document, stop)) return *document;
  if (inbox_.has_cancelled(id)) throw Refusal{kRequestCancelled, "was cancelled"};
  throw Refusal{kContentModified, "the document has changed since"};
}

/// False when it gave up.
bool Server::check(const std::string& uri, Document& document, const Workspace::Stop& stop) {
  bool is_stopped = false;
  std::vector<Diagnostic> items;
  document.findings.clear();
  document.waived.clear();
  if (document.role == Role::draft) items = check_draft(uri, document, [&] { return is_stopped = is_stopped || stop(); });
  if (document.role == Role::policy) items = check_policy(uri, document);
  if (is_stopped) return false;
  document.changed.reset();
  if (document.result == 0 || items != document.diagnostics) document.result = ++last_result_;
  document.diagnostics = std::move(items);
  if (!capabilities_.pulls_diagnostics) client_.publish(uri, document.version, document.diagnostics);
  return true;
}

std::vector<Diagnostic> Server::check_draft(const std::string& uri, Document& document, const Workspace::Stop& stop) {
  CheckedDrafts checked = workspace_.check(document.subject, document.buffer.text(), stop);
  std::map<std::string, std::vector<Diagnostic>> elsewhere;
  std::vector<Diagnostic> items;
  CheckedFile& file = checked.drafts.front().file;
  if (file.failure) {
    items = failure(uri, document, *file.failure, elsewhere);
  } else {
    document.findings = std::move(file.findings);
    document.waived = std::move(file.waived);
    const Shown shown{uri, [&](ByteRange bytes) { return document.buffer.range(bytes); }, docs()};
    for (const Finding& finding : document.findings) items.push_back(diagnostic_of(finding, shown));
    add_waiver_findings(checked, elsewhere);
  }
  publish_elsewhere(uri, std::move(elsewhere));
  return items;
}

std::vector<Diagnostic> Server::check_policy(const std::string& uri, const Document& document) {
  std::map<std::string, std::vector<Diagnostic>> elsewhere;
  std::vector<Diagnostic> items;
  if (const auto error = Workspace::policy_error(*document.subject.path, document.buffer.text())) {
    items = failure(uri, document, *error, elsewhere);
  }
  publish_elsewhere(uri, std::move(elsewhere));
  return items;
}

/// What the document shows of a failure; where it lies in another file, that shows it, too.
std::vector<Diagnostic> Server::failure(const std::string& uri, const Document& document, const Error& error,
                                        std::map<std::string, std::vector<Diagnostic>>& elsewhere) const {
  const Error::Place& place = error.place();
  const bool is_here = !document.subject.path || place.file.empty() || full_path(place.file) == *document.subject.path;
  if (is_here) return {diagnostic_of(error, range_of(place, encoding_))};
  std::error_code ignored;
  const std::string other = uri_of_path(place.file);
  if (other != uri && fs::exists(place.file, ignored)) {
    elsewhere[other].push_back(diagnostic_of(error, range_of(place, encoding_)));
  }
  return {diagnostic_of(Error("This could not be checked: " + placed_text(error)), {})};
}

/// What is wrong with waivers in files stands there.
void Server::add_waiver_findings(const CheckedDrafts& checked,
                                 std::map<std::string, std::vector<Diagnostic>>& elsewhere) const {
  for (const WaiverFile& file : checked.waiver_files) {
    std::optional<LineIndex> index;
    for (const WaiverRecord& record : file.waivers) {
      const auto finding = judge_waiver(record, file.setup->checker());
      if (!finding) continue;
      if (!index) index.emplace(file.bytes);
      const std::string uri = uri_of_path(file.path);
      elsewhere[uri].push_back(diagnostic_of(*finding, {uri, ranges_of(*index, encoding_), docs()}));
    }
  }
}

void Server::recheck_all() {
  for (auto& [uri, document] : documents_) {
    document->role = workspace_.role_of(document->subject);
    mark_changed(*document);
  }
  if (!capabilities_.pulls_diagnostics || documents_.empty()) return;
  if (capabilities_.refreshes_diagnostics) client_.refresh_diagnostics(next_id());
}

/// Shows what checking `owner` says of other files, with what others say of them, instead of what it said before.
void Server::publish_elsewhere(const std::string& owner, std::map<std::string, std::vector<Diagnostic>> items) {
  auto& known = elsewhere_[owner];
  if (known == items) return;
  std::vector<std::string> targets;
  for (const auto* said : {&known, &items}) {
    for (const auto& [target, diagnostics] : *said) targets.push_back(target);
  }
  known = std::move(items);
  if (known.empty()) elsewhere_.erase(owner);
  for (const std::string& target : targets) {
    const Document* open = find(target);
    if (open && open->role != Role::other) continue;  // it speaks for itself
    std::vector<Diagnostic> all;
    for (const auto& [from, said] : elsewhere_) {
      const auto about = said.find(target);
      if (about == said.end()) continue;
      for (const Diagnostic& item : about->second) {
        if (std::find(all.begin(), all.end(), item) == all.end()) all.push_back(item);
      }
    }
    client_.publish(target, std::nullopt, all);
  }
}

}  // namespace toofew::lsp

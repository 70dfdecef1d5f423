#include "lsp/server.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/utf8.h"
#include "base/version.h"
#include "base/words.h"
#include "cli/today.h"
#include "lsp/policy_help.h"
#include "lsp/uri.h"
#include "policy/fixes.h"
#include "policy/kind_help.h"
#include "policy/new_waiver.h"
#include "policy/waiver.h"
#include "report/entries.h"
#include "report/line_index.h"
#include "report/report.h"
#include "report/rule_help.h"

namespace toofew::lsp {
namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// Commands that clients may have executed.
constexpr const char* kCheckWorkspace = "toofew.checkWorkspace";
constexpr const char* kExplain = "toofew.explain";
constexpr const char* kOpenRulePage = "toofew.openRulePage";
constexpr const char* kShowPolicy = "toofew.showPolicy";

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

/// What is in no file yet is a draft by its language; what an editor shows of other places (versions, outputs) is none.
Subject subject_of(const std::string& uri, const std::string& language) {
  const bool is_buffer = uri.starts_with("file:") || uri.starts_with("untitled:");
  return {path_of_uri(uri), is_buffer ? language : std::string()};
}

std::string policy_text(const PolicyWord& word, bool markdown) {
  const std::string& words = word.description.empty() ? word.title : word.description;
  return fmt::format("{}{}{}\n\n{}", markdown ? "`" : "", word.word, markdown ? "`" : "", words);
}

/// "toofew.yaml:7: reason; hint"
std::string placed_text(const Error& error) {
  const Error::Place& place = error.place();
  const std::string line = place.line > 0 ? fmt::format(":{}", place.line) : std::string();
  return fmt::format("{}{}: {}", place.file, line, failure_text(error));
}

/// Not what begins and ends the session: it takes no time, and nothing goes on without it.
bool may_be_cancelled(const Message& message) {
  return !std::holds_alternative<Initialize>(message.params) && !std::holds_alternative<Shutdown>(message.params);
}

}  // namespace

Server::Server(Client& client, Inbox& inbox, std::string docs)
    : client_(client), inbox_(inbox), docs_(std::move(docs)) {}

bool Server::run() {
  while (!is_done_ && !client_.has_gone() && !inbox_.is_closed()) {
    const auto message = inbox_.take(next_due());
    if (workspace_.is_new_day()) reload();
    if (message) handle(*message);
    look_at_workspace_check();
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
    if (may_be_cancelled(message) && inbox_.has_cancelled(*message.id)) throw Refusal{kRequestCancelled, "was cancelled"};
    if (const auto result = answer(*message.id, message.params)) client_.reply(*message.id, *result);
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

std::optional<Result> Server::answer(const Id& id, const Params& params) {
  if (const auto* request = std::get_if<Initialize>(&params)) return initialize(*request);
  if (const auto* request = std::get_if<HoverAt>(&params)) return hover(*request, id);
  if (const auto* request = std::get_if<HighlightAt>(&params)) return highlights(*request, id);
  if (const auto* request = std::get_if<DiagnosticsOf>(&params)) return report(*request, id);
  if (const auto* request = std::get_if<CompleteAt>(&params)) return completions(*request);
  if (const auto* request = std::get_if<CodeActionsFor>(&params)) return code_actions(*request, id);
  if (const auto* request = std::get_if<ExecuteCommand>(&params)) return execute(*request, id);
  if (std::holds_alternative<Shutdown>(params)) {
    state_ = State::shut_down;
    documents_.clear();
    if (workspace_check_) client_.fail(workspace_request_, kRequestCancelled, "the server shuts down");
    workspace_check_.reset();
    return Result();
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
  if (const auto* event = std::get_if<Cancel>(&params)) stop_workspace_check(event->request);
  if (const auto* event = std::get_if<CancelProgress>(&params)) stop_workspace_check(event->token);
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
  result.commands = {kCheckWorkspace, kExplain, kOpenRulePage, kShowPolicy};
  if (params.commands) {
    std::erase_if(result.commands, [&](const std::string& command) {
      return std::find(params.commands->begin(), params.commands->end(), command) == params.commands->end();
    });
  }
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
  auto document = std::make_unique<Document>(subject_of(params.uri, params.language), params.version,
                                             TextBuffer(params.text, encoding_));
  document->role = workspace_.role_of(document->subject);
  mark_changed(*document);
  documents_[params.uri] = std::move(document);
  // From now on it speaks for itself.
  if (std::erase(published_files_, params.uri) > 0 && capabilities_.pulls_diagnostics) {
    client_.publish(params.uri, std::nullopt, {});
  }
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
  if (matters) reload();
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
  if (document.role == Role::policy) {
    const auto meaning = policy_meaning(document.buffer.text(), document.buffer.offset(params.position));
    if (!meaning) return {};
    return Hover{policy_text(meaning->word, capabilities_.markdown), document.buffer.range(meaning->bytes)};
  }
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

Result Server::completions(const CompleteAt& params) {
  const Document& document = require(params.uri);
  std::vector<CompletionItem> items;
  if (document.role != Role::policy) return items;
  const PolicyChoices choices = policy_choices(document.buffer.text(), document.buffer.offset(params.position));
  const Range replaced = document.buffer.range(choices.replaced);
  for (const PolicyWord& word : choices.words) {
    const auto kind = word.is_key ? CompletionItem::Kind::property : CompletionItem::Kind::value;
    items.push_back({word.word, kind, word.title, word.description == word.title ? "" : word.description, replaced,
                     word.is_key ? word.word + ": " : word.word});
  }
  return items;
}

// ---------------------------------------------------------------------------------------------------------------------
// Code actions

Result Server::code_actions(const CodeActionsFor& params, const Id& id) {
  Document& document = checked(params.uri, id);
  std::vector<CodeAction> actions;
  const auto wants = [&](std::string_view kind) {
    const auto covers = [&](const std::string& only) { return kind == only || kind.starts_with(only + "."); };
    return params.only.empty() || std::any_of(params.only.begin(), params.only.end(), covers);
  };
  const auto add = [&](std::optional<CodeAction> action) {
    if (action) actions.push_back(std::move(*action));
  };
  const ByteRange asked = document.buffer.offsets(params.range);
  std::vector<Finding> here;
  for (const Finding& finding : document.findings) {
    const bool is_at = finding.source.begin <= asked.end && asked.begin <= finding.source.end;
    if (is_at) here.push_back(finding);
  }
  if (wants(kQuickFix)) {
    find_rewrites(document, here);
    for (const Finding& finding : here) {
      for (CodeAction& action : rewrites(params.uri, document, finding)) actions.push_back(std::move(action));
    }
    for (const Finding& finding : here) add(waiver(params.uri, document, finding));
  }
  if (params.only.empty()) {
    for (const Finding& finding : here) add(page(document, finding));
  } else if (wants(kFixAll)) {
    add(all_safe_rewrites(params.uri, document));
  }
  if (!capabilities_.code_action_literals) {
    std::erase_if(actions, [](const CodeAction& action) { return !action.command; });
  }
  return actions;
}

Diagnostic Server::diagnostic(const std::string& uri, const Document& document, const Finding& finding) const {
  return diagnostic_of(finding, {uri, [&](ByteRange bytes) { return document.buffer.range(bytes); }, docs()});
}

/// Fills Finding::fixes. That reads the draft many times, so it is done when somebody asks, and not at every key.
void Server::find_rewrites(Document& document, std::vector<Finding>& findings) {
  if (findings.empty()) return;
  try {
    const Setup& setup = workspace_.setup_for(document.subject);
    const std::string& text = document.buffer.text();
    const toofew::Document content = workspace_.read(document.subject, text);
    const std::string path = document.subject.path ? setup.relative(*document.subject.path) : std::string();
    document.cache->is_stopped = {};
    const BlockCache::Use use(*document.cache);
    add_fixes(setup.checker(), {text, path, content}, findings);
  } catch (const Error&) {
    return;  // which the draft shows
  }
}

std::vector<CodeAction> Server::rewrites(const std::string& uri, const Document& document, const Finding& finding) const {
  std::vector<CodeAction> actions;
  for (const Fix& fix : finding.fixes) {
    CodeAction action;
    action.title = fix.title;
    action.kind = kQuickFix;
    action.preferred = fix.safe && actions.empty();
    action.diagnostics = {diagnostic(uri, document, finding)};
    action.edit = {uri, document.version, {{document.buffer.range(fix.source), fix.replacement}}};
    actions.push_back(std::move(action));
  }
  return actions;
}

/// All rewrites at once that need nobody's judgement; of those that overlap, the first.
std::optional<CodeAction> Server::all_safe_rewrites(const std::string& uri, Document& document) {
  std::vector<Finding> findings = document.findings;
  find_rewrites(document, findings);
  std::vector<Fix> chosen;
  for (const Finding& finding : findings) {
    const auto fix = std::find_if(finding.fixes.begin(), finding.fixes.end(), [](const Fix& one) { return one.safe; });
    if (fix == finding.fixes.end()) continue;
    const auto overlaps = [&](const Fix& other) { return other.source.overlaps(fix->source); };
    if (std::none_of(chosen.begin(), chosen.end(), overlaps)) chosen.push_back(*fix);
  }
  if (chosen.empty()) return std::nullopt;
  std::sort(chosen.begin(), chosen.end(), [](const Fix& a, const Fix& b) { return a.source < b.source; });
  CodeAction action;
  action.title = "Take all rewrites that are safe";
  action.kind = kFixAll;
  action.edit = {uri, document.version, {}};
  for (const Fix& fix : chosen) action.edit->edits.push_back({document.buffer.range(fix.source), fix.replacement});
  return action;
}

std::optional<CodeAction> Server::waiver(const std::string& uri, Document& document, const Finding& finding) {
  if (!finding.kind && kind_of(finding) == kWaiver) return std::nullopt;
  auto edit = waiver_edit(uri, document, finding);
  if (!edit) return std::nullopt;
  CodeAction action;
  action.title = fmt::format("Let {} pass here: fill in {}", finding.rule,
                             settings_.owner.empty() ? "who answers for it, and why" : "why");
  if (edit->uri != uri) action.title += fmt::format(" (in {})", fs::path(edit->uri).filename().native());
  action.kind = kQuickFix;
  action.diagnostics = {diagnostic(uri, document, finding)};
  action.edit = std::move(edit);
  return action;
}

/// In the draft where its format has a place for it, else in the policy's first file of waivers.
std::optional<DocumentEdit> Server::waiver_edit(const std::string& uri, Document& document, const Finding& finding) {
  const std::string& text = document.buffer.text();
  const auto is_waived = [&](const std::string& with, std::size_t begin) {
    const CheckedDrafts checked = workspace_.check(document.subject, with, *document.cache, {});
    const CheckedFile& file = checked.drafts.front().file;
    const auto is_it = [&](const Finding& other) { return other.rule == finding.rule && other.source.begin == begin; };
    const auto is_slip = [](const Finding& other) { return kind_of(other) == kWaiver; };
    return !file.failure && std::any_of(file.waived.begin(), file.waived.end(), is_it) &&
           std::count_if(file.findings.begin(), file.findings.end(), is_slip) <=
               std::count_if(document.findings.begin(), document.findings.end(), is_slip);
  };
  try {
    const Setup& setup = workspace_.setup_for(document.subject);
    const int days = std::min(settings_.waiver_days, setup.config().waivers.max_days.value);
    const NewWaiver terms{Date(std::chrono::sys_days(today()) + std::chrono::days(days)), settings_.owner, {}};
    const auto content = workspace_.read(document.subject, text);
    if (const auto inside = waiver_in_draft(finding, content, text, terms, is_waived)) {
      return DocumentEdit{uri, document.version, {{document.buffer.range({inside->offset, inside->offset}), inside->text}}};
    }
    const auto& files = setup.waiver_files(today());
    if (files.empty() || !document.subject.path) return std::nullopt;
    const std::string other = uri_of_path(files.front().path);
    const Document* open = find(other);
    const TextBuffer file = open ? open->buffer : TextBuffer(files.front().bytes, encoding_);
    const Insertion entry = waiver_in_file(finding, setup.relative(*document.subject.path), file.text(), terms);
    return DocumentEdit{other, open ? std::optional(open->version) : std::nullopt,
                        {{file.range({entry.offset, entry.offset}), entry.text}}};
  } catch (const Error&) {
    return std::nullopt;  // which the draft shows
  }
}

std::optional<CodeAction> Server::page(const Document& document, const Finding& finding) const {
  if (document.role != Role::draft) return std::nullopt;
  CodeAction action;
  action.title = fmt::format("Open the page on {}", finding.rule);
  action.command = Command{action.title, kOpenRulePage, {finding.rule}};
  return action;
}

// ---------------------------------------------------------------------------------------------------------------------
// Commands

std::optional<Result> Server::execute(const ExecuteCommand& params, const Id& id) {
  const std::string argument = params.arguments.empty() ? std::string() : params.arguments.front();
  if (params.command == kCheckWorkspace) {
    begin_workspace_check(params, id);
    return std::nullopt;
  }
  if (params.command == kExplain) return explain(argument);
  if (params.command == kOpenRulePage) return open_rule_page(argument);
  if (params.command == kShowPolicy) {
    const Document* document = find(argument);
    const Subject subject = document ? document->subject : Subject{path_of_uri(argument), {}};
    const Setup& setup = workspace_.setup_for(subject);
    const std::string from = setup.shown_path().empty() ? "the built-in policy" : setup.shown_path();
    return fmt::format("# From {}.\n{}", from, to_yaml(setup.config()));
  }
  throw Refusal{kInvalidParams, fmt::format("there is no command '{}'", params.command)};
}

/// What a rule or a kind of finding means, as Markdown.
std::string Server::explain(const std::string& name) {
  for (const RuleInfo* rule : workspace_.setup_for({}).checker().rules()) {
    if (rule->id == name) return fmt::format("# {}\n\n{}\n", name, rule_help_markdown(*rule));
  }
  const KindHelp* kind = find_kind_help(name);
  if (!kind) throw Refusal{kInvalidParams, fmt::format("there is no rule or kind '{}'", name)};
  return fmt::format("# {}\n\n{}\n\n> {}\n\n{}\n\n{}\n", name, kind->what, kind->example, kind->why, kind->advice);
}

/// Where the client cannot show it, the words of the page come as a message. Returns its address, or those words.
Result Server::open_rule_page(const std::string& rule) {
  std::string words = explain(rule);
  Finding finding;
  finding.rule = rule;
  finding.kind = kind_from_name(rule.substr(0, rule.find('.')));
  std::string address = page_of(finding, docs());
  if (!address.empty() && capabilities_.shows_documents) {
    client_.show_document(next_id(), address);
    return address;
  }
  client_.show_message(MessageType::info, words);
  return words;
}

void Server::begin_workspace_check(const ExecuteCommand& params, const Id& id) {
  if (workspace_check_) throw Refusal{kRequestFailed, "a check of the workspace is under way already"};
  std::vector<std::string> folders;
  for (const std::string& uri : params.arguments) {
    if (auto path = path_of_uri(uri)) folders.push_back(std::move(*path));
  }
  if (params.arguments.empty()) folders = workspace_.folders();
  if (folders.empty()) throw Refusal{kRequestFailed, "no folder is open"};
  std::map<std::string, std::string> unsaved;
  for (const auto& [uri, document] : documents_) {
    const bool is_draft = document->role == Role::draft && document->subject.path;
    if (is_draft) unsaved[*document->subject.path] = document->buffer.text();
  }
  workspace_request_ = id;
  workspace_token_ = params.progress;
  workspace_progress_ = 0;
  if (!workspace_token_ && capabilities_.creates_progress) {
    workspace_token_ = fmt::format("toofew-check-{}", last_id_ + 1);
    client_.create_progress(next_id(), *workspace_token_);
  }
  if (workspace_token_) client_.progress({*workspace_token_, Progress::Stage::begin, "Checking drafts", 0});
  workspace_check_ = std::make_unique<WorkspaceCheck>(std::move(folders), workspace_.config(), std::move(unsaved),
                                                      [this] { inbox_.wake(); });
}

void Server::stop_workspace_check(const Id& request_or_token) {
  const bool is_it = workspace_request_ == request_or_token || workspace_token_ == request_or_token;
  if (workspace_check_ && is_it) workspace_check_->stop();
}

/// Tells of its progress, and of its end.
void Server::look_at_workspace_check() {
  if (!workspace_check_) return;
  const bool is_finished = workspace_check_->is_finished();
  const int percentage = workspace_check_->progress();  // of a quick check, the first that is told is all of it
  if (std::exchange(workspace_progress_, percentage) != percentage && workspace_token_) {
    client_.progress({*workspace_token_, Progress::Stage::report, fmt::format("{} %", percentage), percentage});
  }
  if (!is_finished) return;
  const auto check = std::move(workspace_check_);
  std::string said = "Stopped";
  const auto end = [&] {
    if (workspace_token_) client_.progress({*workspace_token_, Progress::Stage::end, said, 100});
  };
  if (check->is_stopped()) {
    end();
    client_.fail(workspace_request_, kRequestCancelled, "was cancelled");
    return;
  }
  try {
    const Result result = publish_workspace(check->result());
    said = std::get<CheckSummary>(result).text;
    end();
    client_.reply(workspace_request_, result);
  } catch (const Error& error) {
    said = error.what();
    end();
    client_.fail(workspace_request_, kRequestFailed, error.what());
  }
}

/// Shows what was found in files that are not open; open ones speak for themselves.
Result Server::publish_workspace(CheckedDrafts& checked) {
  Diagnostics items;
  Report report;
  for (CheckedDraft& draft : checked.drafts) {
    CheckedFile& file = draft.file;
    const std::string uri = uri_of_path(file.path);
    if (file.failure) {
      const Error::Place& place = file.failure->place();
      const std::string at = place.file.empty() ? uri : uri_of_path(place.file);
      const Diagnostic item = diagnostic_of(*file.failure, range_of(place, encoding_));
      if (items[at].empty() || items[at].back() != item) items[at].push_back(item);  // one for all that it holds back
    } else if (!file.findings.empty()) {
      const LineIndex index(file.bytes);
      const Shown shown{uri, ranges_of(index, encoding_), docs()};
      for (const Finding& finding : file.findings) items[uri].push_back(diagnostic_of(finding, shown));
    }
    report.files.push_back(std::move(file));
  }
  add_waiver_findings(checked, items);
  for (const std::string& uri : std::exchange(published_files_, {})) {
    if (!items.contains(uri)) client_.publish(uri, std::nullopt, {});
  }
  for (const auto& [uri, diagnostics] : items) {
    if (find(uri)) continue;
    client_.publish(uri, std::nullopt, diagnostics);
    published_files_.push_back(uri);
  }
  const Tally counts = tally(report);
  return CheckSummary{counts.files_checked, counts.errors, counts.warnings,
                      counts.notes,         counts.waived, counts.files_failed,
                      one_line(trimmed(summary(counts)))};
}

// ---------------------------------------------------------------------------------------------------------------------
// Checking

Server::Document& Server::require(const std::string& uri) {
  Document* document = find(uri);
  if (!document) throw Refusal{kInvalidParams, "the document is not open"};
  return *document;
}

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
  Document& document = require(uri);
  if (!document.changed) return document;
  const auto stop = [&] { return inbox_.has_cancelled(id) || inbox_.has_change_of(uri); };
  if (check(uri, document, stop)) return document;
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
  CheckedDrafts checked = workspace_.check(document.subject, document.buffer.text(), *document.cache, stop);
  if (stop && stop()) return {};
  document.cache->forget_unused();
  Diagnostics elsewhere;
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
  Diagnostics elsewhere;
  std::vector<Diagnostic> items;
  if (const auto error = Workspace::policy_error(*document.subject.path, document.buffer.text())) {
    items = failure(uri, document, *error, elsewhere);
  }
  publish_elsewhere(uri, std::move(elsewhere));
  return items;
}

/// What the document shows of a failure; where it lies in another file, that shows it, too.
std::vector<Diagnostic> Server::failure(const std::string& uri, const Document& document, const Error& error,
                                        Diagnostics& elsewhere) const {
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
void Server::add_waiver_findings(const CheckedDrafts& checked, Diagnostics& elsewhere) const {
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

void Server::reload() {
  workspace_.reload();
  recheck_all();
}

void Server::recheck_all() {
  for (auto& [uri, document] : documents_) {
    document->role = workspace_.role_of(document->subject);
    document->cache = std::make_unique<BlockCache>();  // of other rules, perhaps
    mark_changed(*document);
  }
  if (!capabilities_.pulls_diagnostics || documents_.empty()) return;
  if (capabilities_.refreshes_diagnostics) client_.refresh_diagnostics(next_id());
}

/// Shows what checking `owner` says of other files, with what others say of them, instead of what it said before.
void Server::publish_elsewhere(const std::string& owner, Diagnostics items) {
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

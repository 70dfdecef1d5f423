#include "lsp/server.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <utility>

#include "base/version.h"
#include "lsp/display.h"
#include "lsp/policy_help.h"
#include "lsp/uri.h"
#include "policy/kind_help.h"
#include "report/entries.h"
#include "report/rule_help.h"

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
    : client_(client), inbox_(inbox), session_(std::move(docs)) {}

bool Server::run() {
  while (!is_done_ && !client_.has_gone() && !inbox_.is_closed()) {
    const auto message = inbox_.take(next_due());
    if (session_.workspace.is_new_day()) reload();
    if (message) handle(*message);
    check_command_.look();
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
  if (const auto* request = std::get_if<CodeActionsFor>(&params)) return code_actions_.offer(*request, checked(request->uri, id));
  if (const auto* request = std::get_if<ExecuteCommand>(&params)) return execute(*request, id);
  if (std::holds_alternative<Shutdown>(params)) {
    state_ = State::shut_down;
    session_.documents.clear();
    check_command_.shut_down();
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
  if (const auto* event = std::get_if<Cancel>(&params)) check_command_.stop(event->request);
  if (const auto* event = std::get_if<CancelProgress>(&params)) check_command_.stop(event->token);
  if (const auto* event = std::get_if<DidChangeConfiguration>(&params)) {
    if (session_.capabilities.configuration) {
      settings_request_ = session_.next_id();
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
  session_.capabilities = params.capabilities;
  if (!session_.capabilities.encodings.empty()) session_.encoding = session_.capabilities.encodings.front();
  client_.meet(session_.capabilities, params.process);
  DidChangeFolders folders;
  folders.added = params.folders;
  folders_changed(folders);
  if (!session_.workspace.folders().empty()) {
    // Paths are shown, and taken, as they would be by a command that is given in the folder.
    std::error_code ignored;
    fs::current_path(session_.workspace.folders().front(), ignored);
  }
  if (params.settings) set_settings(*params.settings);
  InitializeResult result;
  result.encoding = session_.encoding;
  result.pulled_diagnostics = session_.capabilities.pulls_diagnostics;
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
  if (session_.capabilities.watches_files) client_.watch_files(session_.next_id(), watched_patterns());
  if (!session_.capabilities.configuration) return;
  settings_request_ = session_.next_id();
  client_.ask_settings(*settings_request_);
}

void Server::set_settings(const Settings& settings) {
  const Settings before = std::exchange(session_.settings, settings);
  if (before == settings) return;
  if (before.config != settings.config) session_.workspace.set_config(settings.config);
  recheck_all();
}

void Server::open(const DidOpen& params) {
  auto document = std::make_unique<OpenDocument>(subject_of(params.uri, params.language), params.version,
                                                 TextBuffer(params.text, session_.encoding));
  document->role = session_.workspace.role_of(document->subject);
  mark_changed(*document);
  session_.documents[params.uri] = std::move(document);
  // From now on it speaks for itself.
  check_command_.forget(params.uri);
}

void Server::change(const DidChange& params) {
  OpenDocument* document = session_.find(params.uri);
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
  if (session_.documents.erase(uri) == 0) return;
  elsewhere_.publish(uri, {});
  if (!session_.capabilities.pulls_diagnostics) client_.publish(uri, std::nullopt, {});
}

void Server::saved(const std::string& uri) { files_changed({uri}); }

void Server::files_changed(const std::vector<std::string>& uris) {
  const bool matters = std::any_of(uris.begin(), uris.end(), [&](const std::string& uri) {
    const auto path = path_of_uri(uri);
    return path && session_.workspace.uses(*path);
  });
  if (matters) reload();
}

void Server::folders_changed(const DidChangeFolders& params) {
  std::vector<std::string> folders = session_.workspace.folders();
  for (const Folder& folder : params.removed) {
    if (const auto path = path_of_uri(folder.uri)) std::erase(folders, *path);
  }
  for (const Folder& folder : params.added) {
    if (const auto path = path_of_uri(folder.uri)) folders.push_back(*path);
  }
  session_.workspace.set_folders(std::move(folders));
  recheck_all();
}

// ---------------------------------------------------------------------------------------------------------------------
// Requests

Result Server::hover(const HoverAt& params, const Id& id) {
  const OpenDocument& document = checked(params.uri, id);
  if (document.role == Role::policy) {
    const auto meaning = policy_meaning(document.buffer.text(), document.buffer.offset(params.position));
    if (!meaning) return {};
    return Hover{policy_text(meaning->word, session_.capabilities.markdown), document.buffer.range(meaning->bytes)};
  }
  const std::size_t at = document.buffer.offset(params.position);
  for (const auto* findings : {&document.findings, &document.waived}) {
    for (const Finding& finding : *findings) {
      if (!finding.source.contains(at)) continue;
      return Hover{hover_text(finding, session_.docs(), session_.capabilities.markdown), document.buffer.range(finding.source)};
    }
  }
  return {};
}

Result Server::highlights(const HighlightAt& params, const Id& id) {
  const OpenDocument& document = checked(params.uri, id);
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
  const OpenDocument& document = checked(params.uri, id);
  DocumentReport report;
  report.result = std::to_string(document.result);
  report.unchanged = report.result == params.previous;
  if (!report.unchanged) report.items = document.diagnostics;
  return report;
}

Result Server::completions(const CompleteAt& params) {
  const OpenDocument& document = require(params.uri);
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
// Commands

std::optional<Result> Server::execute(const ExecuteCommand& params, const Id& id) {
  const std::string argument = params.arguments.empty() ? std::string() : params.arguments.front();
  if (params.command == kCheckWorkspace) {
    check_command_.begin(params, id);
    return std::nullopt;
  }
  if (params.command == kExplain) return explain(argument);
  if (params.command == kOpenRulePage) return open_rule_page(argument);
  if (params.command == kShowPolicy) {
    const OpenDocument* document = session_.find(argument);
    const Subject subject = document ? document->subject : Subject{path_of_uri(argument), {}};
    const Setup& setup = session_.workspace.setup_for(subject);
    const std::string from = setup.shown_path().empty() ? "the built-in policy" : setup.shown_path();
    return fmt::format("# From {}.\n{}", from, to_yaml(setup.config()));
  }
  throw Refusal{kInvalidParams, fmt::format("there is no command '{}'", params.command)};
}

/// What a rule or a kind of finding means, as Markdown.
std::string Server::explain(const std::string& name) {
  for (const RuleInfo* rule : session_.workspace.setup_for({}).checker().rules()) {
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
  std::string address = page_of(finding, session_.docs());
  if (!address.empty() && session_.capabilities.shows_documents) {
    client_.show_document(session_.next_id(), address);
    return address;
  }
  client_.show_message(MessageType::info, words);
  return words;
}

// ---------------------------------------------------------------------------------------------------------------------
// Checking

OpenDocument& Server::require(const std::string& uri) {
  OpenDocument* document = session_.find(uri);
  if (!document) throw Refusal{kInvalidParams, "the document is not open"};
  return *document;
}

void Server::mark_changed(OpenDocument& document) {
  const Time now = Clock::now();
  if (!document.changed) document.first_changed = now;
  document.changed = now;
}

std::optional<Server::Time> Server::next_due() const {
  std::optional<Time> next;
  if (session_.capabilities.pulls_diagnostics) return next;
  for (const auto& [uri, document] : session_.documents) {
    if (!document->changed) continue;
    const Time due = *document->changed + milliseconds(session_.settings.delay);
    if (!next || due < *next) next = due;
  }
  return next;
}

/// Checks one draft, if one is due and nothing is to be answered first.
void Server::check_due() {
  if (session_.capabilities.pulls_diagnostics) return;
  const Time now = Clock::now();
  for (auto& [uri, document] : session_.documents) {
    if (!document->changed) continue;
    const bool is_overdue = now - document->first_changed > kLongestWait + milliseconds(session_.settings.delay);
    const bool is_due = *document->changed + milliseconds(session_.settings.delay) <= now && inbox_.is_empty();
    if (!is_due && !is_overdue) continue;
    check(uri, *document, [&, is_overdue] { return !is_overdue && inbox_.has_change_of(uri); });
    return;
  }
}

/// The document, checked as it is. Throws Refusal where it is not open, and where the answer has become of no use.
OpenDocument& Server::checked(const std::string& uri, const Id& id) {
  OpenDocument& document = require(uri);
  if (!document.changed) return document;
  const auto stop = [&] { return inbox_.has_cancelled(id) || inbox_.has_change_of(uri); };
  if (check(uri, document, stop)) return document;
  if (inbox_.has_cancelled(id)) throw Refusal{kRequestCancelled, "was cancelled"};
  throw Refusal{kContentModified, "the document has changed since"};
}

/// False when it gave up.
bool Server::check(const std::string& uri, OpenDocument& document, const Workspace::Stop& stop) {
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
  if (!session_.capabilities.pulls_diagnostics) client_.publish(uri, document.version, document.diagnostics);
  return true;
}

std::vector<Diagnostic> Server::check_draft(const std::string& uri, OpenDocument& document, const Workspace::Stop& stop) {
  CheckedDrafts checked = session_.workspace.check(document.subject, document.buffer.text(), *document.cache, stop);
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
    const Shown shown = session_.shown(uri, document);
    for (const Finding& finding : document.findings) items.push_back(diagnostic_of(finding, shown));
    add_waiver_findings(checked, session_.encoding, session_.docs(), elsewhere);
  }
  elsewhere_.publish(uri, std::move(elsewhere));
  return items;
}

std::vector<Diagnostic> Server::check_policy(const std::string& uri, const OpenDocument& document) {
  Diagnostics elsewhere;
  std::vector<Diagnostic> items;
  if (const auto error = Workspace::policy_error(*document.subject.path, document.buffer.text())) {
    items = failure(uri, document, *error, elsewhere);
  }
  elsewhere_.publish(uri, std::move(elsewhere));
  return items;
}

/// What the document shows of a failure; where it lies in another file, that shows it, too.
std::vector<Diagnostic> Server::failure(const std::string& uri, const OpenDocument& document, const Error& error,
                                        Diagnostics& elsewhere) const {
  const Error::Place& place = error.place();
  const bool is_here = !document.subject.path || place.file.empty() || full_path(place.file) == *document.subject.path;
  if (is_here) return {diagnostic_of(error, range_of(place, session_.encoding))};
  std::error_code ignored;
  const std::string other = uri_of_path(place.file);
  if (other != uri && fs::exists(place.file, ignored)) {
    elsewhere[other].push_back(diagnostic_of(error, range_of(place, session_.encoding)));
  }
  return {diagnostic_of(Error("This could not be checked: " + placed_text(error)), {})};
}

void Server::reload() {
  session_.workspace.reload();
  recheck_all();
}

void Server::recheck_all() {
  for (auto& [uri, document] : session_.documents) {
    document->role = session_.workspace.role_of(document->subject);
    document->cache = std::make_unique<BlockCache>();  // of other rules, perhaps
    mark_changed(*document);
  }
  if (!session_.capabilities.pulls_diagnostics || session_.documents.empty()) return;
  if (session_.capabilities.refreshes_diagnostics) client_.refresh_diagnostics(session_.next_id());
}

}  // namespace toofew::lsp

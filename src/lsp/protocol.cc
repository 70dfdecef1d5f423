#include "lsp/protocol.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>

#include "base/utf8.h"

namespace toofew::lsp {
namespace {

using Json = nlohmann::json;

constexpr const char* kName = "toofew";

// ---------------------------------------------------------------------------------------------------------------------
// Reading

/// A parameter that is missing or of the wrong type.
struct WrongParameter {
  std::string what;
};

/// The member, or null where there is none.
const Json& member(const Json& object, const char* key) {
  static const Json kNull;
  if (!object.is_object()) return kNull;
  const auto found = object.find(key);
  return found == object.end() ? kNull : *found;
}

/// The member at the end of a path of keys, or null.
const Json& at(const Json& object, std::initializer_list<const char*> path) {
  const Json* found = &object;
  for (const char* key : path) found = &member(*found, key);
  return *found;
}

bool is_set(const Json& object, std::initializer_list<const char*> path) {
  const Json& flag = at(object, path);
  return flag.is_boolean() && flag.get<bool>();
}

std::string text_of(const Json& object, const char* key) {
  const Json& text = member(object, key);
  if (!text.is_string()) throw WrongParameter{std::string(key) + " must be a string"};
  return text.get<std::string>();
}

std::string text_or(const Json& object, const char* key, const std::string& otherwise) {
  const Json& text = member(object, key);
  return text.is_string() ? text.get<std::string>() : otherwise;
}

/// A whole number, as near to it as an int can be.
std::optional<int> number(const Json& json) {
  if (json.is_number_unsigned()) {
    return static_cast<int>(std::min<std::uint64_t>(json.get<std::uint64_t>(), std::numeric_limits<int>::max()));
  }
  if (!json.is_number_integer()) return std::nullopt;
  return static_cast<int>(std::max<std::int64_t>(json.get<std::int64_t>(), std::numeric_limits<int>::min()));
}

std::optional<Id> id_of(const Json& json) {
  if (json.is_string()) return json.get<std::string>();
  if (json.is_number_integer()) return json.get<std::int64_t>();
  return std::nullopt;
}

Position position_of(const Json& json) {
  const auto line = number(member(json, "line"));
  const auto character = number(member(json, "character"));
  if (!line || !character || *line < 0 || *character < 0) {
    throw WrongParameter{"a position must have a line and a character, from 0 on"};
  }
  return {*line, *character};
}

Range range_of(const Json& json) { return {position_of(member(json, "start")), position_of(member(json, "end"))}; }

std::string uri_of(const Json& params) { return text_of(member(params, "textDocument"), "uri"); }

/// Calls `read` for each entry of what may be a list.
void each(const Json& list, const std::function<void(const Json&)>& read) {
  if (!list.is_array()) return;
  for (const Json& entry : list) read(entry);
}

std::vector<std::string> texts_of(const Json& list) {
  std::vector<std::string> out;
  each(list, [&](const Json& entry) {
    if (entry.is_string()) out.push_back(entry.get<std::string>());
  });
  return out;
}

bool holds(const Json& list, const char* text) {
  const auto texts = texts_of(list);
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

std::vector<Folder> folders_of(const Json& list) {
  std::vector<Folder> out;
  each(list, [&](const Json& entry) { out.push_back({text_of(entry, "uri"), text_or(entry, "name", {})}); });
  return out;
}

/// Values of the wrong type are as if they were not there.
std::optional<Settings> settings_of(const Json& json) {
  if (!json.is_object()) return std::nullopt;
  Settings settings;
  const auto whole = [&](const char* key, int least, int most, int& into) {
    if (const auto value = number(member(json, key))) into = std::clamp(*value, least, most);
  };
  settings.config = text_or(json, "config", settings.config);
  settings.owner = text_or(json, "owner", settings.owner);
  settings.docs_url = text_or(json, "docsUrl", settings.docs_url);
  whole("delay", 0, 10'000, settings.delay);
  whole("waiverDays", 1, 3660, settings.waiver_days);
  return settings;
}

std::optional<PositionEncoding> encoding_of(const std::string& name) {
  if (name == "utf-8") return PositionEncoding::utf8;
  if (name == "utf-16") return PositionEncoding::utf16;
  if (name == "utf-32") return PositionEncoding::utf32;
  return std::nullopt;
}

const char* encoding_name(PositionEncoding encoding) {
  if (encoding == PositionEncoding::utf8) return "utf-8";
  return encoding == PositionEncoding::utf16 ? "utf-16" : "utf-32";
}

ClientCapabilities capabilities_of(const Json& json) {
  ClientCapabilities out;
  for (const auto& name : texts_of(at(json, {"general", "positionEncodings"}))) {
    if (const auto encoding = encoding_of(name)) out.encodings.push_back(*encoding);
  }
  out.pulls_diagnostics = at(json, {"textDocument", "diagnostic"}).is_object();
  out.refreshes_diagnostics = is_set(json, {"workspace", "diagnostics", "refreshSupport"});
  out.related_information = is_set(json, {"textDocument", "publishDiagnostics", "relatedInformation"}) ||
                            is_set(json, {"textDocument", "diagnostic", "relatedInformation"});
  out.code_descriptions = is_set(json, {"textDocument", "publishDiagnostics", "codeDescriptionSupport"}) ||
                          is_set(json, {"textDocument", "diagnostic", "codeDescriptionSupport"});
  out.markdown = holds(at(json, {"textDocument", "hover", "contentFormat"}), "markdown");
  out.code_action_literals = at(json, {"textDocument", "codeAction", "codeActionLiteralSupport"}).is_object();
  out.configuration = is_set(json, {"workspace", "configuration"});
  out.watches_files = is_set(json, {"workspace", "didChangeWatchedFiles", "dynamicRegistration"});
  out.creates_progress = is_set(json, {"window", "workDoneProgress"});
  out.shows_documents = is_set(json, {"window", "showDocument", "support"});
  out.versioned_edits = is_set(json, {"workspace", "workspaceEdit", "documentChanges"});
  return out;
}

Initialize initialize_of(const Json& params) {
  Initialize out;
  const Json& process = member(params, "processId");
  if (process.is_number_integer()) out.process = process.get<std::int64_t>();
  out.folders = folders_of(member(params, "workspaceFolders"));
  if (out.folders.empty() && member(params, "rootUri").is_string()) {
    out.folders.push_back({text_of(params, "rootUri"), {}});
  }
  out.capabilities = capabilities_of(member(params, "capabilities"));
  const Json& options = member(params, "initializationOptions");
  out.settings = settings_of(options);
  // Clients that make commands of the editor of those that are offered have some of the same names already.
  if (member(options, "commands").is_array()) out.commands = texts_of(member(options, "commands"));
  // A client that cannot negotiate may still count in something else than UTF-16, as ALE counts bytes.
  if (const auto encoding = encoding_of(text_or(options, "positionEncoding", {}));
      encoding && out.capabilities.encodings.empty()) {
    out.capabilities.encodings = {*encoding};
  }
  return out;
}

DidOpen open_of(const Json& params) {
  const Json& document = member(params, "textDocument");
  return {text_of(document, "uri"), text_or(document, "languageId", {}), number(member(document, "version")).value_or(0),
          text_of(document, "text")};
}

DidChange change_of(const Json& params) {
  DidChange out{uri_of(params), number(at(params, {"textDocument", "version"})), {}};
  if (!member(params, "contentChanges").is_array()) throw WrongParameter{"contentChanges must be an array"};
  each(member(params, "contentChanges"), [&](const Json& change) {
    const bool has_range = member(change, "range").is_object();
    out.changes.push_back({has_range ? std::optional(range_of(member(change, "range"))) : std::nullopt,
                           text_of(change, "text")});
  });
  return out;
}

DidChangeWatchedFiles watched_of(const Json& params) {
  DidChangeWatchedFiles out;
  each(member(params, "changes"), [&](const Json& change) { out.uris.push_back(text_of(change, "uri")); });
  return out;
}

DidChangeFolders changed_folders_of(const Json& params) {
  const Json& event = member(params, "event");
  return {folders_of(member(event, "added")), folders_of(member(event, "removed"))};
}

/// The settings may be told as they are, or under the name of their section.
DidChangeConfiguration configuration_of(const Json& params) {
  const Json& settings = member(params, "settings");
  return {settings_of(member(settings, kName).is_object() ? member(settings, kName) : settings)};
}

template <typename Request>
Request at_position(const Json& params) {
  return {uri_of(params), position_of(member(params, "position"))};
}

Id required_id(const Json& json, const char* what) {
  const auto id = id_of(json);
  if (!id) throw WrongParameter{std::string(what) + " must be a string or an integer"};
  return *id;
}

using Reader = Params (*)(const Json& params);

const std::map<std::string, Reader, std::less<>>& readers() {
  static const std::map<std::string, Reader, std::less<>> all = {
      {"initialize", [](const Json& p) -> Params { return initialize_of(p); }},
      {"initialized", [](const Json&) -> Params { return Initialized(); }},
      {"shutdown", [](const Json&) -> Params { return Shutdown(); }},
      {"exit", [](const Json&) -> Params { return Exit(); }},
      {"$/cancelRequest", [](const Json& p) -> Params { return Cancel{required_id(member(p, "id"), "id")}; }},
      {"window/workDoneProgress/cancel",
       [](const Json& p) -> Params { return CancelProgress{required_id(member(p, "token"), "token")}; }},
      {"textDocument/didOpen", [](const Json& p) -> Params { return open_of(p); }},
      {"textDocument/didChange", [](const Json& p) -> Params { return change_of(p); }},
      {"textDocument/didClose", [](const Json& p) -> Params { return DidClose{uri_of(p)}; }},
      {"textDocument/didSave", [](const Json& p) -> Params { return DidSave{uri_of(p)}; }},
      {"workspace/didChangeConfiguration", [](const Json& p) -> Params { return configuration_of(p); }},
      {"workspace/didChangeWatchedFiles", [](const Json& p) -> Params { return watched_of(p); }},
      {"workspace/didChangeWorkspaceFolders", [](const Json& p) -> Params { return changed_folders_of(p); }},
      {"textDocument/hover", [](const Json& p) -> Params { return at_position<HoverAt>(p); }},
      {"textDocument/documentHighlight", [](const Json& p) -> Params { return at_position<HighlightAt>(p); }},
      {"textDocument/completion", [](const Json& p) -> Params { return at_position<CompleteAt>(p); }},
      {"textDocument/codeAction",
       [](const Json& p) -> Params {
         return CodeActionsFor{uri_of(p), range_of(member(p, "range")), texts_of(at(p, {"context", "only"}))};
       }},
      {"textDocument/diagnostic",
       [](const Json& p) -> Params { return DiagnosticsOf{uri_of(p), text_or(p, "previousResultId", {})}; }},
      {"workspace/executeCommand",
       [](const Json& p) -> Params {
         return ExecuteCommand{text_of(p, "command"), texts_of(member(p, "arguments")), id_of(member(p, "workDoneToken"))};
       }},
  };
  return all;
}

Params params_of(const std::string& method, const Json& params) {
  const auto reader = readers().find(method);
  if (reader == readers().end()) return Unknown{method};
  try {
    return reader->second(params);
  } catch (const WrongParameter& wrong) {
    return Malformed{kInvalidParams, method + ": " + wrong.what};
  }
}

Message message_of(const Json& json) {
  Message message;
  if (!json.is_object()) return {std::nullopt, Malformed{kInvalidRequest, "a message must be an object"}};
  message.id = id_of(member(json, "id"));
  if (!message.id && json.contains("id")) {
    return {std::nullopt, Malformed{kInvalidRequest, "an id must be a string or an integer"}};
  }
  const Json& method = member(json, "method");
  if (method.is_string()) {
    message.params = params_of(method.get<std::string>(), member(json, "params"));
  } else if (message.id && (json.contains("result") || json.contains("error"))) {
    const Json& result = member(json, "result");
    message.params = Response{*message.id, settings_of(result.is_array() && !result.empty() ? result.front() : Json())};
    message.id.reset();
  } else {
    message.params = Malformed{kInvalidRequest, "a message must have a method"};
  }
  return message;
}

bool is_escaped_unit(std::string_view text, std::size_t at) {
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); };
  return at + 6 <= text.size() && text[at] == '\\' && text[at + 1] == 'u' &&
         std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at) + 2,
                     text.begin() + static_cast<std::ptrdiff_t>(at) + 6, is_hex);
}

/// The escape's code unit is of that half of the surrogates: 'd' and one of `second`.
bool is_surrogate(std::string_view text, std::size_t at, std::string_view second) {
  return is_escaped_unit(text, at) && (text[at + 2] | 0x20) == 'd' && second.find(text[at + 3]) != std::string_view::npos;
}

/// JSON text with U+FFFD for bytes that are no UTF-8, and for halves of surrogate pairs: clients whose strings are
/// UTF-16 send such halves, and a change that is dropped would leave the buffer wrong for good.
std::string mended(std::string_view body) {
  constexpr std::string_view kReplacementText = "\uFFFD";
  constexpr std::string_view kLead = "89abAB";
  constexpr std::string_view kTrail = "cdefCDEF";
  std::string out;
  for (std::size_t i = 0; i < body.size();) {
    if (body[i] == '\\') {
      const bool is_pair = is_surrogate(body, i, kLead) && is_surrogate(body, i + 6, kTrail);
      const bool is_half = !is_pair && (is_surrogate(body, i, kLead) || is_surrogate(body, i, kTrail));
      const std::size_t size = is_pair ? 12 : is_half ? 6 : 2;
      out += is_half ? kReplacementText : body.substr(i, size);
      i += size;
      continue;
    }
    const CodePoint point = code_point_at(body, i);
    if (point.value == kReplacement) {
      out += kReplacementText;
    } else {
      out += body.substr(i, point.size);
    }
    i += point.size;
  }
  return out;
}

// ---------------------------------------------------------------------------------------------------------------------
// Writing

Json to_json(const Id& id) {
  return std::visit([](const auto& value) { return Json(value); }, id);
}

Json to_json(const Position& position) { return {{"line", position.line}, {"character", position.character}}; }

Json to_json(const Range& range) { return {{"start", to_json(range.start)}, {"end", to_json(range.end)}}; }

template <typename T, typename Write>
Json list_of(const std::vector<T>& items, const Write& write) {
  Json list = Json::array();
  for (const T& item : items) list.push_back(write(item));
  return list;
}

Json to_json(const RelatedInformation& related) {
  return {{"location", {{"uri", related.location.uri}, {"range", to_json(related.location.range)}}},
          {"message", related.message}};
}

Json to_json(const Diagnostic& diagnostic, const ClientCapabilities& client) {
  Json json = {{"range", to_json(diagnostic.range)},
               {"severity", static_cast<int>(diagnostic.severity)},
               {"code", diagnostic.code},
               {"source", kName},
               {"message", diagnostic.message}};
  if (client.code_descriptions && !diagnostic.href.empty()) json["codeDescription"] = {{"href", diagnostic.href}};
  if (client.related_information && !diagnostic.related.empty()) {
    json["relatedInformation"] = list_of(diagnostic.related, [](const auto& related) { return to_json(related); });
  }
  return json;
}

Json to_json(const std::vector<Diagnostic>& items, const ClientCapabilities& client) {
  return list_of(items, [&](const Diagnostic& item) { return to_json(item, client); });
}

Json to_json(const TextEdit& edit) { return {{"range", to_json(edit.range)}, {"newText", edit.text}}; }

Json to_json(const DocumentEdit& edit, const ClientCapabilities& client) {
  const Json edits = list_of(edit.edits, [](const TextEdit& one) { return to_json(one); });
  if (!client.versioned_edits) return {{"changes", {{edit.uri, edits}}}};
  const Json version = edit.version ? Json(*edit.version) : Json(nullptr);
  const Json document = {{"textDocument", {{"uri", edit.uri}, {"version", version}}}, {"edits", edits}};
  return {{"documentChanges", Json::array({document})}};
}

Json to_json(const Command& command) {
  return {{"title", command.title}, {"command", command.name}, {"arguments", command.arguments}};
}

Json to_json(const CodeAction& action, const ClientCapabilities& client) {
  if (!client.code_action_literals && action.command) return to_json(*action.command);
  Json json = {{"title", action.title}};
  if (!action.kind.empty()) json["kind"] = action.kind;
  if (action.preferred) json["isPreferred"] = true;
  if (!action.diagnostics.empty()) json["diagnostics"] = to_json(action.diagnostics, client);
  if (action.edit) json["edit"] = to_json(*action.edit, client);
  if (action.command) json["command"] = to_json(*action.command);
  return json;
}

Json markup(const std::string& text, const ClientCapabilities& client) {
  return {{"kind", client.markdown ? "markdown" : "plaintext"}, {"value", text}};
}

Json to_json(const CompletionItem& item, const ClientCapabilities& client) {
  constexpr int kProperty = 10;
  constexpr int kValue = 12;
  Json json = {{"label", item.label},
               {"kind", item.kind == CompletionItem::Kind::property ? kProperty : kValue},
               {"textEdit", to_json(TextEdit{item.range, item.text})}};
  if (!item.detail.empty()) json["detail"] = item.detail;
  if (!item.documentation.empty()) json["documentation"] = markup(item.documentation, client);
  return json;
}

Json to_json(const InitializeResult& result) {
  Json capabilities = {
      {"positionEncoding", encoding_name(result.encoding)},
      {"textDocumentSync", {{"openClose", true}, {"change", 2}, {"save", {{"includeText", false}}}}},
      {"hoverProvider", true},
      {"documentHighlightProvider", true},
      {"completionProvider", {{"triggerCharacters", Json::array({":", " ", "-"})}}},
      {"codeActionProvider", {{"codeActionKinds", Json::array({kQuickFix, kFixAll})}}},
      {"executeCommandProvider", {{"commands", result.commands}, {"workDoneProgress", true}}},
      {"workspace", {{"workspaceFolders", {{"supported", true}, {"changeNotifications", true}}}}}};
  if (result.pulled_diagnostics) {
    capabilities["diagnosticProvider"] = {
        {"identifier", kName}, {"interFileDependencies", true}, {"workspaceDiagnostics", false}};
  }
  return {{"capabilities", capabilities}, {"serverInfo", {{"name", kName}, {"version", result.version}}}};
}

/// Writes the answer to a request.
struct ResultWriter {
  const ClientCapabilities& client;

  Json operator()(std::monostate) const { return nullptr; }
  Json operator()(const InitializeResult& result) const { return to_json(result); }
  Json operator()(const Hover& hover) const {
    return {{"contents", markup(hover.text, client)}, {"range", to_json(hover.range)}};
  }
  Json operator()(const std::vector<Range>& highlights) const {
    return list_of(highlights, [](const Range& range) { return Json{{"range", to_json(range)}, {"kind", 1}}; });
  }
  Json operator()(const std::vector<CompletionItem>& items) const {
    return list_of(items, [&](const CompletionItem& item) { return to_json(item, client); });
  }
  Json operator()(const std::vector<CodeAction>& actions) const {
    return list_of(actions, [&](const CodeAction& action) { return to_json(action, client); });
  }
  Json operator()(const DocumentReport& report) const {
    if (report.unchanged) return {{"kind", "unchanged"}, {"resultId", report.result}};
    return {{"kind", "full"}, {"resultId", report.result}, {"items", to_json(report.items, client)}};
  }
  Json operator()(const CheckSummary& summary) const {
    return {{"files", summary.files},   {"errors", summary.errors}, {"warnings", summary.warnings},
            {"notes", summary.notes},   {"waived", summary.waived}, {"failed", summary.failed},
            {"summary", summary.text}};
  }
  Json operator()(const std::string& text) const { return text; }
};

std::string notification(const char* method, Json params) {
  const Json json = {{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string request(const Id& id, const char* method, Json params) {
  Json json = {{"jsonrpc", "2.0"}, {"id", to_json(id)}, {"method", method}};
  if (!params.is_null()) json["params"] = std::move(params);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

Message read_message(std::string_view body) {
  Json json = Json::parse(body, nullptr, false);
  if (json.is_discarded()) json = Json::parse(mended(body), nullptr, false);
  if (json.is_discarded()) return {std::nullopt, Malformed{kParseError, "this is not valid JSON"}};
  return message_of(json);
}

void RemoteClient::send(const std::string& body) { has_gone_ = !transport_.write(body); }

void RemoteClient::meet(const ClientCapabilities& capabilities, std::optional<std::int64_t> process) {
  capabilities_ = capabilities;
  if (process && *process <= std::numeric_limits<pid_t>::max()) transport_.watch(static_cast<pid_t>(*process));
}

void RemoteClient::reply(const Id& id, const Result& result) {
  const Json json = {{"jsonrpc", "2.0"}, {"id", to_json(id)}, {"result", std::visit(ResultWriter{capabilities_}, result)}};
  send(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

void RemoteClient::fail(const std::optional<Id>& id, ErrorCode code, const std::string& reason) {
  const Json json = {{"jsonrpc", "2.0"},
                     {"id", id ? to_json(*id) : Json(nullptr)},
                     {"error", {{"code", static_cast<int>(code)}, {"message", reason}}}};
  send(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

void RemoteClient::publish(const std::string& uri, std::optional<int> version, const std::vector<Diagnostic>& items) {
  Json params = {{"uri", uri}, {"diagnostics", to_json(items, capabilities_)}};
  if (version) params["version"] = *version;
  send(notification("textDocument/publishDiagnostics", std::move(params)));
}

void RemoteClient::show_message(MessageType type, const std::string& message) {
  send(notification("window/showMessage", {{"type", static_cast<int>(type)}, {"message", message}}));
}

void RemoteClient::progress(const Progress& progress) {
  Json value;
  switch (progress.stage) {
    case Progress::Stage::begin:
      value = {{"kind", "begin"}, {"title", progress.message}, {"cancellable", true}, {"percentage", 0}};
      break;
    case Progress::Stage::report:
      value = {{"kind", "report"}, {"message", progress.message}, {"percentage", progress.percentage}};
      break;
    case Progress::Stage::end: value = {{"kind", "end"}, {"message", progress.message}}; break;
  }
  send(notification("$/progress", {{"token", to_json(progress.token)}, {"value", std::move(value)}}));
}

void RemoteClient::ask_settings(const Id& id) {
  send(request(id, "workspace/configuration", {{"items", Json::array({{{"section", kName}}})}}));
}

void RemoteClient::watch_files(const Id& id, const std::vector<std::string>& patterns) {
  const Json watchers = list_of(patterns, [](const std::string& pattern) { return Json{{"globPattern", pattern}}; });
  const Json registration = {{"id", "toofew-files"},
                             {"method", "workspace/didChangeWatchedFiles"},
                             {"registerOptions", {{"watchers", watchers}}}};
  send(request(id, "client/registerCapability", {{"registrations", Json::array({registration})}}));
}

void RemoteClient::refresh_diagnostics(const Id& id) { send(request(id, "workspace/diagnostic/refresh", nullptr)); }

void RemoteClient::create_progress(const Id& id, const Id& token) {
  send(request(id, "window/workDoneProgress/create", {{"token", to_json(token)}}));
}

void RemoteClient::show_document(const Id& id, const std::string& uri) {
  send(request(id, "window/showDocument", {{"uri", uri}, {"external", !uri.starts_with("file:")}}));
}

}  // namespace toofew::lsp

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// What client and server tell each other, as plain values: the Language Server Protocol 3.17 without its JSON. Names
/// are those of the specification.
namespace toofew::lsp {

/// What Position::character counts: code units of UTF-8, UTF-16 or UTF-32.
enum class PositionEncoding { utf8, utf16, utf32 };

/// A place between two characters of a document.
struct Position {
  int line = 0;       ///< from 0
  int character = 0;  ///< from 0, in code units of the encoding that was agreed on

  friend auto operator<=>(const Position&, const Position&) = default;
};

/// From `start` up to, not including, `end`.
struct Range {
  Position start;
  Position end;

  friend auto operator<=>(const Range&, const Range&) = default;
};

struct Location {
  std::string uri;
  Range range;

  friend bool operator==(const Location&, const Location&) = default;
};

// ---------------------------------------------------------------------------------------------------------------------
// What the client says

/// The id of a request.
using Id = std::variant<std::int64_t, std::string>;

/// What the user set in the editor, section "toofew".
struct Settings {
  std::string config;    ///< a toofew.yaml for all drafts; "": the nearest one
  int delay = 0;         ///< milliseconds without a keystroke before a draft is checked
  std::string owner;     ///< who answers for the waivers that are inserted; "": to be filled in
  int waiver_days = 30;  ///< how long these last
  std::string docs_url;  ///< where the documentation is published; "": that which came with the program

  friend bool operator==(const Settings&, const Settings&) = default;
};

/// What the client can do, as far as it matters here.
struct ClientCapabilities {
  std::vector<PositionEncoding> encodings;  ///< the one that it likes best first
  bool pulls_diagnostics = false;           ///< it asks for diagnostics itself
  bool refreshes_diagnostics = false;       ///< it asks again when it is told to
  bool related_information = false;
  bool code_descriptions = false;
  bool markdown = false;          ///< hovers and completions may be Markdown
  bool code_action_literals = false;
  bool configuration = false;     ///< it can be asked for settings
  bool watches_files = false;     ///< it can be told to watch files
  bool creates_progress = false;  ///< the server may begin a progress by itself
  bool shows_documents = false;
  bool versioned_edits = false;   ///< it takes edits of documents with a version
};

struct Folder {
  std::string uri;
  std::string name;
};

struct Initialize {
  std::optional<std::int64_t> process;  ///< of the client; the server ends with it
  std::vector<Folder> folders;
  ClientCapabilities capabilities;
  std::optional<Settings> settings;
  std::optional<std::vector<std::string>> commands;  ///< those that it wants to be offered; absent: all
};
struct Initialized {};
struct Shutdown {};
struct Exit {};
struct Cancel {
  Id request;
};
struct CancelProgress {
  Id token;
};
struct DidOpen {
  std::string uri;
  std::string language;
  int version = 0;
  std::string text;
};
struct Change {
  std::optional<Range> range;  ///< absent: the whole document
  std::string text;
};
struct DidChange {
  std::string uri;
  std::optional<int> version;
  std::vector<Change> changes;
};
struct DidClose {
  std::string uri;
};
struct DidSave {
  std::string uri;
};
struct DidChangeConfiguration {
  std::optional<Settings> settings;
};
struct DidChangeWatchedFiles {
  std::vector<std::string> uris;
};
struct DidChangeFolders {
  std::vector<Folder> added;
  std::vector<Folder> removed;
};
/// Requests for what stands at a place.
struct HoverAt {
  std::string uri;
  Position position;
};
struct HighlightAt {
  std::string uri;
  Position position;
};
struct CompleteAt {
  std::string uri;
  Position position;
};
struct CodeActionsFor {
  std::string uri;
  Range range;
  std::vector<std::string> only;  ///< kinds; empty: any
};
struct DiagnosticsOf {
  std::string uri;
  std::string previous;  ///< the id of the result that the client has; "" for none
};
struct ExecuteCommand {
  std::string command;
  std::vector<std::string> arguments;  ///< those that are texts
  std::optional<Id> progress;          ///< the token under which the client wants to hear of it
};
/// The answer to a request of the server's; `settings` where it holds some.
struct Response {
  Id id;
  std::optional<Settings> settings;
};
/// A method that this server does not know.
struct Unknown {
  std::string method;
};
/// What is no message, or lacks something that its method needs.
struct Malformed {
  int code = 0;  ///< one of ErrorCode
  std::string reason;
};

using Params =
    std::variant<Malformed, Unknown, Response, Initialize, Initialized, Shutdown, Exit, Cancel, CancelProgress, DidOpen,
                 DidChange, DidClose, DidSave, DidChangeConfiguration, DidChangeWatchedFiles, DidChangeFolders, HoverAt,
                 HighlightAt, CompleteAt, CodeActionsFor, DiagnosticsOf, ExecuteCommand>;

/// A message of the client's.
struct Message {
  std::optional<Id> id;  ///< of a request; absent for notifications
  Params params;
};

// ---------------------------------------------------------------------------------------------------------------------
// What the server says

/// Codes of JSON-RPC and of the protocol.
enum ErrorCode {
  kParseError = -32700,
  kInvalidRequest = -32600,
  kMethodNotFound = -32601,
  kInvalidParams = -32602,
  kInternalError = -32603,
  kServerNotInitialized = -32002,
  kRequestFailed = -32803,
  kServerCancelled = -32802,
  kContentModified = -32801,
  kRequestCancelled = -32800,
};

/// Thrown where a request cannot be answered: what it is answered with.
struct Refusal {
  ErrorCode code;
  std::string reason;
};

/// Commands that clients may have executed.
inline constexpr const char* kCheckWorkspace = "toofew.checkWorkspace";
inline constexpr const char* kExplain = "toofew.explain";
inline constexpr const char* kOpenRulePage = "toofew.openRulePage";
inline constexpr const char* kShowPolicy = "toofew.showPolicy";

enum class DiagnosticSeverity { error = 1, warning = 2, information = 3 };

struct RelatedInformation {
  Location location;
  std::string message;

  friend bool operator==(const RelatedInformation&, const RelatedInformation&) = default;
};

struct Diagnostic {
  Range range;
  DiagnosticSeverity severity = DiagnosticSeverity::error;
  std::string code;  ///< the rule
  std::string href;  ///< the rule's page; "" for none
  std::string message;
  std::vector<RelatedInformation> related;

  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

struct TextEdit {
  Range range;
  std::string text;

  friend bool operator==(const TextEdit&, const TextEdit&) = default;
};

/// Edits of one document; `version` is that of the buffer that they are for, absent for a file that is not open.
struct DocumentEdit {
  std::string uri;
  std::optional<int> version;
  std::vector<TextEdit> edits;
};

struct Command {
  std::string title;
  std::string name;
  std::vector<std::string> arguments;
};

/// Kinds of code actions.
inline constexpr const char* kQuickFix = "quickfix";
inline constexpr const char* kFixAll = "source.fixAll.toofew";

struct CodeAction {
  std::string title;
  std::string kind;  ///< one of these; "" for none
  bool preferred = false;
  std::vector<Diagnostic> diagnostics;  ///< that it mends
  std::optional<DocumentEdit> edit;
  std::optional<Command> command;
};

struct Hover {
  std::string text;  ///< Markdown, or plain text where the client shows none
  Range range;
};

struct CompletionItem {
  enum class Kind { property, value };
  std::string label;
  Kind kind = Kind::property;
  std::string detail;         ///< one line; "" for none
  std::string documentation;  ///< "" for none
  Range range;                ///< what the item takes the place of
  std::string text;           ///< what is inserted
};

struct DocumentReport {
  std::string result;  ///< names this result, for DiagnosticsOf::previous
  bool unchanged = false;
  std::vector<Diagnostic> items;  ///< none where unchanged
};

struct CheckSummary {
  std::size_t files = 0;
  std::size_t errors = 0;
  std::size_t warnings = 0;
  std::size_t notes = 0;
  std::size_t waived = 0;
  std::size_t failed = 0;  ///< files that could not be checked
  std::string text;        ///< the same in words
};

/// What the server offers a client.
struct InitializeResult {
  PositionEncoding encoding = PositionEncoding::utf16;
  bool pulled_diagnostics = false;
  std::vector<std::string> commands;
  std::string version;
};

/// The answer to a request; nothing is null.
using Result = std::variant<std::monostate, InitializeResult, Hover, std::vector<Range>, std::vector<CompletionItem>,
                            std::vector<CodeAction>, DocumentReport, CheckSummary, std::string>;

enum class MessageType { error = 1, warning = 2, info = 3 };

/// A stage of something that takes long.
struct Progress {
  enum class Stage { begin, report, end };
  Id token;
  Stage stage = Stage::begin;
  std::string message;
  int percentage = 0;
};

/// The client as the server sees it. Not for several threads.
class Client {
 public:
  virtual ~Client() = default;

  /// What the client said of itself. `process` is the one that the server shall end with, where it named one.
  virtual void meet(const ClientCapabilities& capabilities, std::optional<std::int64_t> process) = 0;

  /// Whether nobody reads any more what it is told.
  virtual bool has_gone() const = 0;

  virtual void reply(const Id& id, const Result& result) = 0;
  /// `id` is absent where that of the request cannot be known.
  virtual void fail(const std::optional<Id>& id, ErrorCode code, const std::string& reason) = 0;

  /// `version` is that of the buffer; absent for a file that is not open.
  virtual void publish(const std::string& uri, std::optional<int> version, const std::vector<Diagnostic>& items) = 0;
  virtual void show_message(MessageType type, const std::string& message) = 0;
  virtual void progress(const Progress& progress) = 0;

  // Requests of the server's. What comes back is a Response, or nothing that matters.
  virtual void ask_settings(const Id& id) = 0;
  virtual void watch_files(const Id& id, const std::vector<std::string>& patterns) = 0;
  virtual void refresh_diagnostics(const Id& id) = 0;
  virtual void create_progress(const Id& id, const Id& token) = 0;
  /// In the editor for a file, else outside of it.
  virtual void show_document(const Id& id, const std::string& uri) = 0;
};

}  // namespace toofew::lsp

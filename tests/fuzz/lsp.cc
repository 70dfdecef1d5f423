#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "fuzz.h"
#include "lsp/inbox.h"
#include "lsp/protocol.h"
#include "lsp/server.h"
#include "lsp/text_buffer.h"
#include "lsp/transport.h"
#include "lsp/uri.h"

namespace toofew::fuzz {
namespace {

using namespace lsp;

/// A file in memory, read from its beginning.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view bytes) : descriptor_(::memfd_create("fuzz", MFD_CLOEXEC)) {
    promise(descriptor_ >= 0 && ::write(descriptor_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()),
            "there is memory for a file");
    ::lseek(descriptor_, 0, SEEK_SET);
  }
  ~MemoryFile() { ::close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

void read_body(std::string_view input) {
  const Message message = read_message(input);
  if (const auto* malformed = std::get_if<Malformed>(&message.params)) {
    promise(is_utf8(malformed->reason) && malformed->code != 0, "what is malformed has a reason, and a code");
  }
}

void read_frames(std::string_view input) {
  const MemoryFile in(input);
  const MemoryFile out("");
  Transport transport(in.descriptor(), out.descriptor());
  std::size_t bytes = 0;
  while (const auto body = transport.read()) {
    bytes += body->size();
    promise(bytes <= input.size(), "a body is a part of the input");
    read_message(*body);
  }
}

void read_uri(std::string_view input) {
  if (const auto path = path_of_uri(input)) {
    promise(path->starts_with('/'), "a path is absolute");
    promise(path_of_uri(uri_of_path(*path)) == path, "a path comes back from its URI");
  }
}

Position position_of(Choices& choices) {
  const int line = static_cast<int>(choices.below(8)) - 1;
  return {line, static_cast<int>(choices.below(256))};
}

Range range_of(Choices& choices) {
  const Position start = position_of(choices);
  return {start, position_of(choices)};
}

/// Up to the next 0xFF.
std::string text_of(Choices& choices) {
  const std::string_view rest = choices.rest();
  const std::size_t end = std::min(rest.find('\xFF'), rest.size());
  const std::string text = as_utf8(choices.take(end));
  choices.take(1);
  return text;
}

constexpr std::array kEncodings{PositionEncoding::utf8, PositionEncoding::utf16, PositionEncoding::utf32};

/// Edits of a buffer, which must end as one that gets its text at once.
void edit_buffer(std::string_view input) {
  Choices choices(input);
  const PositionEncoding encoding = kEncodings[choices.below(kEncodings.size())];
  TextBuffer buffer(text_of(choices), encoding);
  while (!choices.done()) {
    const Range range = range_of(choices);
    const ByteRange bytes = buffer.offsets(range);
    promise_range(bytes, buffer.text(), "a range lies in the text");
    std::string expected = buffer.text();
    const std::string text = text_of(choices);
    expected.replace(bytes.begin, bytes.size(), text);
    buffer.replace(range, text);
    promise(buffer.text() == expected, "an edit changes its range");
  }
  const TextBuffer whole(buffer.text(), encoding);
  for (std::size_t at = 0; at <= buffer.text().size(); ++at) {
    if (!is_boundary(buffer.text(), at)) continue;
    const Position position = buffer.position(at);
    promise(position == whole.position(at), "edits lead to the same lines as the whole text");
    const bool is_in_line_end = at > 0 && at < buffer.text().size() && buffer.text()[at - 1] == '\r' && buffer.text()[at] == '\n';
    if (!is_in_line_end) promise(buffer.offset(position) == at, "a position leads back to its byte");
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// Sessions

/// Takes what a server says, and holds it against what was asked.
class Listener : public Client {
 public:
  void meet(const ClientCapabilities&, std::optional<std::int64_t>) override {}
  bool has_gone() const override { return false; }
  void reply(const Id& id, const Result& result) override {
    promise(answered_.emplace(id, result).second, "a request is answered once");
  }
  void fail(const std::optional<Id>& id, ErrorCode code, const std::string& reason) override {
    promise(code != kInternalError, reason.c_str());
    if (id) promise(answered_.emplace(*id, Result()).second, "a request is answered once");
  }
  void publish(const std::string&, std::optional<int>, const std::vector<Diagnostic>& items) override {
    for (const Diagnostic& item : items) promise(item.range.start <= item.range.end, "a diagnostic has a range");
  }
  void show_message(MessageType, const std::string&) override {}
  void progress(const Progress&) override {}
  void ask_settings(const Id&) override {}
  void watch_files(const Id&, const std::vector<std::string>&) override {}
  void refresh_diagnostics(const Id&) override {}
  void create_progress(const Id&, const Id&) override {}
  void show_document(const Id&, const std::string&) override {}

  const std::map<Id, Result>& answered() const { return answered_; }

 private:
  std::map<Id, Result> answered_;
};

/// A client, and a server that gets all that it says at once.
class Session {
 public:
  explicit Session(PositionEncoding encoding) {
    Initialize initialize;
    initialize.capabilities.encodings = {encoding};
    initialize.capabilities.pulls_diagnostics = true;
    initialize.capabilities.code_action_literals = true;
    initialize.capabilities.versioned_edits = true;
    ask(initialize);
  }

  std::int64_t ask(Params params) {
    messages_.push_back({Id(++last_id_), std::move(params)});
    return last_id_;
  }
  void note(Params params) { messages_.push_back({std::nullopt, std::move(params)}); }
  std::size_t said() const { return messages_.size(); }
  std::int64_t last_id() const { return last_id_; }

  void run() {
    ask(Shutdown{});
    note(Exit{});
    for (Message& message : messages_) inbox_.put(std::move(message));
    promise(Server(client_, inbox_, "").run(), "a server that was shut down says so");
    promise(client_.answered().size() == static_cast<std::size_t>(last_id_), "every request is answered");
  }

  /// The answer to a DiagnosticsOf. Precondition: the session was run.
  std::vector<Diagnostic> diagnostics(std::int64_t id) const {
    const auto* report = std::get_if<DocumentReport>(&client_.answered().at(Id(id)));
    promise(report != nullptr, "what is asked last is answered");
    return report->items;
  }

 private:
  std::vector<Message> messages_;
  std::int64_t last_id_ = 0;
  Inbox inbox_;
  Listener client_;
};

constexpr std::size_t kMostMessages = 60;
constexpr std::array kUris{"file:///nowhere/post.md", "file:///nowhere/toofew.yaml", "file:///nowhere/queue.jsonl",
                           "file:///nowhere/mail.eml"};

using Buffers = std::map<std::string, TextBuffer>;

/// One thing that the input says.
void step(Choices& choices, PositionEncoding encoding, Session& session, Buffers& buffers) {
  const std::size_t what = choices.below(10);
  const std::string uri = kUris[choices.below(kUris.size())];
  const auto open = buffers.find(uri);
  if (open == buffers.end()) {
    const std::string text = text_of(choices);
    buffers.emplace(uri, TextBuffer(text, encoding));
    return session.note(DidOpen{uri, "", 1, text});
  }
  if (what == 0) {
    buffers.erase(open);
    session.note(DidClose{uri});
  } else if (what <= 3) {
    const Range range = range_of(choices);
    const std::string text = text_of(choices);
    open->second.replace(range, text);
    session.note(DidChange{uri, std::nullopt, {{range, text}}});
  } else if (what == 4) {
    session.ask(HoverAt{uri, position_of(choices)});
  } else if (what == 5) {
    session.ask(HighlightAt{uri, position_of(choices)});
  } else if (what == 6) {
    session.ask(CompleteAt{uri, position_of(choices)});
  } else if (what == 7) {
    session.ask(CodeActionsFor{uri, range_of(choices), {}});
  } else if (what == 8) {
    session.ask(DiagnosticsOf{uri, ""});
  } else {
    session.note(Cancel{Id(session.last_id())});
  }
}

/// What is edited step by step has the findings of what is opened as it is.
void play(std::string_view input) {
  Choices choices(input);
  const PositionEncoding encoding = kEncodings[choices.below(kEncodings.size())];
  Session edited(encoding);
  Buffers buffers;
  while (!choices.done() && edited.said() < kMostMessages) step(choices, encoding, edited, buffers);
  Session opened(encoding);
  std::vector<std::pair<std::int64_t, std::int64_t>> pairs;
  for (const auto& [uri, buffer] : buffers) {
    opened.note(DidOpen{uri, "", 1, buffer.text()});
    pairs.emplace_back(edited.ask(DiagnosticsOf{uri, ""}), opened.ask(DiagnosticsOf{uri, ""}));
  }
  edited.run();
  opened.run();
  for (const auto& [one, other] : pairs) {
    promise(edited.diagnostics(one) == opened.diagnostics(other), "edits lead to the findings of the whole text");
  }
}

}  // namespace

std::vector<Target> lsp_targets() {
  return {{"lsp-message", read_body},
          {"lsp-frames", read_frames},
          {"lsp-uri", read_uri},
          {"lsp-buffer", edit_buffer},
          {"lsp-session", play}};
}

}  // namespace toofew::fuzz

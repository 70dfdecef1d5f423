#include <fmt/format.h>
#include <unicode/ucnv.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <optional>
#include <utility>

#include "base/printable.h"
#include "base/utf8.h"
#include "base/words.h"
#include "document/block_builder.h"
#include "document/readers.h"

namespace toofew {
namespace {

constexpr int kDeepestMultipart = 32;
constexpr std::array<std::string_view, 5> kKeptHeaders{"subject", "from", "to", "date", "content-language"};

// ---------------------------------------------------------------------------------------------------------------------
// Transfer encodings. The results hold bytes of whatever character set.

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char folded = static_cast<char>(c | 0x20);
  return folded >= 'a' && folded <= 'f' ? folded - 'a' + 10 : -1;
}

// "=E9" at `at`; nullopt when there is none.
std::optional<char> hex_byte(std::string_view text, std::size_t at) {
  if (at + 2 >= text.size() || text[at] != '=') return std::nullopt;
  const int high = hex_value(text[at + 1]);
  const int low = hex_value(text[at + 2]);
  if (high < 0 || low < 0) return std::nullopt;
  return static_cast<char>(high * 16 + low);
}

// One line, without white space at its end. Whether it goes on in the next line ("=" at its end).
bool quoted_printable_line(std::string_view bytes, Line line, Mapped& out) {
  while (line.end > line.begin && (bytes[line.end - 1] == ' ' || bytes[line.end - 1] == '\t')) --line.end;
  const bool soft = line.end > line.begin && bytes[line.end - 1] == '=';
  if (soft) --line.end;
  const std::string_view text = bytes.substr(0, line.end);
  for (std::size_t at = line.begin; at < line.end;) {
    const std::size_t stop = std::min(text.find('=', at), line.end);
    if (stop > at) out.verbatim(text.substr(at, stop - at), at);
    at = stop;
    if (at == line.end) break;
    const auto byte = hex_byte(text, at);
    if (byte) {
      out.piece({&*byte, 1}, {at, at + 3});
    } else {
      out.verbatim("=", at);
    }
    at += byte ? 3 : 1;
  }
  return soft;
}

Mapped decode_quoted_printable(std::string_view bytes, ByteRange range) {
  Mapped out;
  const std::string_view body = bytes.substr(0, range.end);
  for (std::size_t at = range.begin; at < range.end;) {
    const Line line = line_at(body, at);
    const bool soft = quoted_printable_line(body, line, out);
    if (!soft && line.next > line.end) out.piece("\n", {line.end, line.next});
    at = line.next;
  }
  return out;
}

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

// Every byte maps to the two characters that its bits stand in.
Mapped decode_base64(std::string_view bytes, ByteRange range) {
  Mapped out;
  unsigned int bits = 0;
  int count = 0;
  std::size_t before = range.begin;  // the character that the first of the pending bits came from
  for (std::size_t at = range.begin; at < range.end && bytes[at] != '='; ++at) {
    const int value = base64_value(bytes[at]);
    if (value < 0) continue;
    if (count == 0) before = at;
    bits = (bits << 6 | static_cast<unsigned int>(value)) & 0xFFFF;
    count += 6;
    if (count >= 8) {
      count -= 8;
      const char byte = static_cast<char>(bits >> count & 0xFF);
      out.piece({&byte, 1}, {before, at + 1});
      before = at;
    }
  }
  return out;
}

Mapped decode_transfer(std::string_view bytes, ByteRange range, std::string_view encoding) {
  if (encoding == "quoted-printable") return decode_quoted_printable(bytes, range);
  if (encoding == "base64") return decode_base64(bytes, range);
  Mapped out;
  out.verbatim(bytes.substr(range.begin, range.size()), range.begin);
  return out;
}

// ---------------------------------------------------------------------------------------------------------------------
// Character sets

std::size_t source_of(const Mapped& bytes, std::size_t at) { return bytes.map.to_source({at, at}).begin; }

Mapped checked_utf8(Mapped bytes) {
  for (std::size_t at = 0; at < bytes.text.size();) {
    const std::size_t length = utf8_length(bytes.text, at);
    if (length == 0) throw ReadFailure{source_of(bytes, at), "not valid UTF-8, which the message says it is"};
    at += length;
  }
  return bytes;
}

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

// ICU tells for every unit of UTF-16 which byte it came from.
Mapped converted(const Mapped& bytes, UConverter* converter) {
  std::vector<char16_t> units(bytes.text.size() * 2 + 16);
  std::vector<std::int32_t> offsets(units.size());
  const char* source = bytes.text.data();
  char16_t* target = units.data();
  UErrorCode status = U_ZERO_ERROR;
  ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  ucnv_toUnicode(converter, &target, units.data() + units.size(), &source, source + bytes.text.size(), offsets.data(),
                 true, &status);
  if (U_FAILURE(status)) {
    const auto read = static_cast<std::size_t>(source - bytes.text.data());
    throw ReadFailure{source_of(bytes, read > 0 ? read - 1 : 0), "not valid text of the character set that it names"};
  }
  const auto count = static_cast<std::size_t>(target - units.data());
  Mapped out;
  for (std::size_t i = 0; i < count;) {
    const bool pair = U16_IS_LEAD(units[i]) && i + 1 < count;
    const char32_t code_point =
        pair ? static_cast<char32_t>(U16_GET_SUPPLEMENTARY(units[i], units[i + 1])) : char32_t{units[i]};
    const std::size_t next = i + (pair ? 2 : 1);
    const auto begin = static_cast<std::size_t>(offsets[i]);
    const auto end = next < count ? static_cast<std::size_t>(offsets[next]) : bytes.text.size();
    std::string encoded;
    append_utf8(encoded, code_point);
    const ByteRange from = bytes.map.to_source({begin, std::max(end, begin)});
    out.text += encoded;
    out.map.append(encoded.size(), from, encoded.size() == 1 && from.size() == 1);
    i = next;
  }
  return out;
}

Mapped to_utf8(Mapped bytes, const std::string& charset, std::size_t named_at) {
  if (charset.empty() || charset == "utf-8" || charset == "utf8" || charset == "us-ascii") {
    return checked_utf8(std::move(bytes));
  }
  UErrorCode status = U_ZERO_ERROR;
  // What calls itself Latin-1 is Windows-1252 in practice; that is how mail programs show it.
  const Converter converter(ucnv_open(charset == "iso-8859-1" ? "windows-1252" : charset.c_str(), &status));
  if (U_FAILURE(status)) throw ReadFailure{named_at, fmt::format("unknown character set '{}'", printable(charset))};
  return converted(bytes, converter.get());
}

// ---------------------------------------------------------------------------------------------------------------------
// Headers

struct Header {
  std::string name;  // lower case
  Mapped value;      // unfolded, as written
};

struct Entity {
  std::vector<Header> headers;
  ByteRange body;

  const Header* find(std::string_view name) const {
    const auto found = std::find_if(headers.begin(), headers.end(), [&](const Header& h) { return h.name == name; });
    return found == headers.end() ? nullptr : &*found;
  }
  std::string value(std::string_view name) const {
    const Header* header = find(name);
    return header == nullptr ? std::string() : std::string(trimmed(header->value.text));
  }
};

Entity read_entity(std::string_view bytes, ByteRange range) {
  Entity entity;
  const std::string_view text = bytes.substr(0, range.end);
  std::size_t at = range.begin;
  while (at < range.end) {
    const Line line = line_at(text, at);
    at = line.next;
    if (line.begin == line.end) break;
    const bool folded = text[line.begin] == ' ' || text[line.begin] == '\t';
    if (folded && !entity.headers.empty()) {
      entity.headers.back().value.verbatim(text.substr(line.begin, line.end - line.begin), line.begin);
      continue;
    }
    const std::string_view written = text.substr(line.begin, line.end - line.begin);
    const std::size_t in_line = written.find(':');
    if (in_line == std::string_view::npos) continue;  // an mbox "From " line, or nothing that is known
    const std::size_t colon = line.begin + in_line;
    Header header{lower(trimmed(text.substr(line.begin, colon - line.begin))), {}};
    header.value.verbatim(text.substr(colon + 1, line.end - colon - 1), colon + 1);
    entity.headers.push_back(std::move(header));
  }
  entity.body = {at, range.end};
  return entity;
}

// "text/html; charset=utf-8" → "text/html".
std::string main_value(std::string_view value) { return lower(trimmed(value.substr(0, value.find(';')))); }

// The value of `name` among the parameters of a header; "" when it has none.
std::string parameter(std::string_view value, std::string_view name) {
  std::size_t at = value.find(';');
  while (at < value.size()) {
    const std::size_t equals = value.find('=', at);
    if (equals == std::string_view::npos) break;
    const std::string key = lower(trimmed(value.substr(at + 1, equals - at - 1)));
    std::size_t begin = std::min(value.find_first_not_of(" \t", equals + 1), value.size());
    const bool quoted = begin < value.size() && value[begin] == '"';
    if (quoted) ++begin;
    const std::size_t end = std::min(value.find(quoted ? '"' : ';', begin), value.size());
    if (key == name) return std::string(trimmed(value.substr(begin, end - begin)));
    at = std::min(value.find(';', end), value.size());
  }
  return {};
}

// An RFC 2047 word "=?charset?Q?text?=", by the positions of its parts in the header's value.
struct EncodedWord {
  ByteRange all;
  std::string charset;
  char encoding;
  ByteRange text;
};

std::optional<EncodedWord> encoded_word(std::string_view value, std::size_t at) {
  if (!value.substr(at).starts_with("=?")) return std::nullopt;
  const std::size_t charset_end = value.find_first_of("? ", at + 2);
  if (charset_end == std::string_view::npos || charset_end + 2 >= value.size()) return std::nullopt;
  if (value[charset_end] != '?' || value[charset_end + 2] != '?') return std::nullopt;
  const std::size_t begin = charset_end + 3;
  const std::size_t end = value.find_first_of("? ", begin);
  if (end == std::string_view::npos || !value.substr(end).starts_with("?=")) return std::nullopt;
  std::string charset = lower(value.substr(at + 2, charset_end - at - 2));
  charset.resize(std::min(charset.find('*'), charset.size()));  // RFC 2231 adds the language
  const char encoding = static_cast<char>(std::tolower(static_cast<unsigned char>(value[charset_end + 1])));
  return EncodedWord{{at, end + 2}, std::move(charset), encoding, {begin, end}};
}

Mapped decode_word(std::string_view value, const EncodedWord& word) {
  if (word.encoding == 'b') return decode_base64(value, word.text);
  Mapped out;
  for (std::size_t at = word.text.begin; at < word.text.end;) {
    const auto byte = hex_byte(value.substr(0, word.text.end), at);
    const char shown = byte ? *byte : value[at] == '_' ? ' ' : value[at];
    const std::size_t size = byte ? 3 : 1;
    out.text += shown;
    out.map.append(1, {at, at + size}, shown == value[at]);
    at += size;
  }
  return out;
}

class HeaderDecoder {
 public:
  explicit HeaderDecoder(const Mapped& value) : value_(value) {}

  Mapped decode() {
    const std::string_view text = value_.text;
    for (std::size_t at = 0; at < text.size();) {
      const auto word = encoded_word(text, at);
      if (word) {
        add_word(*word);
        at = word->all.end;
      } else {
        at = add_plain(at);
      }
    }
    flush();
    return {std::move(out_.text), out_.map.over(value_.map)};
  }

 private:
  // Up to the next word. White space between two encoded words is not shown.
  std::size_t add_plain(std::size_t begin) {
    const std::string_view text = value_.text;
    const std::size_t end = std::min(text.find("=?", begin + 1), text.size());
    if (is_blank(text.substr(begin, end - begin)) && after_word_ && encoded_word(text, end)) return end;
    flush();
    const std::string_view plain = text.substr(begin, end - begin);
    out_.verbatim(plain, begin);
    after_word_ = false;
    return end;
  }

  void add_word(const EncodedWord& word) {
    if (word.charset != charset_) flush();
    charset_ = word.charset;
    const Mapped bytes = decode_word(value_.text, word);
    pending_.text += bytes.text;
    pending_.map.append(bytes.map, {0, bytes.text.size()});
    named_at_ = word.all.begin;
    after_word_ = true;
  }

  // Words of one character set are decoded together: a character may be split between them.
  void flush() {
    if (pending_.text.empty()) return;
    Mapped decoded;
    try {
      decoded = to_utf8(std::exchange(pending_, {}), charset_, named_at_);
    } catch (ReadFailure& failure) {
      failure.offset = source_of(value_, std::min(failure.offset, value_.text.size()));
      throw;
    }
    out_.text += decoded.text;
    out_.map.append(decoded.map, {0, decoded.text.size()});
  }

  const Mapped& value_;
  Mapped out_;
  Mapped pending_;
  std::string charset_;
  std::size_t named_at_ = 0;
  bool after_word_ = false;
};

Mapped decode_header(const Header& header) {
  try {
    return HeaderDecoder(header.value).decode();
  } catch (ReadFailure& failure) {
    failure.reason = fmt::format("header {}: {}", header.name, failure.reason);
    throw;
  }
}

// ---------------------------------------------------------------------------------------------------------------------

class MessageReader {
 public:
  explicit MessageReader(std::string_view bytes) : bytes_(bytes) {}

  std::vector<Part> read() {
    const std::size_t begin = bytes_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    const Entity message = read_entity(bytes_, {begin, bytes_.size()});
    for (std::string_view name : kKeptHeaders) {
      if (const Header* header = message.find(name)) {
        metadata_.emplace(name, trimmed(checked_utf8(decode_header(*header)).text));
      }
    }
    if (const Header* subject = message.find("subject")) add_subject(decode_header(*subject));
    read_body(message, 0);
    return std::move(parts_);
  }

 private:
  void add_subject(Mapped value) {
    Part part = new_part(checked_utf8(std::move(value)));
    BlockBuilder words;
    words.verbatim(part.content, 0);
    if (auto block = words.finish(BlockKind::subject)) part.blocks.push_back(std::move(*block));
    parts_.push_back(std::move(part));
  }

  Part new_part(Mapped content) const {
    Part part;
    part.content = std::move(content.text);
    part.map = std::move(content.map);
    part.metadata = metadata_;
    return part;
  }

  static bool is_attachment(const Entity& entity) {
    return main_value(entity.value("content-disposition")) == "attachment";
  }

  static std::string type_of(const Entity& entity) {
    const std::string type = main_value(entity.value("content-type"));
    return type.empty() ? "text/plain" : type;
  }

  void read_body(const Entity& entity, int depth) {
    if (is_attachment(entity)) return;
    const std::string type = type_of(entity);
    if (type.starts_with("multipart/")) return read_multipart(entity, type, depth);
    if (type == "text/html" || type == "text/plain") read_text(entity, type == "text/html");
  }

  void read_multipart(const Entity& entity, const std::string& type, int depth) {
    if (depth >= kDeepestMultipart) throw ReadFailure{entity.body.begin, "multipart bodies are nested too deeply"};
    const std::string boundary = parameter(entity.value("content-type"), "boundary");
    if (boundary.empty()) throw ReadFailure{entity.body.begin, "a multipart body without a boundary"};
    std::vector<Entity> children = split(entity.body, "--" + boundary);
    if (type == "multipart/alternative") keep_best(children);
    for (const Entity& child : children) read_body(child, depth + 1);
  }

  std::vector<Entity> split(ByteRange body, const std::string& delimiter) const {
    const std::string_view text = bytes_.substr(0, body.end);
    std::vector<Entity> children;
    std::optional<std::size_t> begin;
    std::size_t before = body.begin;  // end of the line before
    for (std::size_t at = body.begin; at < body.end;) {
      const Line line = line_at(text, at);
      const std::string_view shown = text.substr(line.begin, line.end - line.begin);
      at = line.next;
      if (shown.starts_with(delimiter)) {
        const std::string_view rest = trimmed(shown.substr(delimiter.size()));
        if (rest.empty() || rest == "--") {
          if (begin) children.push_back(read_entity(bytes_, {*begin, std::max(*begin, before)}));
          if (!rest.empty()) return children;
          begin = line.next;
        }
      }
      before = line.end;
    }
    if (begin) children.push_back(read_entity(bytes_, {*begin, body.end}));  // cut off, or never closed
    return children;
  }

  // Alternatives repeat each other: the richest that can be read is the one that is shown, the HTML one for choice.
  static void keep_best(std::vector<Entity>& children) {
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < children.size(); ++i) {
      const std::string type = type_of(children[i]);
      const bool readable = type == "text/plain" || type == "text/html" || type.starts_with("multipart/");
      if (!readable || is_attachment(children[i])) continue;
      if (!best || type != "text/plain") best = i;
    }
    if (best) children = {std::move(children[*best])};
  }

  void read_text(const Entity& entity, bool html) {
    const Header* header = entity.find("content-type");
    const std::size_t named_at = header != nullptr ? source_of(header->value, 0) : entity.body.begin;
    const std::string charset = lower(parameter(entity.value("content-type"), "charset"));
    Mapped bytes = decode_transfer(bytes_, entity.body, lower(entity.value("content-transfer-encoding")));
    Part part = new_part(to_utf8(std::move(bytes), charset, named_at));
    html ? read_html(part) : read_plain(part);
    parts_.push_back(std::move(part));
  }

  std::string_view bytes_;
  std::map<std::string, std::string> metadata_;
  std::vector<Part> parts_;
};

}  // namespace

std::vector<Part> read_email(std::string_view bytes) { return MessageReader(bytes).read(); }

}  // namespace toofew

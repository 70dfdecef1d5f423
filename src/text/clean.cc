#include "text/clean.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>

#include <array>

#include "base/error.h"
#include "text/characters.h"

namespace toofew {
namespace {

using characters::decode;
using characters::Decoded;

// Unicode's stream-safe limit: no script stacks more marks on one letter, and sorting a longer run takes quadratic
// time.
constexpr int kMaxMarks = 30;
constexpr UChar32 kKeycap = 0x20E3;

const icu::Normalizer2& nfkc() {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKCInstance(status);
  if (U_FAILURE(status)) throw Error(std::string("ICU's normalisation data is missing: ") + u_errorName(status));
  return *normalizer;
}

bool is_normal_alone(UChar32 c) { return u_getIntPropertyValue(c, UCHAR_NFKC_QUICK_CHECK) == UNORM_YES; }

// Signs that have an ASCII equal which NFKC does not give them; "" for all others.
std::string_view plain_sign(UChar32 c) {
  switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:  // single quotation marks
    case 0x2039:
    case 0x203A:  // single guillemets
    case 0x00B4:
    case 0x02B9:
    case 0x02BB:
    case 0x02BC:
    case 0x2032:  // accent, modifiers, prime typed for an apostrophe
      return "'";
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:  // double quotation marks
    case 0x00AB:
    case 0x00BB:
    case 0x2033:
    case 0x301D:
    case 0x301E:
    case 0x301F:
      return "\"";
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2212:
    case 0xFE63:  // hyphens, figure dash, minus
      return "-";
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2E3A:
    case 0x2E3B:  // en, em, longer dashes
      return "--";
    case 0x2026:
      return "...";
    case 0x066B:  // Arabic decimal and grouping signs
      return ".";
    case 0x066C:
      return ",";
    case 0x2028:
    case 0x2029:  // line and paragraph separators: never a wrapped line, so as good as an empty line
      return "\n\n";
    case 0x0085:
      return "\n";
    case 0x2757:  // exclamation and question marks as emoji
    case 0x2755:
      return "!";
    case 0x2753:
    case 0x2754:
      return "?";
    case 0x1F51F:  // keycap ten
      return "10";
    default:
      return u_isUWhiteSpace(c) ? " " : "";
  }
}

// The value of a digit or of a number in a circle or bullet; -1 for others.
int enclosed_value(UChar32 c) {
  const bool enclosed = (0x2460 <= c && c <= 0x2473) || (0x24EA <= c && c <= 0x24FF) || (0x2776 <= c && c <= 0x2793);
  return enclosed ? static_cast<int>(u_getNumericValue(c)) : u_charDigitValue(c);
}

// White letters in black circles and squares, which NFKC leaves alone; 0 for others.
char inverse_letter(UChar32 c) {
  if (0x1F150 <= c && c <= 0x1F169) return static_cast<char>('A' + (c - 0x1F150));
  if (0x1F170 <= c && c <= 0x1F189) return static_cast<char>('A' + (c - 0x1F170));
  return 0;
}

// The letter of a small capital ("ᴛ"), which NFKC leaves alone and styled text is made of; 0 for others.
char small_capital(UChar32 c) {
  const bool candidate = (0x250 <= c && c <= 0x2AF) || (0x1D00 <= c && c <= 0x1D2B) || (0xA730 <= c && c <= 0xA7FF);
  if (!candidate) return 0;
  constexpr std::string_view kPrefix = "LATIN LETTER SMALL CAPITAL ";
  std::array<char, 128> buffer{};
  UErrorCode status = U_ZERO_ERROR;
  const int size = u_charName(c, U_UNICODE_CHAR_NAME, buffer.data(), static_cast<int>(buffer.size()), &status);
  const std::string_view name(buffer.data(), static_cast<std::size_t>(size));
  const bool plain = U_SUCCESS(status) && name.size() == kPrefix.size() + 1 && name.starts_with(kPrefix);
  return plain ? characters::ascii_lower(name.back()) : char{0};
}

// Characters that NFKC would melt into their neighbours: "53¹" is not 531, "Acme™" not "acmetm".
bool stays_apart(UChar32 c) {
  return characters::is_raised_digit(c) || characters::is_vulgar_fraction(c) || c == 0x2122 || c == 0x2120;
}

bool is_plain_ascii(unsigned char c) { return (0x20 <= c && c < 0x7F) || c == '\n'; }

class Cleaner {
 public:
  explicit Cleaner(std::string_view source) : source_(source) { result_.bytes.reserve(source.size()); }

  CleanText run() {
    while (at_ < source_.size()) {
      copy_ascii();
      if (at_ < source_.size()) clean_character();
    }
    return std::move(result_);
  }

 private:
  void copy_ascii() {
    std::size_t end = at_;
    while (end < source_.size() && is_plain_ascii(static_cast<unsigned char>(source_[end]))) ++end;
    // What follows may be a mark or a keycap on the last character (both lie beyond U+0300).
    if (end < source_.size() && end > at_ && static_cast<unsigned char>(source_[end]) >= 0xCC &&
        source_[end - 1] > ' ') {
      --end;
    }
    if (end == at_) return;
    emit(source_.substr(at_, end - at_), end, true);
  }

  void clean_character() {
    const Decoded first = decode(source_, at_);
    const UChar32 c = first.code_point;
    const std::size_t end = at_ + first.size;
    if (const std::size_t keycap = keycap_end(c, end)) return emit_keycap(c, keycap);
    if (const int value = enclosed_value(c); value >= 0) return emit(std::to_string(value), end, first.size == 1);
    if (const std::string_view sign = plain_sign(c); !sign.empty() && c != ' ' && c != '\n')
      return emit(sign, end, false);
    if (c < 0x20 || c == 0x7F) return skip(end);
    if (const char letter = inverse_letter(c); letter != 0 && !has_emoji_style(end)) {
      return emit(std::string_view(&letter, 1), end, false);
    }
    if (const char letter = small_capital(c); letter != 0) return emit(std::string_view(&letter, 1), end, false);
    if (reads_as_emoji(c, end)) return copy_emoji();
    if (stays_apart(c)) return emit(source_.substr(at_, first.size), end, true);
    if (characters::is_invisible(c)) return skip(end);
    normalise_segment(first);
  }

  // Where a keycap sequence that starts with `c` ends; 0 if it is none.
  std::size_t keycap_end(UChar32 c, std::size_t after) const {
    if (u_charDigitValue(c) < 0 && c != '#' && c != '*') return 0;
    if (has_emoji_style(after)) after += decode(source_, after).size;
    if (after >= source_.size()) return 0;
    const Decoded next = decode(source_, after);
    return next.code_point == kKeycap ? after + next.size : 0;
  }

  void emit_keycap(UChar32 c, std::size_t end) {
    const int digit = u_charDigitValue(c);
    const char sign = static_cast<char>(digit >= 0 ? '0' + digit : c);
    emit(std::string_view(&sign, 1), end, false);
  }

  bool has_emoji_style(std::size_t at) const {
    return at < source_.size() && decode(source_, at).code_point == characters::kEmojiStyle;
  }

  // Some pictographs are letters or signs in an older dress (ℹ, ‼): those are emoji only where they are asked to be.
  bool reads_as_emoji(UChar32 c, std::size_t after) const {
    constexpr UChar32 kDoubleExclamation = 0x203C, kExclamationQuestion = 0x2049;
    if (c == kDoubleExclamation || c == kExclamationQuestion) return false;
    if (characters::emoji_size(source_, at_) == 0) return false;
    return is_normal_alone(c) || has_emoji_style(after);
  }

  // Style selectors are dropped, so that an emoji has one form; joiners and tags are part of it.
  void copy_emoji() {
    const std::size_t end = at_ + characters::emoji_size(source_, at_);
    std::string emoji;
    for (std::size_t i = at_; i < end;) {
      const Decoded part = decode(source_, i);
      if (part.code_point != characters::kEmojiStyle && part.code_point != 0xFE0E) {
        emoji.append(source_.substr(i, part.size));
      }
      i += part.size;
    }
    emit(emoji, end, false);
  }

  // A character with all that may compose with it, so that both spellings of "é" read the same.
  void normalise_segment(Decoded first) {
    segment_.assign(source_.substr(at_, first.size));
    std::size_t end = at_ + first.size;
    int marks = 0;
    for (std::size_t ahead = end; ahead < source_.size() && marks < kMaxMarks;) {
      const Decoded next = decode(source_, ahead);
      if (next.code_point < 0x80) break;
      ahead += next.size;
      if (characters::is_invisible(next.code_point)) continue;
      if (nfkc().hasBoundaryBefore(next.code_point)) break;
      segment_.append(source_.substr(ahead - next.size, next.size));
      end = ahead;
      ++marks;
    }
    if (marks == 0 && is_normal_alone(first.code_point)) return emit_decoded(first, end);
    normalised_.clear();
    icu::StringByteSink<std::string> sink(&normalised_);
    UErrorCode status = U_ZERO_ERROR;
    nfkc().normalizeUTF8(0, segment_, sink, nullptr, status);
    if (U_FAILURE(status)) throw Error(std::string("normalisation failed: ") + u_errorName(status));
    // A sign with which no mark composes stands for itself: what is left is read from the marks alone.
    if (marks > 0 && normalised_.size() > first.size && normalised_.starts_with(source_.substr(at_, first.size))) {
      normalised_.erase(0, first.size);
      emit_decoded(first, at_ + first.size);
    }
    emit(with_plain_signs(normalised_), end, normalised_ == source_.substr(at_, end - at_));
  }

  // Bytes that were no UTF-8 decode to U+FFFD, three bytes long.
  void emit_decoded(Decoded character, std::size_t end) {
    std::string bytes;
    characters::append(bytes, character.code_point);
    emit(bytes, end, bytes.size() == character.size);
  }

  // NFKC of a vertical or small form may yield a curly quote or a dash, and those have plainer forms yet.
  static std::string with_plain_signs(const std::string& text) {
    if (characters::is_ascii(text)) return text;
    std::string plain;
    for (std::size_t i = 0; i < text.size();) {
      const Decoded character = decode(text, i);
      const std::string_view sign = plain_sign(character.code_point);
      plain.append(sign.empty() ? std::string_view(text).substr(i, character.size) : sign);
      i += character.size;
    }
    return plain;
  }

  void emit(std::string_view bytes, std::size_t source_end, bool verbatim) {
    const bool continues = verbatim && !result_.pieces.empty() && result_.pieces.back().verbatim &&
                           result_.pieces.back().source.end == at_;
    if (continues) {
      result_.pieces.back().source.end = source_end;
    } else if (!bytes.empty()) {
      result_.pieces.push_back({result_.bytes.size(), {at_, source_end}, verbatim});
    }
    result_.bytes.append(bytes);
    at_ = source_end;
  }

  void skip(std::size_t end) { at_ = end; }

  std::string_view source_;
  std::size_t at_ = 0;
  std::string segment_;
  std::string normalised_;
  CleanText result_;
};

}  // namespace

CleanText clean(std::string_view block_text) { return Cleaner(block_text).run(); }

std::size_t CleanTextCursor::piece_end(std::size_t index) const {
  return index + 1 < text_.pieces.size() ? text_.pieces[index + 1].begin : text_.bytes.size();
}

ByteRange CleanTextCursor::to_source(ByteRange clean) {
  while (piece_end(index_) <= clean.begin) ++index_;
  const CleanText::Piece& first = text_.pieces[index_];
  std::size_t last_index = index_;
  while (piece_end(last_index) < clean.end) ++last_index;
  const CleanText::Piece& last = text_.pieces[last_index];
  return {first.verbatim ? first.source.begin + (clean.begin - first.begin) : first.source.begin,
          last.verbatim ? last.source.begin + (clean.end - last.begin) : last.source.end};
}

}  // namespace toofew

#include "text/tokenizer.h"

#include <algorithm>
#include <bitset>
#include <optional>

#include "text/addresses.h"
#include "text/characters.h"
#include "text/fold.h"
#include "text/lines.h"
#include "text/numbers.h"
#include "text/unspaced.h"

namespace toofew {
namespace {

using characters::decode;
using characters::Decoded;
using characters::is_ascii_digit;

// Letters after digits that are a word of their own ("53people"); fewer are a unit, a suffix or part of a name ("7am").
constexpr std::size_t kWordAfterDigits = 3;

/// A stretch of letters, marks and digits.
struct Run {
  std::size_t end = 0;
  bool digits = false;
  bool letters = false;
  bool unspaced = false;
};

class Tokenizer {
 public:
  Tokenizer(const CleanText& clean, const TextOptions& options, Text& text)
      : input_(clean.bytes),
        cursor_(clean),
        options_(options),
        text_(text),
        line_ends_(visible_line_ends(input_)),
        addresses_(input_) {
    text_.normal.reserve(std::max<std::size_t>(input_.size(), 64));  // never a small string: see Text
    text_.tokens.reserve(input_.size() / 5);
    form_ends_.reserve(input_.size() / 5);
    for (const std::string& clitic : options_.clitics) {
      if (!clitic.empty()) clitic_ends_.set(static_cast<unsigned char>(clitic.back()));
    }
  }

  void run() {
    while (at_ < input_.size()) {
      if (input_[at_] == ' ') {
        ++at_;
        space_before_ = true;
      } else if (input_[at_] == '\n') {
        line_break();
      } else {
        token();
      }
    }
    point_forms_into_normal();
  }

 private:
  char byte(std::size_t at) const { return at < input_.size() ? input_[at] : '\0'; }
  bool is_letter_at(std::size_t at) const {
    return at < input_.size() && characters::is_letter(decode(input_, at).code_point);
  }
  bool is_word_at(std::size_t at) const { return is_ascii_digit(byte(at)) || is_letter_at(at); }

  void token() {
    if (after_hash_) return hashtag();
    const char c = input_[at_];
    if (is_ascii_digit(c) || (c == '.' && space_before_ && is_ascii_digit(byte(at_ + 1)))) return number();
    if (const std::size_t end = addresses_.end_of_address_at(at_)) return object(end);
    const Decoded first = decode(input_, at_);
    if (characters::is_letter(first.code_point)) return word();
    if (first.size == 1) return ascii_sign(c);
    other_sign(first);
  }

  void line_break() {
    const std::size_t end = std::min(input_.find_first_not_of(" \n", at_), input_.size());
    const bool visible = next_line_end_ < line_ends_.size() && line_ends_[next_line_end_] < end;
    if (visible) {
      ++next_line_end_;
      const std::size_t last = input_.find_last_of('\n', end - 1);
      push(TokenShape::line_break, {at_, last + 1}, "\n");
    }
    at_ = end;
    space_before_ = true;
  }

  // ---- numbers ----

  void number() {
    const std::size_t begin = at_;
    if (const std::size_t end = version_end(input_, begin)) return plain(TokenShape::alphanumeric, end);
    std::size_t end = std::max(grouped_number_end(input_, begin, may_group_by_spaces()), begin + 1);
    if (const std::size_t fraction = fraction_end(input_, end)) return typed_fraction(fraction);
    if (is_letter_at(end) && !starts_word_of_its_own(end)) {
      end = alphanumeric_end(end);
      return plain(TokenShape::alphanumeric, end);
    }
    number_token(end);
  }

  // "#5 300" and "10:30 000" are no grouped numbers.
  bool may_group_by_spaces() const {
    if (space_before_ || text_.tokens.empty()) return true;
    return std::string_view("#:/.").find(input_[at_ - 1]) == std::string_view::npos;
  }

  bool starts_word_of_its_own(std::size_t at) const {
    if (dotted_word_end(at) != 0) return true;
    std::size_t letters = 0;
    for (; letters < kWordAfterDigits && at < input_.size(); ++letters) {
      const Decoded next = decode(input_, at);
      if (!characters::is_letter(next.code_point)) return false;
      if (characters::is_unspaced(next.code_point)) return true;
      at += next.size;
    }
    return letters == kWordAfterDigits;
  }

  void number_token(std::size_t end) {
    constexpr std::string_view kGrouping = " '";
    std::string form = input_.substr(at_, end - at_);
    if (form.find_first_of(kGrouping) == std::string::npos) return plain(TokenShape::number, end);
    std::erase_if(form, [&](char c) { return kGrouping.find(c) != std::string_view::npos; });
    finish(TokenShape::number, end, form);
  }

  void typed_fraction(std::size_t end) {
    finish(TokenShape::number, end, fraction_form(std::string_view(input_).substr(at_, end - at_)));
  }

  // ---- words ----

  Run run_at(std::size_t at) const {
    Run run{at};
    while (run.end < input_.size()) {
      const char c = input_[run.end];
      if (characters::is_ascii_letter(c)) {
        run.letters = true;
        ++run.end;
      } else if (is_ascii_digit(c)) {
        run.digits = true;
        ++run.end;
      } else if (static_cast<unsigned char>(c) < 0x80 || !extend_beyond_ascii(run)) {
        break;
      }
    }
    return run;
  }

  bool extend_beyond_ascii(Run& run) const {
    const Decoded next = decode(input_, run.end);
    if (characters::is_mark(next.code_point)) {
      run.end += next.size;
      return true;
    }
    if (!characters::is_letter(next.code_point)) return false;
    run.letters = true;
    run.unspaced = run.unspaced || characters::is_unspaced(next.code_point);
    run.end += next.size;
    return true;
  }

  void word() {
    if (const std::size_t end = dotted_word_end(at_)) return plain(TokenShape::word, end);
    const Run run = run_at(at_);
    if (run.unspaced) return unspaced_words(run.end);
    if (run.digits) return plain(TokenShape::alphanumeric, alphanumeric_end(at_));
    if (const std::size_t end = ampersand_word_end(at_, run.end)) return plain(TokenShape::word, end);
    word_with_clitics(end_with_apostrophes(run.end));
  }

  // "v2.3" holds together, "covid19." ends a sentence.
  std::size_t alphanumeric_end(std::size_t at) const {
    std::size_t end = run_at(at).end;
    while (byte(end) == '.' && is_ascii_digit(byte(end - 1)) && is_ascii_digit(byte(end + 1)))
      end = run_at(end + 1).end;
    return end;
  }

  // "a.m.", "U.S": single letters, each but perhaps the last with its dot. 0 if there is none.
  std::size_t dotted_word_end(std::size_t at) const {
    if (static_cast<unsigned char>(byte(at)) < 0x80 && byte(at + 1) != '.') return 0;
    int letters = 0;
    std::size_t end = 0;
    while (is_letter_at(at)) {
      const std::size_t after = at + decode(input_, at).size;
      if (after < input_.size() && (is_word_at(after) || characters::is_mark(decode(input_, after).code_point))) break;
      ++letters;
      end = after;
      if (byte(after) != '.') break;
      end = at = after + 1;
    }
    return letters >= 2 ? end : 0;
  }

  // "R&B", "AT&T", "M&Ms": at most two letters on either side. 0 if there is none.
  std::size_t ampersand_word_end(std::size_t begin, std::size_t end) const {
    constexpr std::size_t kMost = 2;
    if (byte(end) != '&' || end - begin > kMost) return 0;
    const Run right = run_at(end + 1);
    const bool short_word = right.letters && !right.digits && right.end - (end + 1) <= kMost;
    return short_word ? right.end : 0;
  }

  std::size_t end_with_apostrophes(std::size_t end) const {
    while (byte(end) == '\'' && is_letter_at(end + 1)) end = run_at(end + 1).end;
    return end;
  }

  void word_with_clitics(std::size_t end) {
    if (clitic_size(at_, end) == 0) return plain(TokenShape::word, end);
    std::vector<std::size_t> cuts{end};  // from the last to the first
    for (std::size_t clitic = 0; (clitic = clitic_size(at_, cuts.back())) != 0;) cuts.push_back(cuts.back() - clitic);
    for (auto cut = cuts.rbegin(); cut != cuts.rend(); ++cut) plain(TokenShape::word, *cut);
  }

  // Bytes of the longest clitic that the word [begin, end) ends in, with something before it.
  std::size_t clitic_size(std::size_t begin, std::size_t end) const {
    if (!clitic_ends_.test(static_cast<unsigned char>(characters::ascii_lower(input_[end - 1])))) return 0;
    std::size_t longest = 0;
    for (const std::string& clitic : options_.clitics) {
      const std::size_t size = clitic.size();
      if (size <= longest || size >= end - begin) continue;
      if (folds_to(std::string_view(input_).substr(end - size, size), clitic)) longest = size;
    }
    return longest;
  }

  static bool folds_to(std::string_view text, std::string_view folded) {
    return std::equal(text.begin(), text.end(), folded.begin(), folded.end(),
                      [](char a, char b) { return characters::ascii_lower(a) == b; });
  }

  void unspaced_words(std::size_t end) {
    for (const std::size_t cut : unspaced_word_ends(input_, {at_, end}, options_.locale)) {
      while (at_ < cut) {
        if (is_ascii_digit(input_[at_])) {
          number();
        } else {
          plain(has_digit(at_, cut) ? TokenShape::alphanumeric : TokenShape::word, cut);
        }
      }
    }
  }

  // ---- hashtags and handles ----

  // "#BadBunnyFans": words told by their capitals.
  void hashtag() {
    const std::size_t end = run_at(at_).end;
    while (at_ < end) {
      if (is_ascii_digit(input_[at_])) {
        number();
      } else {
        const std::size_t cut = hump_end(at_, end);
        plain(has_digit(at_, cut) ? TokenShape::alphanumeric : TokenShape::word, cut);
      }
    }
    after_hash_ = byte(at_) == '_' && is_word_at(at_ + 1);
    if (after_hash_) ++at_;
  }

  bool has_digit(std::size_t begin, std::size_t end) const {
    return std::any_of(input_.begin() + static_cast<std::ptrdiff_t>(begin),
                       input_.begin() + static_cast<std::ptrdiff_t>(end), is_ascii_digit);
  }

  std::size_t hump_end(std::size_t begin, std::size_t end) const {
    std::size_t at = begin + decode(input_, begin).size;
    UChar32 before = decode(input_, begin).code_point;
    while (at < end) {
      const Decoded next = decode(input_, at);
      const std::size_t after = at + next.size;
      if (characters::is_upper(next.code_point)) {
        const bool acronym_ends =
            characters::is_upper(before) && after < end && characters::is_lower(decode(input_, after).code_point);
        if (characters::is_lower(before) || acronym_ends) return at;
      }
      if (is_ascii_digit(input_[at])) {
        std::size_t digits_end = at;
        while (is_ascii_digit(byte(digits_end))) ++digits_end;
        if (digits_end < end && starts_word_of_its_own(digits_end)) return at;
        at = digits_end;
        before = '0';
        continue;
      }
      before = next.code_point;
      at = after;
    }
    return end;
  }

  void handle() {
    const bool starts_a_word = at_ == 0 || !is_word_character_before(at_);
    plain(TokenShape::symbol, at_ + 1);
    if (!starts_a_word || !(is_letter_at(at_) || byte(at_) == '_')) return;
    plain(TokenShape::word, handle_end());
  }

  std::size_t handle_end() const {
    std::size_t end = at_;
    while (true) {
      const std::size_t run_end = run_at(end).end;
      if (run_end <= end && byte(end) != '_') return end;
      end = std::max(run_end, end + 1);
    }
  }

  bool is_word_character_before(std::size_t at) const {
    const char before = input_[at - 1];
    return characters::is_ascii_letter(before) || is_ascii_digit(before) || static_cast<unsigned char>(before) >= 0x80;
  }

  // ---- signs ----

  void ascii_sign(char c) {
    switch (c) {
      case '-':
      case '.':
        return dashes_or_dots(c);
      case '\'':
        return apostrophe();
      case '@':
        return handle();
      case '#':
        plain(TokenShape::symbol, at_ + 1);
        after_hash_ = is_word_at(at_);
        return;
      default: {
        constexpr std::string_view kSymbols = "%+~$<=>^`|*&";
        const bool symbol = kSymbols.find(c) != std::string_view::npos;
        return plain(symbol ? TokenShape::symbol : TokenShape::punctuation, at_ + 1);
      }
    }
  }

  // A row of hyphens is a dash or a rule, a row of dots an ellipsis: one token each.
  void dashes_or_dots(char c) {
    const std::size_t end = std::min(input_.find_first_not_of(c, at_), input_.size());
    const std::size_t longest_form = c == '-' ? 2 : 3;
    const std::string form(std::min(end - at_, longest_form), c);
    finish(TokenShape::punctuation, end, form);
  }

  // After a word that could not hold it ("53's", "U.S.'s") an apostrophe may begin a clitic.
  void apostrophe() {
    if (!space_before_ && is_letter_at(at_ + 1)) {
      const std::size_t end = run_at(at_ + 1).end;
      const std::string_view candidate = std::string_view(input_).substr(at_, end - at_);
      const bool clitic = std::any_of(options_.clitics.begin(), options_.clitics.end(),
                                      [&](const std::string& known) { return folds_to(candidate, known); });
      if (clitic && follows_word()) return plain(TokenShape::word, end);
    }
    plain(TokenShape::punctuation, at_ + 1);
  }

  bool follows_word() const {
    return !text_.tokens.empty() && text_.tokens.back().shape != TokenShape::punctuation &&
           text_.tokens.back().shape != TokenShape::line_break;
  }

  void other_sign(Decoded first) {
    const UChar32 c = first.code_point;
    const std::size_t end = at_ + first.size;
    if (characters::is_vulgar_fraction(c)) return typed_fraction(end);
    if (characters::is_raised_digit(c)) return raised_digits();
    if (characters::is_mark(c)) return plain(TokenShape::symbol, run_at(at_).end);
    if (const std::size_t emoji = characters::emoji_size(input_, at_)) return verbatim_symbol(at_ + emoji);
    constexpr UChar32 kPerMille = 0x2030, kPerTenThousand = 0x2031;
    const bool punctuation = characters::is_punctuation(c) && c != kPerMille && c != kPerTenThousand;
    plain(punctuation ? TokenShape::punctuation : TokenShape::symbol, end);
  }

  void raised_digits() {
    if (const std::size_t end = raised_fraction_end(input_, at_)) return typed_fraction(end);
    std::size_t end = at_;
    while (end < input_.size()) {
      const Decoded next = decode(input_, end);
      if (!characters::is_raised_digit(next.code_point)) break;
      end += next.size;
    }
    verbatim_symbol(end);
  }

  void verbatim_symbol(std::size_t end) {
    finish(TokenShape::symbol, end, std::string_view(input_).substr(at_, end - at_));
  }

  void object(std::size_t end) { finish(TokenShape::symbol, end, characters::kObjectForm); }

  // ---- output ----

  /// The token [at_, end), whose form is its folded text.
  void plain(TokenShape shape, std::size_t end) {
    const ByteRange range{at_, end};
    const Folded folded = append_folded(std::string_view(input_).substr(at_, end - at_), text_.normal);
    push_token(shape, range);
    text_.tokens.back().capitalised = folded.capitalised;
    text_.tokens.back().all_caps = folded.all_caps;
    after(end);
  }

  void finish(TokenShape shape, std::size_t end, std::string_view form) {
    push(shape, {at_, end}, form);
    after(end);
  }

  void push(TokenShape shape, ByteRange range, std::string_view form) {
    text_.normal.append(form);
    push_token(shape, range);
  }

  void push_token(TokenShape shape, ByteRange range) {
    Token token;
    token.shape = shape;
    token.source = cursor_.to_source(range);
    token.space_before = space_before_;
    text_.tokens.push_back(token);
    form_ends_.push_back(text_.normal.size());
  }

  void after(std::size_t end) {
    at_ = end;
    space_before_ = false;
    after_hash_ = false;
  }

  // Only now, since `normal` may have moved while it grew.
  void point_forms_into_normal() {
    std::size_t begin = 0;
    for (std::size_t i = 0; i < form_ends_.size(); ++i) {
      text_.tokens[i].form = std::string_view(text_.normal).substr(begin, form_ends_[i] - begin);
      begin = form_ends_[i];
    }
  }

  const std::string& input_;
  CleanTextCursor cursor_;
  const TextOptions& options_;
  Text& text_;
  std::vector<std::size_t> line_ends_;
  std::size_t next_line_end_ = 0;
  AddressFinder addresses_;
  std::bitset<256> clitic_ends_;        // last bytes of clitics: most words have another
  std::vector<std::size_t> form_ends_;  // of each token, in text_.normal
  std::size_t at_ = 0;
  bool space_before_ = true;
  bool after_hash_ = false;
};

}  // namespace

void tokenize(const CleanText& clean, const TextOptions& options, Text& text) { Tokenizer(clean, options, text).run(); }

}  // namespace toofew

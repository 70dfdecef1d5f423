#include "grammar/number_reader.h"

#include <charconv>
#include <cmath>
#include <string>

namespace toofew {
namespace {

constexpr std::string_view kFigures = "0123456789.,";
constexpr double kThousand = 1000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_whole(double value) { return value == std::floor(value); }

// What may still be added to the lowest place of `value`: 100 to "three hundred", 10 to "twenty".
double room_below(double value) {
  if (value == 0) return 1000;
  if (std::fmod(value, 100) == 0) return 100;
  return std::fmod(value, 10) == 0 && std::fmod(value, 100) >= 20 ? 10 : 0;
}

}  // namespace

std::optional<double> digits_value(std::string_view form) {
  if (form.empty() || (!is_digit(form.front()) && form.front() != '.')) return std::nullopt;
  if (const std::size_t slash = form.find('/'); slash != std::string_view::npos) {
    const auto numerator = digits_value(form.substr(0, slash));
    const auto denominator = digits_value(form.substr(slash + 1));
    if (!numerator || !denominator || *denominator == 0) return std::nullopt;
    return *numerator / *denominator;
  }
  std::string plain;
  for (const char c : form) {
    if (c == ',') continue;
    if (!is_digit(c) && c != '.') return std::nullopt;
    plain += c;
  }
  double value = 0;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  if (error != std::errc() || end != plain.data() + plain.size()) return std::nullopt;
  return value;
}

std::size_t digits_length(std::string_view form) { return std::min(form.find_first_not_of(kFigures), form.size()); }

NumberReader::NumberReader(const Pack& pack)
    : lexicon_(&pack.lexicon),
      additive_(pack.kinds.find("number-word")),
      scale_(pack.kinds.find("number-scale")),
      multiplier_(pack.kinds.find("number-multiplier")),
      joiner_(pack.kinds.find("number-joiner")),
      article_(pack.kinds.find("number-article")),
      suffix_(pack.kinds.find("number-suffix")),
      fraction_(pack.kinds.find("fraction")),
      ordinal_word_(pack.kinds.find("ordinal-word")),
      percent_(pack.kinds.find("percent")) {}

/// A number while it is read. `total_` has what is multiplied by a thousand or more, `current_` what comes after that.
class NumberReader::Reading {
 public:
  Reading(const NumberReader& reader, const Text& text, std::span<const LexicalEntry* const> entries, std::uint32_t first,
          std::uint32_t token)
      : reader_(reader), text_(text), entries_(entries), first_(first), at_(token), read_(token) {}

  std::optional<WrittenNumber> read() {
    const std::uint32_t begin = at_;
    if (!read_figures()) read_leading_part();
    while (at_ < end() && (read_hyphen() || read_next_word())) {
    }
    if (!any_ || read_ == begin) return std::nullopt;
    return WrittenNumber{{total_ + current_, last_scale_}, read_, digits_};
  }

 private:
  std::uint32_t end() const { return first_ + static_cast<std::uint32_t>(entries_.size()); }
  const Token& token(std::uint32_t at) const { return text_.tokens[at]; }
  const LexicalEntry& entry(std::uint32_t at) const { return *entries_[at - first_]; }
  bool is(std::uint32_t at, int kind) const {
    return kind >= 0 && at < end() && entry(at).kinds[static_cast<std::size_t>(kind)];
  }
  bool is_valued(std::uint32_t at, int kind) const { return is(at, kind) && entry(at).value.has_value(); }
  // "half", "quarter"; "third" may count a place
  bool is_part(std::uint32_t at) const { return is_valued(at, reader_.fraction_) && !is(at, reader_.ordinal_word_); }
  bool is_large_scale(std::uint32_t at) const { return is_valued(at, reader_.scale_) && *entry(at).value >= kThousand; }

  bool accept(std::uint32_t tokens) {
    any_ = true;
    read_ = at_ += tokens;
    return true;
  }

  // "12", "12½", "2 ½", "0.9k"
  bool read_figures() {
    const Token& figures = token(at_);
    if (figures.shape == TokenShape::number) {
      const auto value = digits_value(figures.form);
      if (!value) return false;
      current_ = *value;
      digits_ = true;
      accept(1);
      read_part_in_figures();
      return true;
    }
    if (figures.shape != TokenShape::alphanumeric) return false;
    const std::size_t length = digits_length(figures.form);
    const auto value = digits_value(figures.form.substr(0, length));
    if (!value || length == figures.form.size()) return false;
    const LexicalEntry& suffix = reader_.lexicon_->find('+' + std::string(figures.form.substr(length)));
    if (reader_.suffix_ < 0 || !suffix.kinds[static_cast<std::size_t>(reader_.suffix_)] || !suffix.value) return false;
    current_ = *value * *suffix.value;
    last_scale_ = *suffix.value;
    digits_ = true;
    return accept(1);
  }

  void read_part_in_figures() {
    if (at_ >= end() || token(at_).shape != TokenShape::number || !is_whole(current_)) return;
    const std::string_view form = token(at_).form;
    const auto part = form.find('/') == std::string_view::npos ? std::nullopt : digits_value(form);
    if (!part || *part >= 1) return;
    current_ += *part;
    accept(1);
  }

  // "half a million", "quarter million", "half a percent": what comes after is read with the rest
  void read_leading_part() {
    if (!is_part(at_)) return;
    const bool has_article = is(at_ + 1, reader_.article_);
    const std::uint32_t of_what = at_ + (has_article ? 2 : 1);
    if (!is_large_scale(of_what) && !(has_article && is(of_what, reader_.percent_))) return;
    current_ = *entry(at_).value;
    any_ = true;
    at_ = of_what;
    if (!is_large_scale(of_what)) read_ = of_what;
  }

  // "twenty-five", but not "12-five"
  bool read_hyphen() {
    if (!any_ || digits_ || token(at_).form != "-" || token(at_).space_before || at_ + 1 >= end()) return false;
    if (token(at_ + 1).space_before || !entry(at_ + 1).value) return false;
    ++at_;
    return true;
  }

  bool read_next_word() {
    if (token(at_).shape != TokenShape::word) return read_more_figures();
    return read_article() || read_added_part() || read_joiner() || read_multiplier() || read_scale() || read_addend();
  }

  // "a hundred"
  bool read_article() {
    if (any_ || !is(at_, reader_.article_) || !is(at_ + 1, reader_.scale_)) return false;
    current_ = 1;
    any_ = true;
    ++at_;
    return true;
  }

  // "two and a half thousand", "a million and a half"
  bool read_added_part() {
    if (!any_ || !is(at_, reader_.joiner_) || !is(at_ + 1, reader_.article_) || !is_part(at_ + 2)) return false;
    (after_scale_ ? total_ : current_) += *entry(at_ + 2).value * scale_;
    return accept(3);
  }

  // "three hundred and five", "3 hundred and 21"
  bool read_joiner() {
    if (!after_scale_ || !is(at_, reader_.joiner_)) return false;
    if (!is(at_ + 1, reader_.additive_) && !is_lower_figure(at_ + 1)) return false;
    ++at_;
    return true;
  }

  // "three dozens", "2.3 k"
  bool read_multiplier() {
    if (!any_ || current_ == 0 || !is_valued(at_, reader_.multiplier_)) return false;
    last_scale_ = *entry(at_).value;
    current_ *= last_scale_;
    return accept(1);
  }

  bool read_scale() {
    if (!is_valued(at_, reader_.scale_)) return false;
    const double scale = *entry(at_).value;
    if (after_scale_ && scale < kThousand && current_ == 0) return false;
    current_ = (current_ == 0 && !digits_ ? 1 : current_) * scale;
    scale_ = last_scale_ = scale;
    if (scale >= kThousand) {
      total_ += current_;
      current_ = 0;
    }
    after_scale_ = true;
    return accept(1);
  }

  bool read_addend() {
    if (!is_valued(at_, reader_.additive_)) return false;
    const double value = *entry(at_).value;
    const bool is_another = any_ && !after_scale_ && current_ == 0;
    if ((digits_ && !after_scale_) || value >= room_below(current_) || is_another) return false;
    add(value);
    return accept(1);
  }

  // "and 21" after "3 hundred"; "3 hundred" after "4 thousand"
  bool read_more_figures() {
    if (!is_lower_figure(at_)) return false;
    if (!is(at_ - 1, reader_.joiner_) && !is(at_ + 1, reader_.scale_)) return false;
    add(*digits_value(token(at_).form));
    return accept(1);
  }

  bool is_lower_figure(std::uint32_t at) const {
    if (!digits_ || !after_scale_ || at >= end() || token(at).shape != TokenShape::number) return false;
    const auto value = digits_value(token(at).form);
    return value && is_whole(*value) && *value < std::min(scale_, room_below(current_));
  }

  void add(double value) {
    current_ += value;
    last_scale_ = 1;
    after_scale_ = false;
  }

  const NumberReader& reader_;
  const Text& text_;
  std::span<const LexicalEntry* const> entries_;
  std::uint32_t first_;
  std::uint32_t at_;    // next token to look at
  std::uint32_t read_;  // end of what surely belongs to the number
  double total_ = 0;
  double current_ = 0;
  double scale_ = 1;
  double last_scale_ = 1;  // of what was read last
  bool any_ = false;
  bool digits_ = false;
  bool after_scale_ = false;
};

std::optional<WrittenNumber> NumberReader::read(const Text& text, std::span<const LexicalEntry* const> entries,
                                                std::uint32_t first, std::uint32_t token) const {
  return Reading(*this, text, entries, first, token).read();
}

bool NumberReader::may_begin(const Token& token, const LexicalEntry& entry) const {
  return token.shape == TokenShape::number || token.shape == TokenShape::alphanumeric || entry.value.has_value() ||
         (article_ >= 0 && entry.kinds[static_cast<std::size_t>(article_)]);
}

}  // namespace toofew

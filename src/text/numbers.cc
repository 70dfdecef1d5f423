#include "text/numbers.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>

#include <algorithm>

#include "base/error.h"
#include "text/characters.h"

namespace toofew {
namespace {

using characters::decode;
using characters::Decoded;
using characters::is_ascii_digit;

// Enough for quintillions; more groups are a list, and a bound keeps failed attempts cheap.
constexpr int kMaxGroups = 7;

char byte(std::string_view text, std::size_t at) { return at < text.size() ? text[at] : '\0'; }

std::size_t digits_end(std::string_view text, std::size_t at) {
  while (is_ascii_digit(byte(text, at))) ++at;
  return at;
}

std::size_t group_size(std::string_view text, std::size_t at) {
  std::size_t size = 0;
  while (size < 4 && is_ascii_digit(byte(text, at + size))) ++size;
  return size;
}

// "1,204,000" or, counted in lakhs, "5,13,733": the last group has three digits, those before it two or three.
std::size_t comma_groups_end(std::string_view text, std::size_t first_end) {
  std::size_t end = first_end;
  std::size_t last_size = 0;
  for (int groups = 0; byte(text, end) == ',' && is_ascii_digit(byte(text, end + 1)); ++groups) {
    last_size = group_size(text, end + 1);
    if (last_size < 2 || last_size > 3 || groups == kMaxGroups) return first_end;
    end += 1 + last_size;
  }
  return last_size == 3 ? end : first_end;
}

// "1'204", as the Swiss write it: each group has three digits.
std::size_t apostrophe_groups_end(std::string_view text, std::size_t first_end) {
  std::size_t end = first_end;
  while (byte(text, end) == '\'' && group_size(text, end + 1) == 3) end += 4;
  return end;
}

// "12 000": each group has three digits, and what follows is neither a digit group of another size, a unit nor a
// percent sign.
std::size_t space_groups_end(std::string_view text, std::size_t first_end) {
  std::size_t end = first_end;
  for (int groups = 0; byte(text, end) == ' ' && is_ascii_digit(byte(text, end + 1)); ++groups) {
    if (group_size(text, end + 1) != 3 || groups == kMaxGroups) return first_end;
    end += 4;
  }
  const bool glued = end < text.size() &&
                     (text[end] == '%' || text[end] == ',' || characters::is_letter(decode(text, end).code_point));
  const bool comma_is_punctuation = byte(text, end) == ',' && !is_ascii_digit(byte(text, end + 1));
  return glued && !comma_is_punctuation ? first_end : end;
}

std::size_t decimals_end(std::string_view text, std::size_t end) {
  return byte(text, end) == '.' && is_ascii_digit(byte(text, end + 1)) ? digits_end(text, end + 1) : end;
}

std::size_t raised_digits_end(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const Decoded next = decode(text, at);
    if (!characters::is_raised_digit(next.code_point)) break;
    at += next.size;
  }
  return at;
}

}  // namespace

std::size_t grouped_number_end(std::string_view text, std::size_t begin, bool spaces) {
  const std::size_t first_end = digits_end(text, begin);
  std::size_t end = first_end;
  if (first_end > begin && first_end - begin <= 3) {
    end = comma_groups_end(text, first_end);
    if (end == first_end && text[begin] != '0') end = apostrophe_groups_end(text, first_end);
    if (spaces && end == first_end && text[begin] != '0') end = space_groups_end(text, first_end);
  }
  return decimals_end(text, end);
}

std::size_t version_end(std::string_view text, std::size_t begin) {
  int dots = 0;
  std::size_t end = digits_end(text, begin);
  if (end == begin) return 0;
  while (byte(text, end) == '.' && is_ascii_digit(byte(text, end + 1))) {
    ++dots;
    end = digits_end(text, end + 1);
  }
  return dots >= 2 ? end : 0;
}

std::size_t fraction_end(std::string_view text, std::size_t numerator_end) {
  if (numerator_end >= text.size()) return 0;
  const Decoded slash = decode(text, numerator_end);
  if (slash.code_point != characters::kFractionSlash) return 0;
  const std::size_t end = digits_end(text, numerator_end + slash.size);
  return end > numerator_end + slash.size ? end : 0;
}

std::size_t raised_fraction_end(std::string_view text, std::size_t begin) {
  const std::size_t numerator_end = raised_digits_end(text, begin);
  if (numerator_end >= text.size()) return 0;
  const Decoded slash = decode(text, numerator_end);
  if (slash.code_point != characters::kFractionSlash && slash.code_point != '/') return 0;
  const std::size_t end = raised_digits_end(text, numerator_end + slash.size);
  return end > numerator_end + slash.size ? end : 0;
}

std::string fraction_form(std::string_view fraction) {
  UErrorCode status = U_ZERO_ERROR;
  std::string normal;
  icu::StringByteSink<std::string> sink(&normal);
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(status);
  if (U_SUCCESS(status))
    nfkc->normalizeUTF8(0, {fraction.data(), static_cast<int>(fraction.size())}, sink, nullptr, status);
  if (U_FAILURE(status)) throw Error(std::string("normalisation failed: ") + u_errorName(status));
  constexpr std::string_view kSlash = "\u2044";
  const std::size_t at = normal.find(kSlash);
  if (at == std::string::npos) return normal;
  return normal.substr(0, at) + '/' + normal.substr(at + kSlash.size());
}

}  // namespace toofew

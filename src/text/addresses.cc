#include "text/addresses.h"

#include <algorithm>

#include "text/characters.h"

namespace toofew {
namespace {

using characters::ascii_lower;
using characters::is_ascii_digit;
using characters::is_ascii_letter;

constexpr std::string_view kWww = "www.";

bool is_host_character(char c) { return is_ascii_letter(c) || is_ascii_digit(c) || c == '-' || c == '.'; }
bool is_local_character(char c) { return is_host_character(c) || c == '_' || c == '%' || c == '+'; }

template <typename Predicate>
std::size_t end_of(std::string_view text, std::size_t at, Predicate holds) {
  const auto from = text.begin() + static_cast<std::ptrdiff_t>(at);
  return at + static_cast<std::size_t>(std::find_if_not(from, text.end(), holds) - from);
}

bool starts_with(std::string_view text, std::size_t at, std::string_view prefix) {
  if (text.size() - at < prefix.size()) return false;
  return std::equal(prefix.begin(), prefix.end(), text.begin() + static_cast<std::ptrdiff_t>(at),
                    [](char p, char c) { return p == ascii_lower(c); });
}

bool has_www(std::string_view text) {
  for (std::size_t at = text.find('.'); at != std::string_view::npos; at = text.find('.', at + 1)) {
    if (at >= kWww.size() - 1 && starts_with(text, at + 1 - kWww.size(), kWww)) return true;
  }
  return false;
}

// "mail.example.org": a dot inside, and two or more letters after the last one.
bool is_host(std::string_view text) {
  const std::size_t dot = text.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || text.size() - dot - 1 < 2) return false;
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(dot) + 1, text.end(), is_ascii_letter);
}

}  // namespace

AddressFinder::AddressFinder(std::string_view text)
    : text_(text),
      any_(text.find('@') != std::string_view::npos || text.find('/') != std::string_view::npos || has_www(text)) {}

std::size_t AddressFinder::end_of_address_at(std::size_t at) {
  if (!any_) return 0;
  if (const std::size_t end = url_end(at)) return end;
  if (!is_local_character(text_[at]) || at < run_end_) return 0;
  look_at_run(at);
  return address_end_;
}

// Up to white space or a quote, without the punctuation of the sentence around it.
std::size_t AddressFinder::url_end(std::size_t at) const {
  const char first = ascii_lower(text_[at]);
  if (first != 'h' && first != 'w' && first != 'f') return 0;
  const bool begins = starts_with(text_, at, "http://") || starts_with(text_, at, "https://") ||
                      starts_with(text_, at, "ftp://") || starts_with(text_, at, kWww);
  if (!begins) return 0;
  std::size_t end =
      end_of(text_, at, [](char c) { return std::string_view(" \n\"<>").find(c) == std::string_view::npos; });
  constexpr std::string_view kSentencePunctuation = ".,;:!?'*_~]}";
  while (end > at) {
    const char last = text_[end - 1];
    const bool unbalanced = last == ')' && text_.substr(at, end - at).find('(') == std::string_view::npos;
    if (!unbalanced && kSentencePunctuation.find(last) == std::string_view::npos) break;
    --end;
  }
  return end;
}

void AddressFinder::look_at_run(std::size_t at) {
  run_end_ = end_of(text_, at, is_local_character);
  address_end_ = 0;
  if (run_end_ >= text_.size()) return;
  if (text_[run_end_] == '@') {
    std::size_t end = end_of(text_, run_end_ + 1, is_host_character);
    while (end > run_end_ + 1 && (text_[end - 1] == '.' || text_[end - 1] == '-')) --end;
    if (is_host(text_.substr(run_end_ + 1, end - run_end_ - 1))) address_end_ = end;
  } else if (text_[run_end_] == '/' && is_ascii_letter(text_[at]) && is_host(text_.substr(at, run_end_ - at))) {
    // A bare domain with a path, as social copy has them: "bit.ly/3xYz".
    std::size_t end = end_of(text_, run_end_, [](char c) {
      return is_local_character(c) || std::string_view("/?=&#~").find(c) != std::string_view::npos;
    });
    while (text_[end - 1] == '.' || text_[end - 1] == '?') --end;
    address_end_ = end;
  }
}

}  // namespace toofew

#include "grammar/known_words.h"

namespace toofew {
namespace {

// Words, and pairs of words, that a thread remembers; a text of more than that many different ones starts again.
constexpr std::size_t kMostRemembered = 1 << 15;

}  // namespace

KnownWords::Known& KnownWords::of(const Token& token, const Lexicon& lexicon) {
  if (const auto it = words_.find(token.form); it != words_.end()) return it->second;
  const auto number = static_cast<std::uint32_t>(words_.size());
  return words_.emplace(token.form, Known{lexicon.word(token.form), number, token.shape, {}}).first->second;
}

const Sort** KnownWords::sort_of(const Token& token, Known& known) {
  if (token.shape != known.shape) return nullptr;
  return &known.sorts[(token.capitalised ? 1U : 0U) | (token.all_caps ? 2U : 0U) | (token.space_before ? 4U : 0U)];
}

KnownWords::Starts KnownWords::starts(const Known& first, std::string_view first_form, const Known& second,
                                      std::string_view second_form, const Lexicon& lexicon) {
  if (first.word.longest_phrase == 0 && first.word.longest_mark == 0) return {};
  const auto [it, is_new] = starts_.try_emplace((std::uint64_t{first.number} << 32) | second.number);
  if (is_new) {
    it->second.phrase = first.word.longest_phrase > 0 && lexicon.starts_phrase(first_form, second_form);
    it->second.mark = first.word.longest_mark > 0 && lexicon.starts_mark(first_form, second_form);
  }
  return it->second;
}

void KnownWords::forget_sorts() {
  for (auto& [form, known] : words_) known.sorts.fill(nullptr);
}

void KnownWords::forget_if_many() {
  if (words_.size() < kMostRemembered && starts_.size() < kMostRemembered) return;
  words_.clear();
  starts_.clear();
}

}  // namespace toofew

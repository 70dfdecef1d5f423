#include "grammar/known_words.h"

namespace toofew {
namespace {

// Words that a thread remembers; a text of more than that many different ones starts again.
constexpr std::size_t kMostRemembered = 1 << 14;

}  // namespace

KnownWords::Known& KnownWords::of(const Token& token, const Lexicon& lexicon) {
  if (const auto it = words_.find(token.form); it != words_.end()) return it->second;
  return words_.emplace(token.form, Known{lexicon.word(token.form), token.shape, {}}).first->second;
}

const Sort** KnownWords::sort_of(const Token& token, Known& known) {
  if (token.shape != known.shape) return nullptr;
  return &known.sorts[(token.capitalised ? 1U : 0U) | (token.all_caps ? 2U : 0U) | (token.space_before ? 4U : 0U)];
}

void KnownWords::forget_sorts() {
  for (auto& [form, known] : words_) known.sorts.fill(nullptr);
}

void KnownWords::forget_if_many() {
  if (words_.size() >= kMostRemembered) words_.clear();
}

}  // namespace toofew

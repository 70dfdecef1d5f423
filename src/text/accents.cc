#include "text/accents.h"

#include <unicode/coleitr.h>
#include <unicode/tblcoll.h>

#include <map>
#include <memory>
#include <vector>

#include "base/error.h"
#include "text/characters.h"

namespace toofew {
namespace {

/// Letters and digits of ASCII by their primary weight, and the collator that the weights are of.
class AsciiWeights {
 public:
  AsciiWeights() {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Collator> collator(icu::Collator::createInstance(icu::Locale::getRoot(), status));
    if (U_FAILURE(status)) throw Error(std::string("no root collation: ") + u_errorName(status));
    collator_.reset(dynamic_cast<icu::RuleBasedCollator*>(collator.release()));
    if (!collator_) throw Error("the root collation has no rules");
    for (const char c : std::string_view("abcdefghijklmnopqrstuvwxyz0123456789")) {
      const auto weights = weights_of(std::string_view(&c, 1));
      if (weights.size() == 1) letters_[weights.front()] = c;
    }
  }

  /// The word in ASCII; "" when it is more than accents that it differs by.
  std::string spell(std::string_view word) const {
    std::string out;
    for (const std::int32_t weight : weights_of(word)) {
      const auto letter = letters_.find(weight);
      if (letter == letters_.end()) return {};
      out += letter->second;
    }
    return out;
  }

 private:
  // Accents have no primary weight.
  std::vector<std::int32_t> weights_of(std::string_view word) const {
    const auto text = icu::UnicodeString::fromUTF8({word.data(), static_cast<std::int32_t>(word.size())});
    const std::unique_ptr<icu::CollationElementIterator> elements(collator_->createCollationElementIterator(text));
    std::vector<std::int32_t> weights;
    UErrorCode status = U_ZERO_ERROR;
    for (std::int32_t e = elements->next(status); e != icu::CollationElementIterator::NULLORDER;
         e = elements->next(status)) {
      const std::int32_t weight = icu::CollationElementIterator::primaryOrder(e);
      if (weight != 0) weights.push_back(weight);
    }
    return weights;
  }

  std::unique_ptr<icu::RuleBasedCollator> collator_;
  std::map<std::int32_t, char> letters_;
};

}  // namespace

std::string without_accents(std::string_view word) {
  if (characters::is_ascii(word)) return std::string(word);
  static const AsciiWeights weights;
  std::string plain = weights.spell(word);
  return plain.empty() ? std::string(word) : plain;
}

}  // namespace toofew

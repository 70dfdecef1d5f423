#include "grammar/unit_sets.h"

#include <unordered_set>

namespace toofew {

UnitSets::UnitSets(const Pack& pack) : pack_(&pack) {
  const auto bit = [&](const char* kind) {
    KindSet set;
    set.set(static_cast<std::size_t>(pack.kinds.find(kind)));
    return set;
  };
  any_ = bit("any");
  const std::vector<KindSet> lexical = pack.lexicon.all_sets();
  for (const auto& set : lexical) {
    words_.push_back(set | any_);
    for (const char* shape : {"word", "punct", "symbol"}) words_.push_back(set | any_ | bit(shape));
  }
  for (const auto& suffix : pack.suffixes) {
    if (suffix.of.none()) words_.push_back(suffix.kinds | any_ | bit("word") | bit("unknown"));
  }
  words_.push_back(any_ | bit("word") | bit("unknown"));
  for (const char* kind : {"punct", "symbol", "break", "object", "title"}) words_.push_back(any_ | bit(kind));
  const KindSet number = any_ | bit("number");
  const KindSet year = bit("year");
  for (const KindSet& kind :
       {KindSet(), bit("one"), bit("zero"), bit("decimal"), year, year | bit("old-year"), bit("two-digits") | bit("day-digits"), bit("day-digits"), bit("one") | bit("day-digits"), bit("zero") | bit("day-digits")}) {
    words_.push_back(number | kind);
    words_.push_back(number | kind | bit("digits"));
  }
  for (const auto& set : lexical) {
    for (const char* kind : {"number", "one", "zero"}) words_.push_back(set | number | bit(kind));
  }

  shapes_ = {KindSet(), bit("cap"), bit("cap") | bit("name")};
  for (const char* kind : {"glued", "initial", "caps", "quoted", "emphasised", "heading", "cell", "item"}) {
    const std::size_t n = shapes_.size();
    for (std::size_t i = 0; i < n; ++i) shapes_.push_back(shapes_[i] | bit(kind));
  }
}

std::vector<KindSet> UnitSets::of_stage(const std::vector<const std::vector<StageRule>*>& earlier,
                                        const KindSet& mentioned) const {
  std::unordered_set<KindSet> sets;
  for (const auto& set : words_) sets.insert(set & mentioned);
  // A phrase has what its rule makes and what it took over from a word, or from a phrase of an earlier stage.
  const KindSet passed_on = pack_->inherited & mentioned;
  std::unordered_set<KindSet> inherited;
  for (const auto& set : sets) inherited.insert(set & passed_on);
  for (const auto* rules : earlier) {
    std::unordered_set<KindSet> makes;
    for (const auto& rule : *rules) makes.insert((rule.makes | any_) & mentioned);
    std::unordered_set<KindSet> phrases;
    for (const auto& made : makes) {
      for (const auto& kinds : inherited) phrases.insert(made | kinds);
    }
    for (const auto& phrase : phrases) {
      inherited.insert(phrase & passed_on);
      sets.insert(phrase);
    }
  }
  return {sets.begin(), sets.end()};
}

}  // namespace toofew

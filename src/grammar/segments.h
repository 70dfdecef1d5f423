#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/date.h"
#include "base/error.h"
#include "base/interval.h"
#include "text/text.h"

namespace toofew {

/// A group of the publisher's users whose size is known from outside of the draft: those in a place, on a plan …
struct Segment {
  std::string key;   ///< what sort of group it is: "place", "plan", any word
  std::string name;  ///< as copy writes it: "Tromsø"
  std::vector<std::string> aliases;  ///< other ways to write it
  Interval users;                    ///< people
  std::optional<Date> as_of;         ///< the day of the count
  std::vector<std::size_t> within;   ///< segments that all of its users belong to, indices into Populations::segments
  std::string file;                  ///< where it was declared
  int line = 0;                      ///< from 1

  Error::Place place() const { return {file, line, 0, {}}; }
};

/// All that is known of the sizes of segments.
struct Populations {
  /// How many users a combination of segments holds.
  struct Size {
    Interval people;
    std::string arithmetic;  ///< "400 × 5000 ÷ 48000 = 42" where it is an estimate; else ""
  };

  std::vector<Segment> segments;
  std::optional<std::int64_t> total;                  ///< all users
  std::vector<std::vector<std::string>> independent;  ///< sets of keys whose shares of the total multiply

  /// The users in all of `named` (indices into segments): of segments that lie within one another the inner one counts,
  /// segments of one key add up ("in Oslo and Bergen"), and of different keys the smallest caps the number, unless they
  /// are declared independent. nullopt when `named` is empty.
  std::optional<Size> size_of(std::vector<std::size_t> named) const;
  /// `named` without those that another one of them lies within.
  std::vector<std::size_t> innermost(std::vector<std::size_t> named) const;
};

/// Finds the names of segments in the words of a draft. Immutable once made, and safe to share between threads.
class SegmentNames {
 public:
  /// A name at a place of a text.
  struct Match {
    std::size_t segment = 0;     ///< index into Populations::segments
    std::uint32_t tokens = 0;    ///< how many the name takes; 0: there is none
    bool wants_capital = false;  ///< one word that begins with a capital: an ordinary word in small letters is not meant
  };

  /// Throws Error for a name that stands for two segments, with both places, and for one without a word.
  SegmentNames(std::shared_ptr<const Populations> populations, const TextOptions& options);

  const Populations& populations() const { return *populations_; }

  /// The longest name that begins at `token` and ends before `end`; whatever its case, with or without its accents.
  Match find(const Text& text, std::uint32_t token, std::uint32_t end) const;

 private:
  struct Entry {
    std::size_t segment = 0;
    bool wants_capital = false;
  };

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  template <typename Value>
  using ByWords = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;

  void add(std::size_t segment, const std::string& name, const TextOptions& options);
  void add_without_accents();

  std::shared_ptr<const Populations> populations_;
  ByWords<Entry> names_;            // by folded words, each followed by a space
  ByWords<std::uint32_t> longest_;  // by first word: the most tokens that a name may have
};

}  // namespace toofew

#include "text/lookalikes.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>

#include <array>
#include <map>
#include <memory>
#include <optional>

#include "base/error.h"
#include "text/characters.h"

namespace toofew {
namespace {

using characters::decode;
using characters::Decoded;

struct CloseSpoofChecker {
  void operator()(USpoofChecker* checker) const { uspoof_close(checker); }
};

const USpoofChecker* spoof_checker() {
  static const auto checker = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<USpoofChecker, CloseSpoofChecker> opened(uspoof_open(&status));
    if (U_FAILURE(status)) throw Error(std::string("ICU's look-alike data is missing: ") + u_errorName(status));
    return opened;
  }();
  return checker.get();
}

// Unicode's prototype of a character: two characters look alike when theirs are equal.
std::string skeleton(UChar32 c) {
  std::string letter;
  characters::append(letter, c);
  std::array<char, 128> result{};
  UErrorCode status = U_ZERO_ERROR;
  const int size = uspoof_getSkeletonUTF8(spoof_checker(), 0, letter.data(), static_cast<int>(letter.size()),
                                          result.data(), static_cast<int>(result.size()), &status);
  return U_SUCCESS(status) ? std::string(result.data(), static_cast<std::size_t>(size)) : letter;
}

UScriptCode script_of(UChar32 c) {
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(c, &status);
  return U_SUCCESS(status) ? script : USCRIPT_COMMON;
}

// Letters of one script by what they look like. Capital I and small l share a prototype, hence the case in the key.
class Lookalikes {
 public:
  explicit Lookalikes(UScriptCode script) {
    constexpr UChar32 kLastLetter = 0x52F;  // Latin, Greek and Cyrillic lie below
    for (UChar32 c = 'A'; c <= kLastLetter; ++c) {
      const bool plain = script != USCRIPT_LATIN || c <= 'z';
      if (plain && characters::is_letter(c) && script_of(c) == script) {
        letters_.try_emplace({skeleton(c), characters::is_upper(c)}, c);
      }
    }
  }

  std::optional<UChar32> find(UChar32 c) const {
    const std::string prototype = skeleton(c);
    for (const bool upper : {characters::is_upper(c), !characters::is_upper(c)}) {
      if (const auto found = letters_.find({prototype, upper}); found != letters_.end()) return found->second;
    }
    return std::nullopt;
  }

 private:
  std::map<std::pair<std::string, bool>, UChar32> letters_;
};

const Lookalikes* lookalikes_of(UScriptCode script) {
  static const Lookalikes latin(USCRIPT_LATIN), greek(USCRIPT_GREEK), cyrillic(USCRIPT_CYRILLIC);
  switch (script) {
    case USCRIPT_LATIN:
      return &latin;
    case USCRIPT_GREEK:
      return &greek;
    case USCRIPT_CYRILLIC:
      return &cyrillic;
    default:
      return nullptr;
  }
}

bool is_of_one_script(std::string_view word) {
  UScriptCode first = USCRIPT_COMMON;
  for (std::size_t i = 0; i < word.size();) {
    const Decoded character = decode(word, i);
    i += character.size;
    const UScriptCode script = script_of(character.code_point);
    if (script <= USCRIPT_INHERITED) continue;
    if (first != USCRIPT_COMMON && script != first) return false;
    first = script;
  }
  return true;
}

// The script of most letters, Latin when even; nothing when the letters are of one script, or of none that has
// look-alikes.
std::optional<UScriptCode> main_script_of_mix(std::string_view word) {
  if (is_of_one_script(word)) return std::nullopt;
  std::map<UScriptCode, int> letters;
  for (std::size_t i = 0; i < word.size();) {
    const Decoded character = decode(word, i);
    i += character.size;
    const UScriptCode script = script_of(character.code_point);
    if (script > USCRIPT_INHERITED) ++letters[script];
  }
  if (letters.size() < 2 || !letters.contains(USCRIPT_LATIN)) return std::nullopt;
  UScriptCode main = USCRIPT_LATIN;
  for (const auto& [script, count] : letters) {
    if (count > letters[main]) main = script;
  }
  return main;
}

}  // namespace

std::string unify_script(std::string_view word) {
  const std::optional<UScriptCode> main = main_script_of_mix(word);
  const Lookalikes* lookalikes = main ? lookalikes_of(*main) : nullptr;
  if (lookalikes == nullptr) return std::string(word);
  std::string unified;
  for (std::size_t i = 0; i < word.size();) {
    const Decoded character = decode(word, i);
    i += character.size;
    const UScriptCode script = script_of(character.code_point);
    const bool stray = script > USCRIPT_INHERITED && script != *main;
    const std::optional<UChar32> twin = stray ? lookalikes->find(character.code_point) : std::nullopt;
    characters::append(unified, twin.value_or(character.code_point));
  }
  return unified;
}

}  // namespace toofew

#include "text/fold.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/uchar.h>

#include "base/error.h"
#include "text/characters.h"
#include "text/lookalikes.h"

namespace toofew {
namespace {

class CaseCounter {
 public:
  void add(bool upper, bool letter) {
    if (!letter) return;
    if (letters_++ == 0) starts_upper_ = upper;
    if (upper) ++uppers_;
  }
  Folded result() const { return {starts_upper_, letters_ >= 2 && uppers_ == letters_}; }

 private:
  std::size_t letters_ = 0;
  std::size_t uppers_ = 0;
  bool starts_upper_ = false;
};

Folded append_folded_unicode(std::string_view token, std::string& output) {
  const std::string word = unify_script(token);
  CaseCounter counter;
  for (std::size_t i = 0; i < word.size();) {
    const characters::Decoded character = characters::decode(word, i);
    counter.add(characters::is_upper(character.code_point), characters::is_letter(character.code_point));
    i += character.size;
  }
  icu::StringByteSink<std::string> sink(&output);
  UErrorCode status = U_ZERO_ERROR;
  icu::CaseMap::utf8Fold(U_FOLD_CASE_DEFAULT, word, sink, nullptr, status);
  if (U_FAILURE(status)) throw Error(std::string("case folding failed: ") + u_errorName(status));
  return counter.result();
}

}  // namespace

Folded append_folded(std::string_view token, std::string& output) {
  if (!characters::is_ascii(token)) return append_folded_unicode(token, output);
  CaseCounter counter;
  const std::size_t begin = output.size();
  output.append(token);
  for (std::size_t i = begin; i < output.size(); ++i) {
    counter.add(characters::is_ascii_upper(output[i]), characters::is_ascii_letter(output[i]));
    output[i] = characters::ascii_lower(output[i]);
  }
  return counter.result();
}

}  // namespace toofew

#include "text/unspaced.h"

#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include <map>
#include <memory>

#include "base/error.h"

namespace toofew {
namespace {

void check(UErrorCode status, const std::string& locale) {
  if (U_FAILURE(status)) throw Error("no word breaks for locale '" + locale + "': " + u_errorName(status));
}

// Opening one takes longer than breaking a paragraph, and none may be shared by threads.
icu::BreakIterator& word_breaks(const std::string& locale) {
  thread_local std::map<std::string, std::unique_ptr<icu::BreakIterator>> opened;
  std::unique_ptr<icu::BreakIterator>& breaks = opened[locale];
  if (!breaks) {
    UErrorCode status = U_ZERO_ERROR;
    breaks.reset(icu::BreakIterator::createWordInstance(icu::Locale(locale.c_str()), status));
    check(status, locale);
  }
  return *breaks;
}

}  // namespace

std::vector<std::size_t> unspaced_word_ends(std::string_view text, ByteRange range, const std::string& locale) {
  icu::BreakIterator& breaks = word_breaks(locale);
  UErrorCode status = U_ZERO_ERROR;
  UText words = UTEXT_INITIALIZER;
  utext_openUTF8(&words, text.data() + range.begin, static_cast<std::int64_t>(range.size()), &status);
  breaks.setText(&words, status);
  check(status, locale);
  std::vector<std::size_t> ends;
  for (breaks.first(); const std::int32_t end = breaks.next();) {
    if (end == icu::BreakIterator::DONE) break;
    ends.push_back(range.begin + static_cast<std::size_t>(end));
  }
  if (ends.empty() || ends.back() != range.end) ends.push_back(range.end);
  utext_close(&words);
  return ends;
}

}  // namespace toofew

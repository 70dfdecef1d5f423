#include "text/text.h"

#include <unicode/normalizer2.h>

#include <algorithm>
#include <memory>

#include "document/reader.h"
#include "fuzz.h"
#include "grammar/block_cache.h"
#include "grammar/grammar.h"
#include "grammar/rewrite.h"
#include "grammar/segments.h"
#include "policy/populations.h"
#include "report/escape.h"

namespace toofew::fuzz {
namespace {

const Grammar& english() {
  static const Grammar kEnglish = Grammar::load("en", {});
  return kEnglish;
}

const SegmentNames& segments() {
  static const SegmentNames kSegments(
      std::make_shared<const Populations>(read_populations({{"segments.csv",
                                                             "key,name,users\nplace,Troms\u00F8,61\nplace,Norway,9400\n"
                                                             "plan,Family plan,400\nage,over 90,19\n"}})),
      english().text_options());
  return kSegments;
}

/// Where the character begins that ends at `end`: "⑴" is read as three tokens, and all of them are of this one character.
std::size_t character_before(std::string_view input, std::size_t end) {
  while (end > 0 && (static_cast<unsigned char>(input[--end]) & 0xC0) == 0x80) {
  }
  return end;
}

void read_tokens(std::string_view input) {
  const Text text = read_text(input, english().text_options());
  const bool is_text = is_utf8(input);
  promise(!is_text || is_utf8(text.normal), "what was read of UTF-8 is UTF-8");
  std::size_t last = 0;
  for (const Token& token : text.tokens) {
    promise(!token.form.empty() && !token.source.empty(), "a token has a form, and bytes that it was read from");
    promise(token.source.end <= input.size(), "a token lies in the text");
    if (is_text) promise_range(token.source, input, "a token cuts no character");
    promise(!is_text || token.source.begin >= last || token.source.begin == character_before(input, last),
            "tokens follow one another, or share a character that stands for several signs");
    last = token.source.end;
  }
  std::uint32_t next = 0;
  for (const Sentence& sentence : text.sentences) {
    promise(sentence.begin == next && sentence.end > next, "sentences follow one another, and none is empty");
    next = sentence.end;
  }
  promise(next == text.tokens.size(), "sentences cover all tokens");
}

std::string forms(std::string_view input) {
  std::string out;
  for (const Token& token : read_text(input, english().text_options()).tokens) {
    out += std::string(token.form) + (token.space_before ? " |" : "|");
  }
  return out;
}

/// However its accents are written, a text is read the same.
void read_decomposed(std::string_view input) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString text = icu::UnicodeString::fromUTF8(as_utf8(input));
  std::string composed;
  std::string decomposed;
  icu::Normalizer2::getNFCInstance(status)->normalize(text, status).toUTF8String(composed);
  icu::Normalizer2::getNFDInstance(status)->normalize(text, status).toUTF8String(decomposed);
  promise(forms(composed) == forms(decomposed), "accents apart are read as accents in place");
}

std::string told(const std::vector<Claim>& claims) {
  std::string out;
  for (const Claim& claim : claims) {
    out += claim.rule + ' ' + std::to_string(claim.content.begin) + ' ' + std::to_string(claim.content.end) + ' ' +
           claim.cohort.to_string() + ' ' + claim.category + ' ' + claim.arithmetic + '\n';
  }
  return out;
}

void promise_interval(const Interval& interval) {
  promise(interval.lo >= 0 && interval.hi.value_or(interval.lo) >= interval.lo, "an interval has its ends in order");
}

void promise_rewrite(const Rewrite& rewrite, const Part& part) {
  promise_range(rewrite.content, part.content, "a rewrite lies in its part");
  promise(!rewrite.edits.empty(), "a rewrite changes something");
  std::size_t last = 0;
  for (const Rewrite::Edit& edit : rewrite.edits) {
    promise_range(edit.content, part.content, "an edit lies in its part");
    promise(edit.content.begin >= last, "edits do not overlap");
    promise(is_utf8(edit.text), "new words are UTF-8");
    last = edit.content.end;
  }
}

/// Everything that the grammar reads, alone and through a cache.
void read_claims(std::string_view input) {
  static const FieldNames kFields = default_field_names();
  Document document;
  if (!reads([&] { document = read_document(as_utf8(input), Format::markdown, kFields, "draft"); })) return;
  for (const Part& part : document.parts) {
    std::vector<Reading> readings;
    std::vector<TraceStep> steps;
    std::vector<Figure> figures;
    std::vector<Rewrite> rewrites;
    const auto claims = english().read(part, {&readings, &steps, &figures, &rewrites}, &segments());
    for (const Claim& claim : claims) {
      promise_range(claim.content, part.content, "a claim lies in its part");
      if (claim.related) promise_range(*claim.related, part.content, "what a claim relates to lies in its part");
      promise_interval(claim.cohort);
    }
    for (const Reading& reading : readings) {
      promise_range(reading.content, part.content, "a reading lies in its part");
      if (reading.interval) promise_interval(*reading.interval);
    }
    for (const TraceStep& step : steps) promise_range(step.content, part.content, "a step lies in its part");
    for (const Figure& figure : figures) promise_range(figure.content, part.content, "a figure lies in its part");
    for (const Rewrite& rewrite : rewrites) promise_rewrite(rewrite, part);

    BlockCache cache;
    const BlockCache::Use use(cache);
    for (int times = 0; times < 2; ++times) {
      promise(told(english().read(part, {}, &segments())) == told(claims), "a cache changes nothing");
      cache.forget_unused();
    }
  }
}

void escape(std::string_view input) {
  for (const std::string& text : {escape_markup(input), escape_markdown(input), markdown_code(input),
                                  markdown_block(input, "diff"), path_uri(input)}) {
    promise(is_utf8(text), "escaped text is valid UTF-8");
  }
  promise(escape_markup(input).find_first_of("<>\"'") == std::string::npos, "escaped text holds no markup");
  promise(escape_markdown(input).find('\n') == std::string::npos, "escaped text is on one line");
}

}  // namespace

std::vector<Target> text_targets() {
  return {{"tokens", read_tokens}, {"decomposed", read_decomposed}, {"claims", read_claims}, {"escape", escape}};
}

}  // namespace toofew::fuzz

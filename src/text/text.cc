#include "text/text.h"

#include "text/clean.h"
#include "text/sentences.h"
#include "text/tokenizer.h"

namespace toofew {

Text read_text(std::string_view block_text, const TextOptions& options) {
  Text text;
  tokenize(clean(block_text), options, text);
  text.sentences = find_sentences(text.tokens, options);
  return text;
}

}  // namespace toofew

#include "base/printable.h"

#include <unicode/uchar.h>

#include "base/utf8.h"

namespace toofew {

std::string printable(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    const bool is_control = u_iscntrl(static_cast<UChar32>(point.value)) && point.value != U'\t';
    append_utf8(out, is_control ? kReplacement : point.value);
    at += point.size;
  }
  return out;
}

}  // namespace toofew

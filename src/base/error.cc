#include "base/error.h"

#include <fmt/format.h>

#include "base/printable.h"

namespace toofew {
namespace {

std::string compose(const Error::Place& place, const std::string& reason, const std::string& hint) {
  std::string out = printable(place.file);
  if (place.line > 0) out += fmt::format(":{}", place.line);
  if (place.line > 0 && place.column > 0) out += fmt::format(":{}", place.column);
  if (!out.empty()) out += ": ";
  out += reason;
  if (!hint.empty()) out += "; " + hint;
  if (!place.source_line.empty()) {
    out += "\n  " + printable(place.source_line);
    if (place.column > 0) out += fmt::format("\n  {}^", std::string(static_cast<std::size_t>(place.column - 1), ' '));
  }
  return out;
}

}  // namespace

// A reason may quote what a draft or a policy says, which must tell a terminal nothing but words.
Error::Error(Place place, const std::string& reason, const std::string& hint)
    : std::runtime_error(compose(place, printable(reason), printable(hint))),
      place_(std::move(place)),
      reason_(printable(reason)),
      hint_(printable(hint)) {}

}  // namespace toofew

#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace toofew {

bool obeys_escapes(int descriptor) {
  const char* kind = std::getenv("TERM");
  return ::isatty(descriptor) == 1 && kind && std::string_view(kind) != "dumb";
}

TextStyle terminal_style(const std::string& colour, bool brief) {
  TextStyle style;
  style.brief = brief;
  const char* no_colour = std::getenv("NO_COLOR");
  style.colour = colour == "always" || (colour == "auto" && obeys_escapes(STDOUT_FILENO) && (!no_colour || !*no_colour));
  struct winsize size = {};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) style.width = size.ws_col;
  return style;
}

}  // namespace toofew

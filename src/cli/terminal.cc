#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

namespace toofew {

TextStyle terminal_style(const std::string& colour, bool brief) {
  TextStyle style;
  style.brief = brief;
  const bool terminal = ::isatty(STDOUT_FILENO) == 1;
  const char* no_colour = std::getenv("NO_COLOR");
  style.colour = colour == "always" || (colour == "auto" && terminal && (!no_colour || !*no_colour));
  struct winsize size = {};
  if (terminal && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) style.width = size.ws_col;
  return style;
}

}  // namespace toofew

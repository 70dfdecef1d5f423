#include "policy/template.h"

#include <fmt/args.h>
#include <fmt/format.h>

namespace toofew {

std::string fill(const std::string& text, const std::map<std::string, std::string>& values) {
  fmt::dynamic_format_arg_store<fmt::format_context> arguments;
  for (const auto& [name, value] : values) arguments.push_back(fmt::arg(name.c_str(), value));
  return fmt::vformat(text, arguments);
}

}  // namespace toofew

#include "cli/today.h"

#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/error.h"

namespace toofew {
namespace {

Date day_of(std::chrono::sys_seconds time) { return Date(std::chrono::floor<std::chrono::days>(time)); }

Date day_of_epoch(std::string_view seconds) {
  constexpr std::int64_t kEndOfTheYear9999 = 253'402'300'799;
  std::int64_t value = -1;
  const auto [end, error] = std::from_chars(seconds.data(), seconds.data() + seconds.size(), value);
  const bool is_number = error == std::errc() && end == seconds.data() + seconds.size();
  if (!is_number || value < 0 || value > kEndOfTheYear9999) {
    throw Error({"SOURCE_DATE_EPOCH", 0, 0, {}}, "must be a number of seconds since 1970",
                "unset it to use the system clock");
  }
  return day_of(std::chrono::sys_seconds(std::chrono::seconds(value)));
}

}  // namespace

Date today() {
  const char* epoch = std::getenv("SOURCE_DATE_EPOCH");
  if (epoch != nullptr && *epoch != '\0') return day_of_epoch(epoch);
  return day_of(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
}

}  // namespace toofew

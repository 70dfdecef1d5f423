#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace toofew {

/// A day of the Gregorian calendar, without a time of day or a time zone.
using Date = std::chrono::year_month_day;

/// The date that ISO 8601 writes as "2027-01-31", years 0001 to 9999; nullopt for any other spelling and for days that
/// no month has.
std::optional<Date> parse_date(std::string_view text);

/// "2027-01-31". Precondition: the date exists (Date::ok()).
std::string date_text(Date date);

/// How many days `to` comes after `from`; negative when it comes before.
int days_between(Date from, Date to);

}  // namespace toofew

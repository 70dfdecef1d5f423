#pragma once

#include <string>
#include <string_view>

#include "report/report.h"

namespace toofew {

/// What the pages for people have in common. Nothing may be loaded or run in them but the style, and the script, that
/// stand in the page.

/// From the beginning to "</head>". `with_script` lets html/report.js run, which the page must then hold.
std::string html_head(std::string_view title, bool with_script);

struct FindingsStyle {
  int level = 2;               ///< of the headings that name files; those of posts and findings are one and two below
  bool explains_kinds = true;  ///< whether each finding tells what its kind means
};

/// Each file with findings: its posts as their readers see them, and the findings beside, which are numbered from 1.
std::string html_findings(const Report& report, const FindingsStyle& style);

}  // namespace toofew

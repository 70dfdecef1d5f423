#pragma once

#include <functional>
#include <string>

#include "base/byte_range.h"
#include "base/error.h"
#include "lsp/types.h"
#include "policy/finding.h"

namespace toofew::lsp {

/// Where bytes of a file stand, as the client counts.
using RangeOf = std::function<Range(ByteRange)>;

/// A file that findings are shown in.
struct Shown {
  std::string uri;
  RangeOf range_of;
  std::string docs;  ///< the address of the documentation; "" for none
};

DiagnosticSeverity severity_of(Severity severity);

/// The address of the page on the finding's rule; "" for none.
std::string page_of(const Finding& finding, const std::string& docs);

/// The finding as an editor underlines it.
Diagnostic diagnostic_of(const Finding& finding, const Shown& file);

/// What could not be checked, or read, at the place that the error names.
Diagnostic diagnostic_of(const Error& error, const Range& range);

/// What there is to know of the finding: who is told of, how many they are, which threshold that misses and where it
/// comes from, how it was reckoned, why it reads as user data, and what to do. Markdown, or plain text.
std::string hover_text(const Finding& finding, const std::string& docs, bool markdown);

}  // namespace toofew::lsp

#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_range.h"

// Fuzz targets: functions that hand bytes to a part of the library, and hold what comes back against what the headers
// promise. `toofew_fuzz --target=NAME` runs one under libFuzzer; docs/robustness.md tells more.

namespace toofew::fuzz {

/// Takes any bytes. What the library says of bad input is an Error; whatever else is thrown, and a promise() that is
/// broken, ends the program.
struct Target {
  std::string name;
  std::function<void(std::string_view)> run;
};

/// One for each format of drafts, by its name; and what is made of documents: checks, fixes, reports.
std::vector<Target> draft_targets();
/// The text layer and the grammar.
std::vector<Target> text_targets();
/// What users write for toofew: policies, rules, waivers, and what they name.
std::vector<Target> policy_targets();
/// The language server.
std::vector<Target> lsp_targets();

/// Ends the program, with `what`, unless it holds.
void promise(bool holds, const char* what);

/// Runs `read`, which may throw Error: one that has a message in valid UTF-8 and a place that could be. Whether it did not.
bool reads(const std::function<void()>& read);

bool is_utf8(std::string_view text);
/// The bytes, with U+FFFD for those that are no UTF-8.
std::string as_utf8(std::string_view bytes);
/// Whether no character of the UTF-8 `text` is cut at `offset`, which lies in it or at its end.
bool is_boundary(std::string_view text, std::size_t offset);
/// That the range lies in the text, and cuts no character where that is UTF-8.
void promise_range(ByteRange range, std::string_view text, const char* what);

/// Cuts an input into texts of several sorts: at bytes 0xFF, which no UTF-8 has. At most `parts`.
std::vector<std::string_view> split(std::string_view input, std::size_t parts);

/// Takes small numbers from the beginning of an input; zeros when there is nothing left.
class Choices {
 public:
  explicit Choices(std::string_view input) : rest_(input) {}
  /// From 0 to `end` - 1; precondition: 0 < end <= 65536.
  std::size_t below(std::size_t end);
  std::string_view take(std::size_t size);
  bool done() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

}  // namespace toofew::fuzz

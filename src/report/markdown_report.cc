#include <fmt/format.h>

#include "report/entries.h"
#include "report/escape.h"
#include "report/excerpt.h"
#include "report/formats.h"

namespace toofew {
namespace {

constexpr std::size_t kMostBytes = 900'000;  // GitHub refuses job summaries of more than 1 MiB
constexpr std::size_t kMostWords = 200;      // terminal columns of the copy

std::string place(const Entry& entry) {
  const std::string path = entry.path.empty() ? "" : markdown_code(entry.path) + " ";
  return fmt::format("{}line {}", path, entry.begin.line);
}

/// The words, cut where they are long.
std::string words(const Entry& entry) {
  if (!entry.finding) return {};
  const LineIndex index(entry.finding->text);
  return markdown_code(excerpt(index, {0, 0}, kMostWords).line);
}

std::string row(const Entry& entry) {
  return fmt::format("| {} | {} | {} | {} | {} |\n", severity_name(entry.severity), place(entry), words(entry),
                     escape_markdown(entry.message), escape_markdown(entry.advice));
}

}  // namespace

std::string markdown_report(const Report& report) {
  const auto rows = entries(report);
  std::string out = fmt::format("## toofew\n\n{}", summary(tally(report)));
  if (rows.empty()) return out;
  out += "\n| Severity | Where | Words | What | What to do |\n| --- | --- | --- | --- | --- |\n";
  std::size_t left = rows.size();
  for (const Entry& entry : rows) {
    const std::string next = row(entry);
    if (out.size() + next.size() > kMostBytes) break;
    out += next;
    --left;
  }
  if (left > 0) out += fmt::format("\nThis is too long to be shown in full: {} more are left out.\n", left);
  return out;
}

}  // namespace toofew

#include <catch2/catch.hpp>

#include "report/line_index.h"
#include "report/redact.h"

using namespace toofew;

namespace {

std::string masked_bytes(const std::string& bytes) {
  Report report;
  report.files.resize(1);
  report.files[0].bytes = bytes;
  return redacted(report).files[0].bytes;
}

}  // namespace

TEST_CASE("Every character is masked by one of its size") {
  CHECK(masked_bytes("a é日👋\r\nb") == "##·█🔒\r\n#");
  CHECK(masked_bytes("\xEF\xBB\xBF"
                     "a") ==
        "\xEF\xBB\xBF"
        "#");
  CHECK(masked_bytes("\xFF\xC3\x28") == "###");
}

TEST_CASE("Positions hold in what is masked") {
  const std::string text = GENERATE(as<std::string>{}, "é日👋\r\n\xFF\xE2\x82 53",
                                    "\xEF\xBB\xBF"
                                    "é\r53",
                                    std::string("\xFF\xFE\xE9\0=\xD8\x4B\xDC\n\0005\0", 12),
                                    std::string("\xFE\xFF\0\xE9\xD8=\xDC\x4B\0\n\0005", 12));
  const std::string mask = masked_bytes(text);
  REQUIRE(mask.size() == text.size());
  CHECK(mask.find('5') == std::string::npos);
  const LineIndex before(text);
  const LineIndex after(mask);
  for (const ColumnUnit unit : {ColumnUnit::code_points, ColumnUnit::utf16, ColumnUnit::utf8}) {
    for (std::size_t at = 0; at <= text.size(); ++at) CHECK(before.position(at, unit) == after.position(at, unit));
  }
}

TEST_CASE("A finding tells what its kind tells, and nothing else") {
  Finding finding;
  finding.kind = Kind::small_share;
  finding.rule = "small-share.part";
  finding.text = "3% of our 400 testers";
  finding.topic = "asthma";
  finding.category = "health";
  finding.cohort = Interval::exactly(12);
  finding.message = "This share stands for 12 testers (3% × 400 = 12).";
  finding.arithmetic = "3% × 400 = 12";
  finding.record = "launch-3";
  Report report;
  report.files.resize(1);
  report.files[0].findings = {finding};
  const Finding shown = redacted(report).files[0].findings[0];
  CHECK(shown.text == "#####################");
  CHECK(shown.topic.empty());
  CHECK(shown.arithmetic.empty());
  CHECK(shown.record.empty());
  CHECK(shown.cohort == Interval::at_least(0));
  CHECK(shown.message.find("12") == std::string::npos);
  CHECK(shown.rule == "small-share.part");
  CHECK(shown.category == "health");
}

TEST_CASE("A failure keeps its place; its reason only where it cannot quote the draft") {
  CheckedFile file;
  file.failure = Error(Error::Place{"a.json", 1, 5, "53 people"}, "last read: '53'", "hint");
  const std::string open = file.failure->what();
  redact_failure(file);
  CHECK(file.failure->what() == open);
  file.failure_quotes = true;
  redact_failure(file);
  CHECK(std::string(file.failure->what()) ==
        "a.json:1:5: cannot be read; the reason is left out, since it may quote the draft");
}

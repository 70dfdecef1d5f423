#include "policy/baseline.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "base/error.h"

namespace toofew {
namespace {

constexpr const char* kKey = "00112233445566778899aabbccddeeff";

Finding finding_of(const std::string& text, std::int64_t people, const std::string& rule = "small-count.people") {
  Finding finding;
  finding.text = text;
  finding.rule = rule;
  finding.cohort = Interval::exactly(people);
  return finding;
}

Baseline baseline_of(const std::vector<BaselineEntry>& entries) {
  return Baseline::read("base", Baseline("base", kKey).text_with(entries));
}

/// Which of the findings are marked: "1.1".
std::string marks(const std::vector<Finding>& findings) {
  std::string out;
  for (const Finding& finding : findings) out += finding.baseline ? '1' : '.';
  return out;
}

std::string failure_of(const std::string& text) {
  try {
    Baseline::read("base", text);
  } catch (const Error& error) {
    return error.what();
  }
  return "none";
}

TEST_CASE("A digest knows the words and the values again, and nothing else") {
  const Baseline baseline("base", kKey);
  const std::string digest = baseline.digest(finding_of("53 people watched it", 53));
  for (const char* same : {"**53 people** watched\n  it", "53 People\twatched it.", "  53 people > watched _it_"}) {
    CHECK(baseline.digest(finding_of(same, 53)) == digest);
  }
  CHECK(baseline.digest(finding_of("53 people watched it", 54)) != digest);
  CHECK(baseline.digest(finding_of("53 people watched them", 53)) != digest);
  CHECK(baseline.digest(finding_of("5 3 people watched it", 53)) != digest);
  CHECK(Baseline("base", "ffeeddccbbaa99887766554433221100").digest(finding_of("53 people watched it", 53)) != digest);
  Finding of_base = finding_of("53 people watched it", 53);
  of_base.related_text = "our 400 testers";
  CHECK(baseline.digest(of_base) != digest);
}

TEST_CASE("Words of any script are words") {
  const Baseline baseline("base", kKey);
  CHECK(baseline.digest(finding_of("53 människor", 53)) != baseline.digest(finding_of("53 manniskor", 53)));
  CHECK(baseline.digest(finding_of("五十三人", 53)) != baseline.digest(finding_of("五十四人", 53)));
  CHECK(baseline.digest(finding_of("53 ÉTUDIANTS", 53)) == baseline.digest(finding_of("53 étudiants", 53)));
}

TEST_CASE("An entry is good for as many findings as it counts") {
  const Finding one = finding_of("53 people", 53);
  const std::string digest = Baseline("base", kKey).digest(one);
  Baseline baseline = baseline_of({{"a.md", one.rule, digest, 2, 0}});
  std::vector<Finding> findings = {one, finding_of("54 people", 54), one, one};
  baseline.mark("b.md", findings);
  CHECK(marks(findings) == "....");
  baseline.mark("a.md", findings);
  CHECK(marks(findings) == "1.1.");
  CHECK(findings[0].baseline->line == 2);
  CHECK(baseline.left().empty());
}

TEST_CASE("A draft may get another name") {
  const Finding one = finding_of("53 people", 53);
  const std::string digest = Baseline("base", kKey).digest(one);
  Baseline baseline = baseline_of({{"a.md", one.rule, digest, 1, 0}, {"old.md", one.rule, digest, 1, 0}});
  std::vector<Finding> findings = {one, one};
  baseline.set_gone([](const std::string& path) { return path == "old.md"; });
  baseline.mark_moved(findings);
  CHECK(marks(findings) == "1.");
  REQUIRE(baseline.left().size() == 1);
  CHECK(baseline.left()[0].path == "a.md");
}

TEST_CASE("What is wrong with a waiver or a fact is never in a baseline") {
  Finding finding = finding_of("a waiver", 0, "waiver.expired");
  CHECK(Baseline::can_hold(finding));
  finding.kind.reset();
  CHECK_FALSE(Baseline::can_hold(finding));
}

TEST_CASE("A baseline is written sorted, each entry once, and is read again as it was") {
  const std::string digest = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
  const std::string odd = "a\tb\\c\nd\re.md";
  const Baseline baseline("base", kKey);
  const std::string text = baseline.text_with({{"b.md", "r", digest, 1, 0},
                                               {odd, "r", digest, 1, 0},
                                               {"b.md", "r", digest, 2, 0},
                                               {"#a.md", "r", digest, 1, 0}});
  CHECK(text == "toofew-baseline 1 " + std::string(kKey) + "\n#a.md\tr\t" + digest + "\t1\na\\tb\\\\c\\nd\\re.md\tr\t" +
                    digest + "\t1\nb.md\tr\t" + digest + "\t3\n");
  const Baseline again = Baseline::read("base", text);
  CHECK(again.left().size() == 3);
  CHECK(again.left()[1].path == odd);
  CHECK(again.text_with(again.left()) == text);
}

TEST_CASE("Line ends of Windows, empty lines, and doubled lines do no harm") {
  const std::string line = "a.md\tr\taaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\t";
  const std::string header = "toofew-baseline 1 " + std::string(kKey);
  const Baseline baseline = Baseline::read("base", header + "\r\n\r\n" + line + "1\r\n" + line + "2\n" + header);
  REQUIRE(baseline.left().size() == 1);
  CHECK(baseline.left()[0].count == 2);
}

TEST_CASE("What is no baseline is told with its line") {
  const std::string header = "toofew-baseline 1 " + std::string(kKey) + "\n";
  const std::string digest(32, 'a');
  CHECK(failure_of("") ==
        "base:1: its first line must be 'toofew-baseline 1' and a key; `toofew baseline` writes another "
        "one once this is deleted");
  CHECK_THAT(failure_of("toofew-baseline 1 key\n"), Catch::StartsWith("base:1: the key must be 32 hexadecimal digits"));
  CHECK_THAT(failure_of("toofew-baseline 9 " + digest), Catch::StartsWith("base:1: this baseline is of a version"));
  CHECK_THAT(failure_of(header + "toofew-baseline 1 " + digest), Catch::StartsWith("base:2: there is a second header"));
  for (const char* mark : {"<<<<<<< HEAD", "=======", ">>>>>>> topic"}) {
    CHECK_THAT(failure_of(header + mark), Catch::StartsWith("base:2: a merge has left its marks here"));
  }
  CHECK_THAT(failure_of(header + "a.md r " + digest + " 1"), Catch::StartsWith("base:2: this is no entry"));
  CHECK(failure_of(header + "\tr\t" + digest + "\t1") == "base:2: there is no path before the first tab");
  CHECK(failure_of(header + "a.md\t\t" + digest + "\t1") == "base:2: there is no rule behind the first tab");
  CHECK(failure_of(header + "a.md\tr\tA\t1") == "base:2: the third field must be 32 hexadecimal digits");
  for (const char* count : {"0", "-1", "1x", "", "99999999999999999999"}) {
    CHECK(failure_of(header + "a.md\tr\t" + digest + "\t" + count) ==
          "base:2: '" + std::string(count) + "' must be the number of findings, 1 or more");
  }
}

}  // namespace
}  // namespace toofew

// Runs the cases of tests/data/ledger, which README.md there describes.

#include "policy/ledger.h"

#include <yaml-cpp/yaml.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <memory>
#include <set>

#include "base/digest.h"
#include "base/error.h"
#include "document/reader.h"
#include "policy/checker.h"
#include "policy/differences.h"

using namespace toofew;

namespace {

constexpr const char* kKey = "0123456789abcdef0123456789abcdef";
constexpr const char* kHeader = "{\"toofew-ledger\":1,\"key\":\"0123456789abcdef0123456789abcdef\"}\n";
const Date kToday = *parse_date("2026-06-15");

/// A post of a case, as far as it was read.
struct Post {
  std::string path;
  std::vector<Statement> statements;
  std::vector<Finding> findings;
};

Post read_post(const YAML::Node& node, const std::string& path, const Checker& checker) {
  const bool bare = node.IsScalar();
  const auto format = format_from_name(bare ? "markdown" : node["format"].as<std::string>("markdown"));
  REQUIRE(format);
  Post post;
  post.path = bare ? path : node["path"].as<std::string>(path);
  const std::string text = bare ? node.Scalar() : node["text"].Scalar();
  const Document document = read_document(text, *format, checker.config().fields(), post.path);
  post.findings = checker.check(document, post.path, nullptr, nullptr, &post.statements);
  return post;
}

LedgerEntry entry_of(const Statement& statement, const Ledger& ledger, const std::string& path) {
  LedgerEntry entry;
  entry.told = ledger.digest(statement.claim.telling);
  entry.people = statement.claim.cohort.lo;
  entry.category = statement.claim.category;
  entry.time = statement.claim.telling.time;
  entry.date = statement.date.value_or(kToday);
  entry.post = ledger.digest(path);
  if (!statement.place.record.empty()) entry.record = ledger.digest(statement.place.record);
  return entry;
}

Ledger ledger_of(const YAML::Node& published, const Checker& checker) {
  const Ledger empty("ledger.jsonl", kKey);
  std::vector<LedgerEntry> entries;
  const std::size_t count = published ? published.size() : 0;
  for (std::size_t i = 0; i < count; ++i) {
    const Post post = read_post(published[i], "published" + std::to_string(i), checker);
    for (const Statement& statement : post.statements) entries.push_back(entry_of(statement, empty, post.path));
  }
  return Ledger::read("ledger.jsonl", empty.text_with(std::move(entries)));
}

/// "in-post 3", "of-posts 3", "to-ledger 3", or "read 3" for what the rules found by themselves, in order.
std::vector<std::string> described(const Post& post) {
  std::vector<std::string> out;
  for (const Finding& finding : post.findings) {
    if (finding.kind != Kind::differencing) continue;
    const std::string name = finding.rule.substr(finding.rule.find('.') + 1);
    const auto& ours = difference_rules();
    const bool is_ours =
        std::any_of(ours.begin(), ours.end(), [&](const RuleInfo& rule) { return rule.id == finding.rule; });
    out.push_back((is_ours ? name : "read") + " " + std::to_string(finding.cohort.lo));
  }
  return out;
}

void compare(std::vector<Post>& posts, const Checker& checker, const Ledger& ledger) {
  std::vector<Telltale> telling;
  for (Post& post : posts) {
    Telltale one;
    one.path = post.path;
    one.statements = &post.statements;
    one.findings = &post.findings;
    one.policy = &checker.config().policy;
    one.is_disabled = [&](const std::string& rule) { return checker.is_disabled(rule); };
    one.ledger = ledger.file();
    for (const Statement& statement : post.statements) {
      one.published.push_back(look_up(ledger, statement, ledger.digest(post.path)));
    }
    telling.push_back(std::move(one));
  }
  add_differences(telling);
}

void run(const YAML::Node& test, const Checker& checker) {
  const Ledger ledger = ledger_of(test["published"], checker);
  std::vector<Post> posts;
  for (std::size_t i = 0; i < test["posts"].size(); ++i) {
    posts.push_back(read_post(test["posts"][i], "post" + std::to_string(i), checker));
  }
  compare(posts, checker, ledger);
  std::vector<std::string> found;
  std::size_t statements = 0;
  for (const Post& post : posts) {
    for (const std::string& one : described(post)) found.push_back(one);
    statements += post.statements.size();
    for (const Statement& statement : post.statements) {
      std::string words;
      for (const auto& word : statement.claim.telling.words) words += word + " ";
      UNSCOPED_INFO(post.path << ": " << words << static_cast<int>(statement.claim.telling.time));
    }
  }
  CHECK(found == test["found"].as<std::vector<std::string>>(std::vector<std::string>()));
  if (test["statements"]) CHECK(statements == test["statements"].as<std::size_t>());
}

std::string message_of(const std::string& text) {
  try {
    const Ledger ledger = Ledger::read("ledger.jsonl", text);
    ledger.entries();
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("differences between statements that stand apart") {
  const Checker built_in(built_in_config(), {});
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(TOOFEW_TEST_DATA "/ledger")) {
    if (entry.path().extension() != ".yaml" || entry.path().stem() == "broken") continue;
    for (const auto& test : YAML::LoadFile(entry.path().native())) {
      INFO(entry.path().filename().native() << ": " << test["name"].as<std::string>());
      if (test["policy"]) {
        run(test, Checker(read_config("toofew.yaml", test["policy"].Scalar()), {}));
      } else {
        run(test, built_in);
      }
      ++count;
    }
  }
  CHECK(count >= 40);
}

TEST_CASE("a broken ledger is refused, with its line") {
  for (const auto& test : YAML::LoadFile(TOOFEW_TEST_DATA "/ledger/broken.yaml")) {
    INFO(test["name"].Scalar());
    std::string text = test["text"].Scalar();
    if (const auto at = text.find("{header}\n"); at == 0) text.replace(0, 9, kHeader);
    CHECK(message_of(text).starts_with(test["error"].as<std::string>("")));
    if (!test["error"]) CHECK(message_of(text).empty());
  }
}

TEST_CASE("a ledger is the same text whatever the order, and after reading it") {
  const Checker checker(built_in_config(), {});
  const YAML::Node posts = YAML::Load("['1,204 members ordered the sleep kit.', '2,207 members ordered the tea box.']");
  const YAML::Node swapped = YAML::Load(
      "[{path: published1, text: '2,207 members ordered the tea box.'}, {path: published0, text: '1,204 members "
      "ordered the sleep kit.'}]");
  const Ledger one = ledger_of(posts, checker);
  const Ledger other = ledger_of(swapped, checker);
  const std::string text = one.text_with(one.entries());
  CHECK(one.entries().size() == 2);
  CHECK(text == other.text_with(other.entries()));
  auto twice = one.entries();
  for (const LedgerEntry& entry : one.entries()) twice.push_back(entry);
  CHECK(one.text_with(twice) == text);
  CHECK(text.find("members") == std::string::npos);
}

TEST_CASE("another key makes other digests of the same words") {
  CHECK(keyed_digest(kKey, "members") == keyed_digest(kKey, "members"));
  CHECK(keyed_digest(kKey, "members") != keyed_digest("fedcba9876543210fedcba9876543210", "members"));
  CHECK(is_digest(keyed_digest(kKey, "")));
  // RFC 4231, test case 2
  CHECK(keyed_digest("Jefe", "what do ya want for nothing?") == "5bdcc146bf60754e6a042426089575c7");
}

// Micro-benchmarks of the stages that a draft goes through. micro.py runs them and compares them with what is recorded.
#include <benchmark/benchmark.h>
#include <re2/re2.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "document/reader.h"
#include "grammar/grammar.h"
#include "policy/checker.h"
#include "policy/config.h"
#include "text/clean.h"
#include "text/sentences.h"
#include "text/text.h"
#include "text/tokenizer.h"

namespace toofew {
namespace {

const char kNumbers[] =
    "From 1,204 to 1,310, or 3.5% of 12k. Nearly a quarter of 80, two thirds of the rest, between 40 and 60. "
    "One in five, 98 out of 100, twenty-one, half a dozen, a few hundred, at least 30. Not on 4 May 2026 at 7:30.";

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string data(const std::string& name) { return read_file(std::filesystem::path(TOOFEW_BENCH_DATA) / name); }

/// The work is told by its bytes, so that drafts may become longer without becoming slower.
void set_bytes(benchmark::State& state, std::size_t bytes) {
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
}

/// What the others are measured by: a search for numbers and people, line by line.
void reference(benchmark::State& state) {
  const std::string text = data("clean.md");
  const RE2 pattern(R"((?i)\b([0-9]+|one|two|three|few)\b.*\b(people|customers|members|users)\b)");
  for (auto _ : state) {
    re2::StringPiece rest(text);
    int lines = 0;
    while (RE2::FindAndConsume(&rest, pattern)) ++lines;
    benchmark::DoNotOptimize(lines);
  }
  set_bytes(state, text.size());
}
BENCHMARK(reference);

void read_format(benchmark::State& state, const std::string& path) {
  const std::string bytes = read_file(path);
  const Format format = *format_from_path(path);
  const FieldNames fields = default_field_names();
  for (auto _ : state) benchmark::DoNotOptimize(read_document(bytes, format, fields, path));
  set_bytes(state, bytes.size());
}

void clean_text(benchmark::State& state) {
  const std::string text = data("clean.md");
  for (auto _ : state) benchmark::DoNotOptimize(clean(text));
  set_bytes(state, text.size());
}
BENCHMARK(clean_text);

void tokens(benchmark::State& state) {
  const std::string source = data("clean.md");
  const CleanText cleaned = clean(source);
  const TextOptions options = Grammar::load("en", {}).text_options();
  for (auto _ : state) {
    Text text;
    tokenize(cleaned, options, text);
    benchmark::DoNotOptimize(text);
  }
  set_bytes(state, source.size());
}
BENCHMARK(tokens);

void sentences(benchmark::State& state) {
  const std::string source = data("clean.md");
  const TextOptions options = Grammar::load("en", {}).text_options();
  const Text text = read_text(source, options);
  for (auto _ : state) benchmark::DoNotOptimize(find_sentences(text.tokens, options));
  set_bytes(state, source.size());
}
BENCHMARK(sentences);

void quantities(benchmark::State& state) {
  const Grammar grammar = Grammar::load("en", {});
  const Document document = read_document(kNumbers, *format_from_name("plain"), default_field_names(), "");
  for (auto _ : state) {
    for (const Part& part : document.parts) benchmark::DoNotOptimize(grammar.read(part));
  }
  set_bytes(state, sizeof kNumbers);
}
BENCHMARK(quantities);

/// A whole draft, from its bytes to its findings, by a checker that has read it before: the automata of its patterns are
/// built as texts need them.
void check(benchmark::State& state, const std::string& name) {
  const Checker checker(built_in_config(), {});
  const std::string bytes = data(name);
  const Format format = *format_from_path(name);
  const FieldNames fields = default_field_names();
  const auto once = [&] { return checker.check(read_document(bytes, format, fields, name)); };
  once();
  for (auto _ : state) benchmark::DoNotOptimize(once());
  set_bytes(state, bytes.size());
}
BENCHMARK_CAPTURE(check, post, "post.md");
BENCHMARK_CAPTURE(check, disclosures, "disclosures.jsonl");
BENCHMARK_CAPTURE(check, clean, "clean.md");

/// The same by a new checker.
void first_check(benchmark::State& state, const std::string& name) {
  const std::string bytes = data(name);
  const Format format = *format_from_path(name);
  const FieldNames fields = default_field_names();
  for (auto _ : state) {
    const Checker checker(built_in_config(), {});
    benchmark::DoNotOptimize(checker.check(read_document(bytes, format, fields, name)));
  }
  set_bytes(state, bytes.size());
}
BENCHMARK_CAPTURE(first_check, clean, "clean.md");

void load_rules(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(Grammar::load("en", {}));
}
BENCHMARK(load_rules)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace toofew

int main(int count, char** arguments) {
  for (const char* name : {"annual-report.md", "leaderboard.html", "mixed.txt", "newsletter.eml", "thread.tweet",
                           "queue.csv", "queue.json", "queue.jsonl", "queue.tsv", "queue.yaml"}) {
    const std::filesystem::path path = std::filesystem::path(TOOFEW_BENCH_SAMPLES) / name;
    const std::string ending = path.extension().string().substr(1);
    benchmark::RegisterBenchmark(("read/" + ending).c_str(), toofew::read_format, path.string());
  }
  benchmark::Initialize(&count, arguments);
  if (benchmark::ReportUnrecognizedArguments(count, arguments)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}

// Every reader against documents with marks in them. «words» or «words¦as written» must be found by those words, and
// lead back to exactly the bytes between the marks; ‹words› must not be read at all. "␤" stands for a line break.

#include "document/document.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

#include "base/error.h"
#include "document/reader.h"
#include "replace_all.h"

using namespace toofew;

namespace {

struct Expected {
  std::string words;
  ByteRange bytes;
};

struct Sample {
  std::string bytes;
  std::vector<Expected> shown;
  std::vector<std::string> hidden;
};

std::string slurp(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

Sample unmark(const std::string& marked) {
  constexpr std::string_view open = "«", close = "»", open_hidden = "‹", close_hidden = "›", bar = "¦";
  Sample sample;
  for (std::size_t at = 0; at < marked.size();) {
    const std::string_view rest = std::string_view(marked).substr(at);
    const bool shown = rest.starts_with(open);
    if (!shown && !rest.starts_with(open_hidden)) {
      sample.bytes += marked[at++];
      continue;
    }
    const std::string_view ending = shown ? close : close_hidden;
    const std::size_t end = rest.find(ending);
    REQUIRE(end != std::string_view::npos);
    std::string words(rest.substr(open.size(), end - open.size()));
    if (!shown) words = rest.substr(open_hidden.size(), end - open_hidden.size());
    at += end + ending.size();
    std::string written = words;
    if (const std::size_t middle = words.find(bar); middle != std::string::npos) {
      written = words.substr(middle + bar.size());
      words.resize(middle);
    }
    replace_all(words, "␤", "\n");
    replace_all(written, "␤", "\n");
    const ByteRange bytes{sample.bytes.size(), sample.bytes.size() + written.size()};
    sample.bytes += written;
    if (shown) {
      sample.shown.push_back({words, bytes});
    } else {
      sample.hidden.push_back(words);
    }
  }
  return sample;
}

// Writes the sample in another way: `write` says what a character becomes, `start` what the file starts with.
template <typename Write>
Sample rewritten(const Sample& sample, std::string start, Write write) {
  Sample out{std::move(start), sample.shown, sample.hidden};
  std::vector<std::size_t> moved(sample.bytes.size() + 1);
  for (std::size_t at = 0; at < sample.bytes.size();) {
    std::size_t size = 1;
    while (at + size < sample.bytes.size() && (static_cast<unsigned char>(sample.bytes[at + size]) & 0xC0) == 0x80) ++size;
    moved[at] = out.bytes.size();
    out.bytes += write(sample.bytes.substr(at, size));
    at += size;
  }
  moved[sample.bytes.size()] = out.bytes.size();
  for (Expected& expected : out.shown) expected.bytes = {moved[expected.bytes.begin], moved[expected.bytes.end]};
  return out;
}

Sample with_crlf(const Sample& sample) {
  return rewritten(sample, "", [](const std::string& c) { return c == "\n" ? "\r\n" : c; });
}

Sample with_bom(const Sample& sample) {
  return rewritten(sample, "\xEF\xBB\xBF", [](const std::string& c) { return c; });
}

std::string utf16(const std::string& c, bool big_endian) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(c[i]); };
  char32_t code_point = byte(0);
  if (c.size() > 1) code_point = byte(0) & (0xFFu >> (c.size() + 1));
  for (std::size_t i = 1; i < c.size(); ++i) code_point = code_point << 6 | (byte(i) & 0x3Fu);
  std::vector<unsigned int> units{static_cast<unsigned int>(code_point)};
  if (code_point > 0xFFFF) units = {0xD800u + ((code_point - 0x10000u) >> 10), 0xDC00u + ((code_point - 0x10000u) & 0x3FFu)};
  std::string out;
  for (unsigned int unit : units) {
    const char high = static_cast<char>(unit >> 8);
    const char low = static_cast<char>(unit & 0xFF);
    out += big_endian ? high : low;
    out += big_endian ? low : high;
  }
  return out;
}

ByteRange file_range(const Part& part, const Block& block, ByteRange text) {
  return part.map.to_source(block.map.to_source(text));
}

bool leads_back(const Document& document, const Expected& expected, std::vector<ByteRange>& found) {
  for (const Part& part : document.parts) {
    for (const Block& block : part.blocks) {
      for (std::size_t at = block.text.find(expected.words); at != std::string::npos;
           at = block.text.find(expected.words, at + 1)) {
        found.push_back(file_range(part, block, {at, at + expected.words.size()}));
        if (found.back() == expected.bytes) return true;
      }
    }
  }
  return false;
}

void check_marks(const Sample& sample, const Document& document) {
  for (const Expected& expected : sample.shown) {
    std::vector<ByteRange> found;
    INFO("words: " << expected.words << "; expected at " << expected.bytes.begin << "-" << expected.bytes.end);
    const bool exact = leads_back(document, expected, found);
    for (const ByteRange& range : found) UNSCOPED_INFO("found at " << range.begin << "-" << range.end);
    CHECK(exact);
  }
  for (const std::string& words : sample.hidden) {
    for (const Part& part : document.parts) {
      for (const Block& block : part.blocks) {
        INFO("not prose: " << words << "; read as: " << block.text);
        CHECK(block.text.find(words) == std::string::npos);
      }
    }
  }
}

// Maps go forward only, stay in bounds, and cover their text.
void check_maps(const Document& document, std::size_t file_size) {
  for (const Part& part : document.parts) {
    CHECK(part.map.text_size() == part.content.size());
    for (const Block& block : part.blocks) {
      INFO(block.text);
      CHECK(block.map.text_size() == block.text.size());
      std::size_t reached = 0;
      bool in_order = true;
      for (std::size_t i = 0; i < block.text.size(); ++i) {
        const ByteRange content = block.map.to_source({i, i + 1});
        in_order &= reached <= content.begin && content.begin <= content.end && content.end <= part.content.size();
        in_order &= part.map.to_source(content).end <= file_size;
        reached = content.begin;
      }
      CHECK(in_order);
      for (const Mark& mark : block.marks) {
        CHECK(mark.text.begin < mark.text.end);
        CHECK(mark.text.end <= block.text.size());
      }
      CHECK(block.cell.has_value() == (block.kind == BlockKind::table_cell));
    }
  }
}

void check_sample(const Sample& sample, Format format) {
  const Document document = read_document(sample.bytes, format, default_field_names(), "sample");
  check_marks(sample, document);
  check_maps(document, sample.bytes.size());
}

Document read(std::string_view bytes, Format format) {
  return read_document(bytes, format, default_field_names(), "draft");
}

std::vector<std::string> texts(const Document& document) {
  std::vector<std::string> out;
  for (const Part& part : document.parts) {
    for (const Block& block : part.blocks) out.push_back(block.text);
  }
  return out;
}

const Block& block_with(const Document& document, std::string_view words) {
  for (const Part& part : document.parts) {
    for (const Block& block : part.blocks) {
      if (block.text.find(words) != std::string::npos) return block;
    }
  }
  FAIL("no block with " << words);
  throw 0;
}

std::string error_of(std::string_view bytes, Format format) {
  try {
    read(bytes, format);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string out;
  out.reserve(text.size() * count);
  while (count-- > 0) out += text;
  return out;
}

}  // namespace

TEST_CASE("readers: every position leads back to the bytes of the file") {
  for (const auto& entry : std::filesystem::directory_iterator(TOOFEW_TEST_DATA "/documents")) {
    const auto format = format_from_path(entry.path().string());
    REQUIRE(format);
    const Sample sample = unmark(slurp(entry.path()));
    REQUIRE(!sample.shown.empty());
    DYNAMIC_SECTION(entry.path().filename().string()) { check_sample(sample, *format); }
    DYNAMIC_SECTION(entry.path().filename().string() << ", CRLF") { check_sample(with_crlf(sample), *format); }
    DYNAMIC_SECTION(entry.path().filename().string() << ", BOM") { check_sample(with_bom(sample), *format); }
    if (*format == Format::email) continue;
    DYNAMIC_SECTION(entry.path().filename().string() << ", UTF-16") {
      check_sample(rewritten(sample, "\xFF\xFE", [](const std::string& c) { return utf16(c, false); }), *format);
      check_sample(rewritten(sample, "\xFE\xFF", [](const std::string& c) { return utf16(c, true); }), *format);
    }
  }
}

TEST_CASE("readers: a document that is cut off anywhere is read, or told to be broken") {
  for (const auto& entry : std::filesystem::directory_iterator(TOOFEW_TEST_DATA "/documents")) {
    const std::string bytes = unmark(slurp(entry.path())).bytes;
    for (std::size_t size = 0; size < bytes.size(); size += 17) {
      INFO(entry.path() << " cut at " << size);
      try {
        check_maps(read(std::string_view(bytes).substr(0, size), *format_from_path(entry.path().string())), size);
      } catch (const Error& error) {
        CHECK(error.place().line > 0);
      }
    }
  }
}

TEST_CASE("readers: what cannot be read is told with its place") {
  CHECK(error_of("ok\ncaf\xE9 is", Format::markdown) ==
        "draft:2:4: not valid UTF-8 at byte 0xE9; save the file as UTF-8\n  caf\n     ^");
  CHECK_THAT(error_of(std::string_view("a\0b", 3), Format::plain), Catch::Contains("1:2: holds a NUL byte"));
  CHECK_THAT(error_of(std::string_view("\xFF\xFE\0\0a\0\0\0", 8), Format::plain), Catch::Contains("UTF-32"));
  CHECK_THAT(error_of("\xFF\xFE" "a", Format::plain), Catch::Contains("middle of a character"));
  CHECK_THAT(error_of("---\ntitle: ok\nbad: [\n---\ntext", Format::markdown), Catch::Contains("draft:4:1: front matter: "));
  CHECK_THAT(error_of("---\ntitle: \"open\n---\ntext", Format::markdown), Catch::Contains("front matter: not valid YAML"));
  CHECK_THAT(error_of("{\"a\": 1,\n \"b\": }", Format::json_queue), Catch::Contains("draft:2:7: not valid JSON: "));
  CHECK_THAT(error_of("{\"text\": \"a\"}\n\n{\"text\": }", Format::json_lines_queue), Catch::Contains("draft:3:10: "));
  CHECK_THAT(error_of("[1]", Format::json_lines_queue), Catch::Contains("draft:1:1: a line of JSON Lines must be"));
  CHECK_THAT(error_of("a: [b\nc: d", Format::yaml_queue), Catch::Contains("not valid YAML"));
  CHECK_THAT(error_of("id,text\n1,\"open", Format::csv_queue), Catch::Contains("draft:2:3: a quoted field is not closed"));
  CHECK_THAT(error_of("id,text\n1,\"a\"b", Format::csv_queue), Catch::Contains("draft:2:6: text after the closing quote"));
  CHECK_THAT(error_of("id,text\n1,a,b", Format::csv_queue), Catch::Contains("draft:2:1: the row has 3 fields"));
  CHECK_THAT(error_of("Content-Type: text/plain; charset=klingon\n\nx", Format::email), Catch::Contains("'klingon'"));
}

TEST_CASE("readers: an error in a record's front matter is told at its place in the file") {
  const std::string file = R"([{"id": 1, "text": "---\ntitle: \"open\n---\ntext"}])";
  CHECK_THAT(error_of(file, Format::json_queue), Catch::StartsWith("draft:1:33: front matter: not valid YAML: the quote"));
}

TEST_CASE("readers: nesting is bounded") {
  CHECK_THAT(error_of(repeated("[", 600), Format::json_queue), Catch::Contains("nested deeper than 512 levels"));
  CHECK_THAT(error_of(repeated("[", 600), Format::yaml_queue), Catch::Contains("nested too deeply"));
  std::string block;
  for (std::size_t i = 0; i < 600; ++i) block += std::string(i, ' ') + "a:\n";
  CHECK_THAT(error_of(block, Format::yaml_queue), Catch::Contains("nested too deeply"));
  CHECK(texts(read(repeated("<div>", 100'000) + "one" + repeated("</div>", 100'000), Format::html)) ==
        std::vector<std::string>{"one"});
  CHECK(texts(read(repeated("> ", 2'000) + "one", Format::markdown)) == std::vector<std::string>{"one"});
}

TEST_CASE("readers: YAML aliases are followed, and bounded") {
  const Document document = read("- id: a\n  note: &n only two people\n- id: b\n  text: *n\n", Format::yaml_queue);
  REQUIRE(document.parts.size() == 1);
  CHECK(document.parts[0].record == "b");
  CHECK(document.parts[0].map.to_source({0, 4}) == ByteRange{19, 23});

  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += 'a' + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int j = 0; j < 9; ++j) bomb += ", " + before;
    bomb += "]\n";
  }
  CHECK_THAT(error_of(bomb, Format::yaml_queue), Catch::Contains("aliases repeat more text"));
}

TEST_CASE("markdown: kinds, cells, quotations and marks") {
  const Document document = read(unmark(slurp(TOOFEW_TEST_DATA "/documents/post.md")).bytes, Format::markdown);
  REQUIRE(document.parts.size() == 1);
  const Part& part = document.parts[0];
  CHECK(part.metadata.at("lang") == "en");
  CHECK(part.metadata.at("draft") == "true");
  CHECK(part.metadata.at("social.text").starts_with("nested words"));

  CHECK(block_with(document, "plain scalar").kind == BlockKind::metadata);
  CHECK(block_with(document, "plain scalar").field == "title");
  CHECK(block_with(document, "nested words").field == "social.text");
  CHECK(block_with(document, "Heading").kind == BlockKind::heading);
  CHECK(block_with(document, "setext words").kind == BlockKind::heading);
  CHECK(block_with(document, "alpha").kind == BlockKind::list_item);
  CHECK(block_with(document, "picture words").kind == BlockKind::image_alt);
  CHECK(block_with(document, "tooltip words").kind == BlockKind::tooltip);
  CHECK(block_with(document, "definition title").kind == BlockKind::tooltip);
  CHECK(block_with(document, "span title").kind == BlockKind::tooltip);
  CHECK(block_with(document, "first footnote").kind == BlockKind::paragraph);
  CHECK(block_with(document, "first footnote").text == "Footnote first footnote text");
  CHECK(block_with(document, "after note").text == "Note after note and end");
  CHECK(block_with(document, "only four").quoted);
  CHECK(block_with(document, "html in quote").quoted);
  CHECK_FALSE(block_with(document, "Last").quoted);
  CHECK(block_with(document, "résumé").text.ends_with("done, \uFFFC after code."));

  const Block& cell = block_with(document, "three nurses");
  REQUIRE(cell.cell);
  CHECK(cell.cell->row == 1);
  CHECK(cell.cell->column == 1);
  CHECK_FALSE(cell.cell->header);
  CHECK(block_with(document, "Header cell").cell->header);

  const Block& struck = block_with(document, "struck words");
  REQUIRE(!struck.marks.empty());
  CHECK(struck.marks[0].kind == MarkKind::strike);
  CHECK(struck.text.substr(struck.marks[0].text.begin, struck.marks[0].text.size()) == "struck words");
}

TEST_CASE("markdown: reading order, lines and addresses") {
  CHECK(texts(read("a line\nand another  \nthird", Format::markdown)) ==
        std::vector<std::string>{"a line\nand another\nthird"});
  CHECK(texts(read("see (https://a.example/x_(y)). Or www.b.example, and <https://c.example>!", Format::markdown)) ==
        std::vector<std::string>{"see (\uFFFC). Or \uFFFC, and \uFFFC!"});
  CHECK(texts(read("---\n\nprose\n\n---\nmore", Format::markdown)) == std::vector<std::string>{"prose", "more"});
  CHECK(texts(read("+++\ntitle = \"t\"\n+++\nbody", Format::markdown)) == std::vector<std::string>{"body"});
  CHECK(texts(read("a <!-- x --> b <code>c</code> d<br/>e", Format::markdown)) ==
        std::vector<std::string>{"a  b \uFFFC d\ne"});
  CHECK(texts(read("a\rb", Format::markdown)) == std::vector<std::string>{"a\nb"});
  CHECK(texts(read("", Format::markdown)).empty());
}

TEST_CASE("markdown: a small table cannot ask for an endless one") {
  const std::string table = repeated("|a", 20'000) + "|\n" + repeated("|-", 20'000) + "|\n" + repeated("|b\n", 20'000);
  CHECK(read(table, Format::markdown).parts[0].blocks.size() < 100'000);
}

TEST_CASE("html: kinds, cells, quotations and marks") {
  const Document document = read(unmark(slurp(TOOFEW_TEST_DATA "/documents/page.html")).bytes, Format::html);
  CHECK(block_with(document, "title words").field == "title");
  CHECK(block_with(document, "graph words").kind == BlockKind::metadata);
  CHECK(block_with(document, "graph words").field == "og:title");
  CHECK(block_with(document, "alpha").text == "item alpha");
  CHECK(block_with(document, "alpha").kind == BlockKind::list_item);
  CHECK(block_with(document, "link title").kind == BlockKind::tooltip);
  CHECK(block_with(document, "quoted words").quoted);
  CHECK_FALSE(block_with(document, "caption words").quoted);
  CHECK(block_with(document, "head cell").cell->header);
  const Block& cell = block_with(document, "three nurses");
  REQUIRE(cell.cell);
  CHECK(cell.cell->row == 1);
  CHECK(cell.cell->column == 1);
  CHECK_FALSE(cell.cell->header);
  CHECK(cell.marks.at(0).kind == MarkKind::strong);
  CHECK(block_with(document, "after br").text == "Line\nafter br \uFFFC after code");
  CHECK(block_with(document, "second paragraph").text.find("folded space") != std::string::npos);
}

TEST_CASE("yaml: a sign that starts no value is an error, not an endless stream") {
  CHECK_THAT(error_of(",,,", Format::yaml_queue), Catch::Contains("not valid YAML"));
}

TEST_CASE("html: broken markup is read as a browser shows it") {
  CHECK(texts(read("a < b & c &unknown; &amp", Format::html)) == std::vector<std::string>{"a < b & c &unknown; &"});
  CHECK(texts(read("<b>one<i>two</b>three</i> four</p>five", Format::html)) ==
        std::vector<std::string>{"onetwothree four", "five"});
  CHECK(texts(read("x<!-- never closed", Format::html)) == std::vector<std::string>{"x"});
  CHECK(texts(read("x<p title='t", Format::html)) == std::vector<std::string>{"x", "t"});
  CHECK(texts(read("<script>a", Format::html)).empty());
  CHECK(texts(read("<a href=x?a&copy=1 title=&copy;2>y</a>", Format::html)) == std::vector<std::string>{"\u00A92", "y"});
}

TEST_CASE("queues: records, fields and what goes with them") {
  for (const auto* name : {"queue.yaml", "queue.json"}) {
    const Document document = read(unmark(slurp(std::string(TOOFEW_TEST_DATA "/documents/") + name)).bytes,
                                   *format_from_path(name));
    INFO(name);
    std::vector<std::string> ids;
    for (const Part& part : document.parts) {
      if (ids.empty() || ids.back() != part.record) ids.push_back(part.record);
    }
    const bool yaml = document.format == Format::yaml_queue;
    CHECK(ids == (yaml ? std::vector<std::string>{"spring-1", "42", "#3", "nested"}
                       : std::vector<std::string>{"a-1", "7", "#3", "nested"}));
    CHECK(document.parts[0].metadata.at("lang") == "en");
    CHECK(document.parts[0].field == "text");
  }
  const Document csv = read("id,lang,text\n1,en,\"a \"\"b\"\"\"\n,de,c\n", Format::csv_queue);
  REQUIRE(csv.parts.size() == 2);
  CHECK(csv.parts[0].content == "a \"b\"");
  CHECK(csv.parts[1].record == "#2");
  CHECK(csv.parts[1].metadata.at("lang") == "de");
}

TEST_CASE("queues: shapes") {
  const auto fields = [](const Document& document) {
    std::vector<std::string> out;
    for (const Part& part : document.parts) out.push_back(part.record + " " + part.field + " " + part.content);
    return out;
  };
  using List = std::vector<std::string>;
  CHECK(fields(read(R"({"text": "one", "media": [{"alt": "two"}], "id": "x"})", Format::json_queue)) ==
        List{"x text one", "x media.alt two"});
  CHECK(fields(read(R"({"social": {"twitter": "one", "mail": "two"}})", Format::json_queue)) ==
        List{"#1 social.twitter one", "#1 social.mail two"});
  CHECK(fields(read(R"({"title": "q", "posts": [{"text": "one"}, {"text": "two"}]})", Format::json_queue)) ==
        List{"#1 title q", "#2 text one", "#3 text two"});
  CHECK(fields(read(R"(["one", "two"])", Format::json_queue)) == List{"#1  one", "#2  two"});
  CHECK(fields(read("text: one\n---\ntext: two\n", Format::yaml_queue)) == List{"#1 text one", "#2 text two"});
  CHECK(fields(read("- id: a\r  text: one\r- text: >-\r    two\r", Format::yaml_queue)) ==
        List{"a text one", "#2 text two"});
  CHECK(fields(read("a: &d\n  text: one\nb:\n  <<: *d\n", Format::yaml_queue)) == List{"#1 a.text one", "#1 b.text one"});
  CHECK(read("", Format::yaml_queue).parts.empty());
  CHECK(read("\n\n", Format::json_lines_queue).parts.empty());
}

TEST_CASE("email: alternatives, subject and quoted replies") {
  const Document document = read(unmark(slurp(TOOFEW_TEST_DATA "/documents/mail.eml")).bytes, Format::email);
  REQUIRE(document.parts.size() == 4);
  REQUIRE(document.parts[0].blocks.size() == 1);
  CHECK(document.parts[0].blocks[0].kind == BlockKind::subject);
  CHECK(document.parts[0].blocks[0].text == "Only fifty-three péople péo and plain words café");
  CHECK(document.parts[1].metadata.at("from").starts_with("Björn"));
  CHECK(block_with(document, "alt words").kind == BlockKind::image_alt);
  CHECK(block_with(document, "reply words").quoted);
  CHECK(block_with(document, "curly words").text == "Hello “curly words” café café noir");
}

TEST_CASE("tweet: threads, polls and media") {
  const Document document = read(unmark(slurp(TOOFEW_TEST_DATA "/documents/poll.tweet")).bytes, Format::tweet);
  CHECK(block_with(document, "alpha").kind == BlockKind::poll_option);
  CHECK(block_with(document, "alpha").text == "choice alpha");
  CHECK(block_with(document, "alt words").kind == BlockKind::image_alt);
  CHECK(block_with(document, "thread words").text == "Second tweet thread words");
  CHECK(texts(read("---\nthread-delimiter: '+'\npoll: [yes, no]\n---\none\n+\ntwo\n", Format::tweet)) ==
        std::vector<std::string>{"yes", "no", "one", "two"});
  CHECK(texts(read("( ) is a mark\nbut text follows", Format::tweet)) ==
        std::vector<std::string>{"( ) is a mark\nbut text follows"});
}

TEST_CASE("formats by name and path") {
  CHECK(format_from_path("a/b.MD") == Format::markdown);
  CHECK(format_from_path("q.ndjson") == Format::json_lines_queue);
  CHECK(format_from_path("a.b/c") == std::nullopt);
  CHECK(format_from_path("x/toofew.yaml") == std::nullopt);
  CHECK(format_from_path(".toofew.yaml") == std::nullopt);
  CHECK(format_from_path("facts.yaml") == std::nullopt);
  CHECK(format_from_path("posts.yml") == Format::yaml_queue);
  for (const std::string& name : format_names()) CHECK(format_name(*format_from_name(name)) == name);
  CHECK(format_from_name("word") == std::nullopt);
  CHECK(default_field_names().prose.front() == "text");
}

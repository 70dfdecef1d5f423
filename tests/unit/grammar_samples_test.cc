// tests/data/samples: drafts with the findings that they must give written into them, as ⟦words⟧{kind fewest most}
// ("most" is left out where the text sets no bound). The marks are taken out before the draft is read.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <sstream>

#include <nlohmann/json.hpp>
#include <yaml-cpp/yaml.h>

#include <catch2/catch.hpp>

#include "base/utf8.h"
#include "document/reader.h"
#include "policy/checker.h"
#include "replace_all.h"

using namespace toofew;

namespace {

struct Expected {
  ByteRange bytes;
  std::string words;
  std::string kind;
  Interval cohort;
};

struct Sample {
  std::string bytes;
  std::vector<Expected> expected;
};

std::string slurp(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Sample unmark(const std::string& marked) {
  constexpr std::string_view open = "⟦", close = "⟧{";
  Sample sample;
  for (std::size_t at = 0;;) {
    const std::size_t begin = marked.find(open, at);
    sample.bytes += marked.substr(at, begin == std::string::npos ? begin : begin - at);
    if (begin == std::string::npos) return sample;
    const std::size_t middle = marked.find(close, begin);
    REQUIRE(middle != std::string::npos);
    const std::size_t end = marked.find('}', middle);
    REQUIRE(end != std::string::npos);
    Expected expected;
    expected.words = marked.substr(begin + open.size(), middle - begin - open.size());
    expected.bytes = {sample.bytes.size(), sample.bytes.size() + expected.words.size()};
    std::istringstream label(marked.substr(middle + close.size(), end - middle - close.size()));
    REQUIRE(label >> expected.kind >> expected.cohort.lo);
    if (std::int64_t most = 0; label >> most) expected.cohort.hi = most;
    sample.bytes += expected.words;
    sample.expected.push_back(std::move(expected));
    at = end + 1;
  }
}

// ---- Other ways to write the same file

std::size_t length_of_character(const std::string& text, std::size_t at) {
  std::size_t size = 1;
  while (at + size < text.size() && (static_cast<unsigned char>(text[at + size]) & 0xC0) == 0x80) ++size;
  return size;
}

std::string utf16(const std::string& text, bool big_endian) {
  std::string out;
  const auto put = [&](char32_t unit) {
    const char high = static_cast<char>(unit >> 8);
    const char low = static_cast<char>(unit & 0xFF);
    out += big_endian ? high : low;
    out += big_endian ? low : high;
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = length_of_character(text, at);
    char32_t code_point = static_cast<unsigned char>(text[at]);
    if (size > 1) code_point &= 0xFFu >> (size + 1);
    for (std::size_t i = 1; i < size; ++i) code_point = code_point << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3Fu);
    at += size;
    if (code_point < 0x10000) {
      put(code_point);
    } else {
      put(0xD800 + ((code_point - 0x10000) >> 10));
      put(0xDC00 + ((code_point - 0x10000) & 0x3FF));
    }
  }
  return out;
}

Sample rewritten(const Sample& sample, std::string start, const std::function<std::string(const std::string&)>& write) {
  Sample out{std::move(start), sample.expected};
  std::vector<std::size_t> moved(sample.bytes.size() + 1);
  for (std::size_t at = 0; at < sample.bytes.size();) {
    const std::size_t size = length_of_character(sample.bytes, at);
    moved[at] = out.bytes.size();
    out.bytes += write(sample.bytes.substr(at, size));
    at += size;
  }
  moved[sample.bytes.size()] = out.bytes.size();
  for (Expected& expected : out.expected) expected.bytes = {moved[expected.bytes.begin], moved[expected.bytes.end]};
  return out;
}

// ---- What a format makes of written words

using Decode = std::function<std::string(const std::string&)>;

std::string with_single_spaces(const std::string& text) {
  std::istringstream words(text);
  std::string out;
  for (std::string word; words >> word;) out += (out.empty() ? "" : " ") + word;
  return out;
}

std::string decoded_quoted_printable(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      out += text[i];
    } else if (text.compare(i, 2, "=\n") == 0) {
      i += 1;
    } else if (text.compare(i, 3, "=\r\n") == 0) {
      i += 2;
    } else {
      out += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
      i += 2;
    }
  }
  return out;
}

std::string decoded_yaml(std::string text) {
  if (text.find('\\') != std::string::npos) return YAML::Load("\"" + text + "\"").as<std::string>();
  replace_all(text, "''", "'");
  return text;
}

Decode decode_for(Format format) {
  switch (format) {
    case Format::json_queue:
    case Format::json_lines_queue:
      return [](const std::string& text) { return nlohmann::json::parse("\"" + text + "\"").get<std::string>(); };
    case Format::yaml_queue: return decoded_yaml;
    case Format::email: return decoded_quoted_printable;
    case Format::csv_queue:
    case Format::tsv_queue:
      return [](std::string text) {
        replace_all(text, "\"\"", "\"");
        return text;
      };
    default: return [](const std::string& text) { return text; };
  }
}

bool keeps_spaces(Format format) { return format != Format::yaml_queue && format != Format::email; }

// ---- Checking

const Checker& built_in() {
  static const Checker checker(built_in_config(), {});
  return checker;
}

std::vector<Finding> findings_in(const std::string& bytes, Format format) {
  const Document document = read_document(bytes, format, built_in().config().fields(), "draft");
  std::vector<Finding> findings = built_in().check(document);
  std::erase_if(findings, [](const Finding& finding) { return finding.severity < Severity::warning; });
  return findings;
}

std::string describe(const Finding& finding) {
  return std::string(kind_of(finding)) + " " + finding.cohort.to_string() + " “" + finding.text + "” (" +
         finding.rule + ")";
}

std::string describe(const Expected& expected) {
  return expected.kind + " " + expected.cohort.to_string() + " “" + expected.words + "”";
}

bool is_met(const Expected& expected, const Finding& finding) {
  return finding.source.overlaps(expected.bytes) && kind_of(finding) == expected.kind &&
         finding.cohort == expected.cohort;
}

bool same_words(const Finding& finding, const std::string& written, Format format, const Decode& decode) {
  std::string words;
  try {
    words = decode(written);
  } catch (const std::exception&) {
    return false;  // the range cuts an escape in two
  }
  return keeps_spaces(format) ? words == finding.text : with_single_spaces(words) == with_single_spaces(finding.text);
}

// What is wrong with what is found in the sample.
std::vector<std::string> problems(const Sample& sample, Format format, const Decode& decode) {
  std::vector<std::string> out;
  std::vector<Finding> findings = findings_in(sample.bytes, format);
  for (const Finding& finding : findings) {
    const bool is_inside = finding.source.begin < finding.source.end && finding.source.end <= sample.bytes.size();
    if (!is_inside) {
      out.push_back("stands outside the file: " + describe(finding));
      continue;
    }
    const std::string written = sample.bytes.substr(finding.source.begin, finding.source.size());
    if (!same_words(finding, written, format, decode)) out.push_back(describe(finding) + " points at “" + written + "”");
  }
  for (const Expected& expected : sample.expected) {
    const auto found = std::find_if(findings.begin(), findings.end(), [&](const Finding& f) { return is_met(expected, f); });
    if (found == findings.end()) {
      out.push_back("not found: " + describe(expected));
    } else {
      findings.erase(found);
    }
  }
  for (const Finding& finding : findings) out.push_back("nobody expects: " + describe(finding));
  return out;
}

std::string lines(const std::vector<std::string>& list) {
  std::string out;
  for (const auto& line : list) out += line + "\n";
  return out;
}

void check_sample(const Sample& sample, Format format, const Decode& decode) {
  INFO(lines(problems(sample, format, decode)));
  CHECK(problems(sample, format, decode).empty());
}

std::vector<std::filesystem::path> samples_in(const std::string& folder) {
  std::vector<std::filesystem::path> paths;
  if (!std::filesystem::exists(folder)) return paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (!entry.is_regular_file() || entry.path().filename() == "README.md") continue;
    if (format_from_path(entry.path().string())) paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

// ---- One post in every format

std::string base64(const std::string& text, std::size_t line_length) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  std::size_t on_line = 0;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    std::uint32_t bits = 0;
    for (std::size_t j = 0; j < 3; ++j) bits = bits << 8 | (i + j < text.size() ? static_cast<unsigned char>(text[i + j]) : 0u);
    for (std::size_t j = 0; j < 4; ++j) out += i + j > text.size() ? '=' : digits[bits >> (18 - 6 * j) & 63];
    if ((on_line += 4) >= line_length) out += '\n', on_line = 0;
  }
  return out + "\n";
}

std::string decoded_base64(const std::string& text) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const std::size_t digit = digits.find(c);
    if (digit == std::string_view::npos) continue;
    bits = bits << 6 | static_cast<std::uint32_t>(digit);
    if (++count % 4 == 0) out += {static_cast<char>(bits >> 16), static_cast<char>(bits >> 8), static_cast<char>(bits)};
  }
  return out;
}

std::string quoted_printable(const std::string& text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  std::size_t on_line = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (on_line > 70) out += "=\n", on_line = 0;
    if (c == '\n') {
      out += c;
      on_line = 0;
    } else if (c == '=' || byte > 126) {
      out += {'=', digits[byte >> 4], digits[byte & 15]};
      on_line += 3;
    } else {
      out += c;
      ++on_line;
    }
  }
  return out;
}

std::string message(const std::string& type, const std::string& encoding, const std::string& body) {
  return "From: a@example.com\nSubject: Hello\nMIME-Version: 1.0\nContent-Type: " + type +
         "; charset=utf-8\nContent-Transfer-Encoding: " + encoding + "\n\n" + body;
}

std::string html(std::string text) {
  replace_all(text, "&", "&amp;");
  replace_all(text, "<", "&lt;");
  replace_all(text, "\n\n", "</p>\n<p>");
  return "<p>" + text + "</p>\n";
}

std::string yaml_block(std::string text) {
  replace_all(text, "\n", "\n    ");
  return "- id: a\n  text: |\n    " + text + "\n";
}

std::string csv(std::string text) {
  replace_all(text, "\"", "\"\"");
  return "id,text\na,\"" + text + "\"\n";
}

struct Writing {
  const char* name;
  Format format;
  std::function<std::string(const std::string&)> write;
};

std::vector<Writing> writings() {
  const auto as_it_is = [](const std::string& text) { return text; };
  const auto quoted = [](const std::string& text) { return nlohmann::json(text).dump(); };
  const auto escaped = [](const std::string& text) { return nlohmann::json(text).dump(-1, ' ', true); };
  return {
      {"Markdown", Format::markdown, as_it_is},
      {"tweet", Format::tweet, as_it_is},
      {"HTML", Format::html, html},
      {"e-mail", Format::email, [](const std::string& text) { return message("text/plain", "8bit", text); }},
      {"e-mail, quoted-printable", Format::email,
       [](const std::string& text) { return message("text/plain", "quoted-printable", quoted_printable(text)); }},
      {"e-mail, base64", Format::email,
       [](const std::string& text) { return message("text/plain", "base64", base64(text, 76)); }},
      {"e-mail, HTML", Format::email, [](const std::string& text) { return message("text/html", "8bit", html(text)); }},
      {"YAML", Format::yaml_queue, yaml_block},
      {"YAML, quoted", Format::yaml_queue,
       [=](const std::string& text) { return "- id: a\n  text: " + quoted(text) + "\n"; }},
      {"JSON", Format::json_queue, [=](const std::string& text) { return "[{\"id\": \"a\", \"text\": " + quoted(text) + "}]"; }},
      {"JSON, escaped", Format::json_queue,
       [=](const std::string& text) { return "[{\"id\": \"a\", \"text\": " + escaped(text) + "}]"; }},
      {"JSON Lines", Format::json_lines_queue,
       [=](const std::string& text) { return "{\"id\": \"a\", \"text\": " + quoted(text) + "}\n"; }},
      {"CSV", Format::csv_queue, csv},
  };
}

// Findings by kind, size, severity and words, in a form that can be compared across formats.
std::vector<std::string> told(const std::string& bytes, Format format) {
  std::vector<std::string> out;
  for (Finding& finding : findings_in(bytes, format)) {
    replace_all(finding.text, "</p>\n<p>", "\n\n");
    replace_all(finding.text, "&lt;", "<");
    replace_all(finding.text, "&amp;", "&");
    out.push_back(std::string(severity_name(finding.severity)) + " " + describe(finding));
  }
  return out;
}

// Posts that mean the same in Markdown and in plain text: paragraphs without markup.
bool is_plain(const std::string& text) {
  if (text.find_first_of("*_#`[]<>|~\\&@\t") != std::string::npos || text.find("://") != std::string::npos) return false;
  if (text.find("www.") != std::string::npos || text.find("---") != std::string::npos) return false;
  std::istringstream all(text);
  bool after_blank = true;
  for (std::string line; std::getline(all, line); after_blank = line.empty()) {
    if (line.empty()) continue;
    const bool is_item = line.find_first_of("-+=( ") == 0 || line.find_first_of("0123456789") == 0;
    if (!after_blank || is_item || line.back() == ' ') return false;
  }
  return true;
}

std::vector<std::string> plain_posts() {
  std::vector<std::string> posts{
      "To the 53 people who've watched A Christmas Prince every day for the past 18 days: Who hurt you?",
      "Seven members in Zürich said “yes” 🎉 and renewed on 3 June; three of our 45 testers didn't.",
      "Our 31 dialysis outpatients at St Mary's & St Anne's slept badly: x < y = z.\n\nThe other 14 patients went home.",
  };
  for (const auto& entry : std::filesystem::directory_iterator(TOOFEW_TEST_DATA "/posts")) {
    if (entry.path().extension() != ".jsonl") continue;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      const auto text = nlohmann::json::parse(line).at("text").get<std::string>();
      if (is_plain(text)) posts.push_back(text);
    }
  }
  return posts;
}

}  // namespace

TEST_CASE("samples: drafts give the findings that are written in them, at their bytes") {
  const auto paths = samples_in(TOOFEW_TEST_DATA "/samples");
  REQUIRE(paths.size() >= 14);
  for (const auto& path : paths) {
    const Format format = *format_from_path(path.string());
    const Sample sample = unmark(slurp(path));
    const Decode decode = decode_for(format);
    const auto as_it_is = [](const std::string& c) { return c; };
    const std::string name = path.filename().string();
    DYNAMIC_SECTION(name) { check_sample(sample, format, decode); }
    DYNAMIC_SECTION(name << ", CRLF") {
      const Sample crlf = rewritten(sample, "", [](const std::string& c) { return c == "\n" ? "\r\n" : c; });
      check_sample(crlf, format, decode);
    }
    if (format == Format::email) continue;
    DYNAMIC_SECTION(name << ", BOM") { check_sample(rewritten(sample, "\xEF\xBB\xBF", as_it_is), format, decode); }
    for (const bool big_endian : {false, true}) {
      DYNAMIC_SECTION(name << (big_endian ? ", UTF-16BE" : ", UTF-16LE")) {
        const auto write = [=](const std::string& c) { return utf16(c, big_endian); };
        const auto read = [=](const std::string& text) {
          std::string utf8;
          for (std::size_t i = 0; i < text.size(); i += 2) {
            char32_t unit = static_cast<unsigned char>(text[i + (big_endian ? 0 : 1)]) * 256u +
                            static_cast<unsigned char>(text[i + (big_endian ? 1 : 0)]);
            if (unit >= 0xD800 && unit < 0xDC00) {
              i += 2;
              const char32_t low = static_cast<unsigned char>(text.at(i + (big_endian ? 0 : 1))) * 256u +
                                   static_cast<unsigned char>(text.at(i + (big_endian ? 1 : 0)));
              unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
            }
            append_utf8(utf8, unit);
          }
          return decode(utf8);
        };
        check_sample(rewritten(sample, big_endian ? "\xFE\xFF" : "\xFF\xFE", write), format, read);
      }
    }
  }
}

TEST_CASE("samples: known failures still fail") {
  for (const auto& path : samples_in(TOOFEW_TEST_DATA "/samples/known-failures")) {
    const Format format = *format_from_path(path.string());
    const auto wrong = problems(unmark(slurp(path)), format, decode_for(format));
    INFO(path << ": if nothing is wrong with it any more, move it to the other samples");
    CHECK(!wrong.empty());
    WARN(path.filename() << " (known failure): " << lines(wrong));
  }
}

TEST_CASE("samples: what base64 holds is found at the bytes that hold it") {
  for (const auto& path : samples_in(TOOFEW_TEST_DATA "/samples")) {
    if (format_from_path(path.string()) != Format::plain) continue;
    const Sample sample = unmark(slurp(path));
    const std::string head = message("text/plain", "base64", "");
    const std::string bytes = head + base64(sample.bytes, 76);
    const auto byte_of = [&](std::size_t i) { return head.size() + i / 3 * 4 + i / 57; };  // 57 bytes make a line
    Sample mail{bytes, sample.expected};
    for (Expected& expected : mail.expected) expected.bytes = {byte_of(expected.bytes.begin), byte_of(expected.bytes.end - 1) + 4};
    INFO(path);
    for (const Finding& finding : findings_in(bytes, Format::email)) {
      // Digits hold parts of two bytes, so the range is decoded from the start of its group of four digits.
      std::size_t begin = finding.source.begin;
      while ((begin - head.size() - (begin - head.size()) / 77) % 4 != 0) --begin;  // 76 digits and a line break
      const std::string written = decoded_base64(bytes.substr(begin, finding.source.end - begin) + "AAA");
      INFO(describe(finding) << " points at “" << written << "”");
      CHECK(written.find(finding.text) <= 2);
      CHECK(written.size() <= finding.text.size() + 7);
    }
    const auto any = [](const std::string&) { return std::string(); };
    for (const std::string& problem : problems(mail, Format::email, any)) {
      INFO(problem);
      CHECK(problem.find("points at") != std::string::npos);  // told above
    }
  }
}

TEST_CASE("samples: a post gives the same findings on the same words in every format") {
  const auto posts = plain_posts();
  REQUIRE(posts.size() > 100);
  std::size_t findings = 0;
  for (const std::string& post : posts) {
    const auto wanted = told(post, Format::plain);
    findings += wanted.size();
    for (const Writing& writing : writings()) {
      INFO(writing.name << ": " << post);
      CHECK(told(writing.write(post), writing.format) == wanted);
    }
  }
  CHECK(findings > 50);
}

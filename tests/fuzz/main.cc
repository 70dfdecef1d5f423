#include "fuzz.h"

#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "base/error.h"

namespace toofew::fuzz {
namespace {

std::vector<Target> all_targets() {
  std::vector<Target> all;
  for (const auto& some : {draft_targets(), text_targets(), policy_targets(), lsp_targets()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

Target chosen;

[[noreturn]] void list_targets() {
  for (const Target& target : all_targets()) std::printf("%s\n", target.name.c_str());
  std::exit(0);
}

void choose(const std::string& name) {
  for (const Target& target : all_targets()) {
    if (target.name == name) chosen = target;
  }
  if (chosen.run) return;
  std::fprintf(stderr, "there is no target '%s'; --targets lists them\n", name.c_str());
  std::exit(2);
}

}  // namespace

void promise(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

bool is_utf8(std::string_view text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int64_t>(text.size());
  for (std::int64_t i = 0; i < size;) {
    UChar32 point = 0;
    U8_NEXT(bytes, i, size, point);
    if (point < 0) return false;
  }
  return true;
}

std::string as_utf8(std::string_view bytes) {
  std::string out;
  icu::UnicodeString::fromUTF8(icu::StringPiece(bytes.data(), static_cast<std::int32_t>(bytes.size()))).toUTF8String(out);
  return out;
}

bool is_boundary(std::string_view text, std::size_t offset) {
  return offset >= text.size() || (static_cast<unsigned char>(text[offset]) & 0xC0) != 0x80;
}

void promise_range(ByteRange range, std::string_view text, const char* what) {
  promise(range.begin <= range.end && range.end <= text.size(), what);
  promise(is_boundary(text, range.begin) && is_boundary(text, range.end), what);
}

bool reads(const std::function<void()>& read) {
  try {
    read();
    return true;
  } catch (const Error& error) {
    promise(!error.reason().empty(), "an error has a reason");
    promise(is_utf8(error.what()), "an error is valid UTF-8");
    promise(error.place().line >= 0 && error.place().column >= 0, "an error's place could be");
    return false;
  }
}

std::vector<std::string_view> split(std::string_view input, std::size_t parts) {
  std::vector<std::string_view> out;
  while (out.size() + 1 < parts) {
    const std::size_t end = input.find('\xFF');
    if (end == std::string_view::npos) break;
    out.push_back(input.substr(0, end));
    input.remove_prefix(end + 1);
  }
  out.push_back(input);
  out.resize(parts);
  return out;
}

std::size_t Choices::below(std::size_t end) {
  std::size_t number = 0;
  for (const char c : take(end > 256 ? 2 : 1)) number = number << 8U | static_cast<unsigned char>(c);
  return number % end;
}

std::string_view Choices::take(std::size_t size) {
  const std::string_view taken = rest_.substr(0, size);
  rest_.remove_prefix(taken.size());
  return taken;
}

}  // namespace toofew::fuzz

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  constexpr std::string_view kTarget = "--target=";
  for (int i = 1; i < *argc; ++i) {
    const std::string_view argument = (*argv)[i];
    if (argument == "--targets") toofew::fuzz::list_targets();
    if (argument.starts_with(kTarget)) toofew::fuzz::choose(std::string(argument.substr(kTarget.size())));
  }
  if (!toofew::fuzz::chosen.run) toofew::fuzz::choose("");
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  toofew::fuzz::chosen.run(std::string_view(reinterpret_cast<const char*>(data), size));
  return 0;
}

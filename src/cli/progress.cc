#include "cli/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>

#include "base/words.h"
#include "cli/terminal.h"

namespace toofew {
namespace {

using namespace std::chrono_literals;

constexpr auto kPatience = 500ms;
constexpr auto kPause = 100ms;
constexpr std::size_t kBar = 30;                // columns
constexpr const char* kEraseLine = "\r\x1b[K";  // ECMA-48: erase in line

void write(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

}  // namespace

Progress::Progress(bool wanted) {
  if (wanted && obeys_escapes(STDERR_FILENO)) {
    drawing_.emplace([this](const std::stop_token& stop) { run(stop); });
  }
}

Progress::~Progress() { drawing_.reset(); }

void Progress::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  const auto is_over = [&] { return stop.stop_requested(); };
  if (ends_.wait_for(lock, stop, kPatience, is_over)) return;
  do {
    draw();
  } while (!ends_.wait_for(lock, stop, kPause, is_over));
  write(kEraseLine);
}

void Progress::draw() const {
  const std::size_t drafts = drafts_;
  if (drafts == 0) return write(fmt::format("{}Looking for drafts: {} files and folders", kEraseLine, met_.load()));
  const std::size_t done = std::min(checked_.load(), drafts);
  const std::size_t full = kBar * done / drafts;
  write(fmt::format("{}[{:=<{}}{:{}}] {} of {} checked", kEraseLine, "", full, "", kBar - full, done,
                    counted(drafts, "draft", "drafts")));
}

}  // namespace toofew

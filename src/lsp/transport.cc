#include "lsp/transport.h"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>

#include "base/words.h"

namespace toofew::lsp {
namespace {

constexpr int kWatchInterval = 1000;        // milliseconds between looks at the process that is watched for
constexpr int kLastWords = 2000;            // milliseconds that a write may wait after the end of the input
constexpr std::size_t kLongestLine = 4096;  // bytes of a header that are kept
constexpr std::size_t kChunk = 64 << 10;    // bytes read at once

bool is_alive(pid_t process) { return ::kill(process, 0) == 0 || errno == EPERM; }

/// The number of a header "Content-Length: 12"; nullopt for any other line.
std::optional<std::size_t> content_length(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || lower(trimmed(line.substr(0, colon))) != "content-length") return std::nullopt;
  const std::string_view digits = trimmed(line.substr(colon + 1));
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

}  // namespace

Transport::Transport(int in, int out) : in_(in), out_(out), stop_(::eventfd(0, EFD_CLOEXEC)) {}

Transport::~Transport() { ::close(stop_); }

void Transport::stop() {
  ended_ = true;
  [[maybe_unused]] const int written = ::eventfd_write(stop_, 1);
}

void Transport::watch(pid_t process) {
  if (process > 0 && is_alive(process)) watched_ = process;
}

std::optional<std::string> Transport::read() {
  std::optional<std::size_t> length;
  while (const auto line = read_line()) {
    if (!line->empty()) {
      if (const auto found = content_length(*line)) length = found;
    } else if (length) {
      return read_body(*length);
    }
  }
  return std::nullopt;
}

std::optional<std::string> Transport::read_line() {
  std::string line;
  while (true) {
    const std::size_t end = std::min(buffer_.find('\n', at_), buffer_.size());
    line.append(buffer_, at_, std::min(end - at_, kLongestLine - std::min(line.size(), kLongestLine)));
    const bool is_whole = end < buffer_.size();
    at_ = is_whole ? end + 1 : end;
    if (is_whole) break;
    if (!fill()) return std::nullopt;
  }
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

std::optional<std::string> Transport::read_body(std::size_t size) {
  const bool is_kept = size <= kLongestBody;
  std::string body;
  while (true) {
    const std::size_t taken = std::min(size, buffer_.size() - at_);
    if (is_kept) body.append(buffer_, at_, taken);
    at_ += taken;
    size -= taken;
    if (size == 0) return body;
    if (!fill()) return std::nullopt;
  }
}

/// Reads more, when all that was read is used. False at the end.
bool Transport::fill() {
  buffer_.resize(kChunk);
  at_ = 0;
  while (wait_for_input()) {
    const ssize_t got = ::read(in_, buffer_.data(), buffer_.size());
    if (got > 0) {
      buffer_.resize(static_cast<std::size_t>(got));
      return true;
    }
    if (got == 0 || (errno != EINTR && errno != EAGAIN)) break;
  }
  buffer_.clear();
  ended_ = true;
  return false;
}

/// Waits until there is something to read, be it the end. False when the watched process has ended.
bool Transport::wait_for_input() {
  while (true) {
    std::array<pollfd, 2> events{{{in_, POLLIN, 0}, {stop_, POLLIN, 0}}};
    const int ready = ::poll(events.data(), events.size(), kWatchInterval);
    if (ended_ || (ready < 0 && errno != EINTR)) return false;
    if (ready > 0) return true;
    if (has_lost_client()) return false;
  }
}

/// Whether the watched process has ended.
bool Transport::has_lost_client() {
  const pid_t process = watched_;
  if (process > 0 && !is_alive(process)) ended_ = true;
  return ended_;
}

bool Transport::write(std::string_view body) {
  return write_all(fmt::format("Content-Length: {}\r\n\r\n", body.size())) && write_all(body);
}

bool Transport::write_all(std::string_view bytes) {
  int waited = 0;
  while (!bytes.empty() && !is_broken_) {
    // A client that has gone may leave somebody behind who holds the pipe open and never reads.
    pollfd output{out_, POLLOUT, 0};
    const int ready = ::poll(&output, 1, 100);
    if (ready < 0 && errno != EINTR) is_broken_ = true;
    if (ready <= 0) {
      if (has_lost_client()) waited += 100;
      if (waited > kLastWords) is_broken_ = true;
      continue;
    }
    // A pipe that is ready takes a page without blocking.
    const ssize_t put = ::write(out_, bytes.data(), std::min<std::size_t>(bytes.size(), 4096));
    if (put < 0 && errno != EINTR && errno != EAGAIN) is_broken_ = true;
    if (put > 0) bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return !is_broken_;
}

}  // namespace toofew::lsp

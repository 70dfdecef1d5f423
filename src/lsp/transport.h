#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace toofew::lsp {

/// Messages over a pair of file descriptors, each with a header `Content-Length: BYTES`, a blank line and a body. One
/// thread may read while another one writes.
class Transport {
 public:
  /// Bytes that a body may have. Longer ones are read to their end, and dropped.
  static constexpr std::size_t kLongestBody = 256 << 20;

  /// The descriptors stay open, and the caller's.
  Transport(int in, int out);
  ~Transport();
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  /// The next body; "" for one that is too long. Lines that are no header are passed over. nullopt when there is nothing
  /// more to come, because the input has ended or a process that is watched for has.
  std::optional<std::string> read();

  /// False when the body could not be written, because nobody reads any more.
  bool write(std::string_view body);

  /// From now on the end of that process is the end of the input. One that cannot be seen from here is not watched for.
  void watch(pid_t process);

  /// Makes a read() that waits come back, with nothing.
  void stop();

 private:
  std::optional<std::string> read_line();
  std::optional<std::string> read_body(std::size_t size);
  bool fill();
  bool wait_for_input();
  bool has_lost_client();
  bool write_all(std::string_view bytes);

  int in_;
  int out_;
  int stop_;  // an event that ends waiting
  std::string buffer_;  // read, from at_ on not yet used
  std::size_t at_ = 0;
  std::atomic<pid_t> watched_ = 0;
  std::atomic<bool> ended_ = false;  // the input
  bool is_broken_ = false;           // the output: nobody reads it
};

}  // namespace toofew::lsp

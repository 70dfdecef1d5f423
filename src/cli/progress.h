#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <thread>

namespace toofew {

/// A line on standard error that tells how far a long run is. Only a terminal gets one, only after half a second, and
/// it is gone in the end. The counts may come from several threads.
class Progress {
 public:
  /// If not `wanted`, nothing is ever shown.
  explicit Progress(bool wanted);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// A walk has met one more file or folder.
  void met() { ++met_; }
  /// One draft more of so many is checked.
  void checked(std::size_t drafts) {
    ++checked_;
    drafts_ = drafts;
  }

 private:
  void run(const std::stop_token& stop);
  void draw() const;

  std::atomic<std::size_t> met_ = 0;
  std::atomic<std::size_t> drafts_ = 0;
  std::atomic<std::size_t> checked_ = 0;
  std::mutex mutex_;
  std::condition_variable_any ends_;
  std::optional<std::jthread> drawing_;
};

}  // namespace toofew

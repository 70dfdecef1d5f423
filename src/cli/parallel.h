#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace toofew {

/// Starts a thread that calls `work`; false where the system gives no more.
template <typename Work>
bool start_thread(std::vector<std::jthread>& threads, const Work& work) {
  try {
    threads.emplace_back(work);
    return true;
  } catch (const std::system_error&) {
    return false;
  }
}

/// Calls work(i) for each i below `count`, on up to `threads` threads; on fewer where the system gives no more. Throws what
/// `work` threw first, once all threads have ended; what was not begun by then is left.
template <typename Work>
void for_each_index(std::size_t count, std::size_t threads, const Work& work) {
  std::atomic<std::size_t> next = 0;
  std::exception_ptr failure;
  std::mutex mutex;
  const auto run = [&] {
    try {
      for (std::size_t i = next++; i < count; i = next++) work(i);
    } catch (...) {
      next = count;
      const std::lock_guard lock(mutex);
      if (!failure) failure = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < std::min(count, threads); ++i) {
      if (!start_thread(others, run)) break;
    }
    run();
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace toofew

#pragma once

#include <memory>
#include <mutex>
#include <vector>

namespace toofew {

/// Things that one thread uses at a time and leaves behind for the next to use: caches, mostly. Thread-safe.
template <typename T>
class Pool {
 public:
  /// A thing of the pool, given back at the end of its scope. The pool must outlive it.
  class Lease {
   public:
    Lease(Pool& pool, std::unique_ptr<T> thing) : pool_(pool), thing_(std::move(thing)) {}
    ~Lease() {
      const std::lock_guard lock(pool_.mutex_);
      pool_.free_.push_back(std::move(thing_));
    }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    T& operator*() const { return *thing_; }
    T* operator->() const { return thing_.get(); }

   private:
    Pool& pool_;
    std::unique_ptr<T> thing_;
  };

  /// One that was used before, or a new one.
  Lease take() {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) return Lease(*this, std::make_unique<T>());
    auto thing = std::move(free_.back());
    free_.pop_back();
    return Lease(*this, std::move(thing));
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<T>> free_;
};

}  // namespace toofew

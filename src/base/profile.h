#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace toofew {

/// Where the time of a run goes: by file, stage and rule. What measures asks for the profile of its thread, so that no
/// function has to hand one on; where nobody wants to know, that is all that it costs.
class Profile {
 public:
  using Clock = std::chrono::steady_clock;
  struct Entry {
    Clock::duration time{};
    std::size_t times = 0;  ///< how often it was done; the bytes of a file
  };
  using Entries = std::map<std::string, Entry, std::less<>>;

  /// From now on to its end, what this thread does is recorded in `profile`, which may be nullptr.
  class Recording {
   public:
    explicit Recording(Profile* profile);
    ~Recording();
    Recording(const Recording&) = delete;
    Recording& operator=(const Recording&) = delete;

   private:
    Profile* before_;
  };

  /// That of this thread; nullptr where nobody wants to know.
  static Profile* current();

  void add_stage(std::string_view stage, Clock::duration time) { add(stages_, stage, {time, 1}); }
  void add_rule(std::string_view id, Clock::duration time) { add(rules_, id, {time, 1}); }
  /// Adds a file, and what its thread has recorded. May be called by several threads.
  void add_file(const std::string& path, std::size_t bytes, Clock::duration time, const Profile& recorded);

  const Entries& stages() const { return stages_; }
  const Entries& rules() const { return rules_; }
  const Entries& files() const { return files_; }

 private:
  static void add(Entries& entries, std::string_view name, const Entry& entry);

  Entries stages_;
  Entries rules_;
  Entries files_;
  std::mutex mutex_;
};

/// Measures stages that follow one another.
class Stopwatch {
 public:
  Stopwatch() : profile_(Profile::current()) { skip(); }

  /// What was done since the last call belongs to `stage`.
  void lap(std::string_view stage) {
    if (profile_ == nullptr) return;
    profile_->add_stage(stage, Profile::Clock::now() - begin_);
    skip();
  }

  /// What was done since the last call is measured elsewhere.
  void skip() {
    if (profile_ != nullptr) begin_ = Profile::Clock::now();
  }

 private:
  Profile* profile_;
  Profile::Clock::time_point begin_;
};

}  // namespace toofew

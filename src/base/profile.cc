#include "base/profile.h"

namespace toofew {
namespace {

thread_local Profile* of_thread = nullptr;

}  // namespace

Profile::Recording::Recording(Profile* profile) : before_(of_thread) { of_thread = profile; }

Profile::Recording::~Recording() { of_thread = before_; }

Profile* Profile::current() { return of_thread; }

void Profile::add(Entries& entries, std::string_view name, const Entry& entry) {
  const auto known = entries.find(name);
  Entry& sum = known != entries.end() ? known->second : entries[std::string(name)];
  sum.time += entry.time;
  sum.times += entry.times;
}

void Profile::add_file(const std::string& path, std::size_t bytes, Clock::duration time, const Profile& recorded) {
  const std::lock_guard lock(mutex_);
  add(files_, path, {time, bytes});
  for (const auto& [stage, entry] : recorded.stages_) add(stages_, stage, entry);
  for (const auto& [rule, entry] : recorded.rules_) add(rules_, rule, entry);
}

}  // namespace toofew

#include "lsp/inbox.h"

#include <utility>

namespace toofew::lsp {
namespace {

constexpr std::size_t kMostWaiting = 10'000;  // messages

}  // namespace

const std::string* Inbox::changed(const Message& message) {
  if (const auto* change = std::get_if<DidChange>(&message.params)) return &change->uri;
  if (const auto* close = std::get_if<DidClose>(&message.params)) return &close->uri;
  return nullptr;
}

void Inbox::put(Message message) {
  {
    std::unique_lock lock(mutex_);
    taken_.wait(lock, [&] { return waiting_.size() < kMostWaiting || closed_; });
    if (const std::string* uri = changed(message)) ++changes_[*uri];
    if (const auto* cancel = std::get_if<Cancel>(&message.params)) cancelled_.insert(cancel->request);
    waiting_.push_back(std::move(message));
  }
  arrived_.notify_one();
}

void Inbox::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  arrived_.notify_one();
  taken_.notify_one();
}

void Inbox::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  arrived_.notify_one();
}

std::optional<Message> Inbox::take(std::optional<Time> until) {
  std::unique_lock lock(mutex_);
  const auto is_due = [&] { return !waiting_.empty() || closed_ || woken_; };
  if (until) {
    arrived_.wait_until(lock, *until, is_due);
  } else {
    arrived_.wait(lock, is_due);
  }
  woken_ = false;
  if (waiting_.empty()) return std::nullopt;
  Message message = std::move(waiting_.front());
  waiting_.pop_front();
  if (const std::string* uri = changed(message); uri && --changes_[*uri] == 0) changes_.erase(*uri);
  if (const auto* cancel = std::get_if<Cancel>(&message.params)) cancelled_.erase(cancelled_.find(cancel->request));
  lock.unlock();
  taken_.notify_one();
  return message;
}

bool Inbox::is_closed() const {
  const std::lock_guard lock(mutex_);
  return closed_ && waiting_.empty();
}

bool Inbox::is_empty() const {
  const std::lock_guard lock(mutex_);
  return waiting_.empty();
}

bool Inbox::has_change_of(const std::string& uri) const {
  const std::lock_guard lock(mutex_);
  return changes_.contains(uri);
}

bool Inbox::has_cancelled(const Id& request) const {
  const std::lock_guard lock(mutex_);
  return cancelled_.contains(request);
}

}  // namespace toofew::lsp

#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "lsp/types.h"

namespace toofew::lsp {

/// The client's messages that wait for their turn. Whoever reads puts them in; whoever works takes them out, and can
/// look whether one that is yet to come makes the work of no use. Thread-safe.
class Inbox {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// Waits where very many messages wait already.
  void put(Message message);

  /// There is nothing more to come, or nobody who would take it.
  void close();

  /// Something happened that the one who works should look at: take() comes back.
  void wake();

  /// The next message. Waits for it until `until`, where that is given; nullopt when there is none by then, when it was
  /// woken, or when the inbox is closed and empty.
  std::optional<Message> take(std::optional<Time> until);

  bool is_closed() const;

  /// Whether nothing waits.
  bool is_empty() const;

  /// Whether the document changes, or is closed, by a message that waits.
  bool has_change_of(const std::string& uri) const;

  /// Whether a message that waits cancels the request.
  bool has_cancelled(const Id& request) const;

 private:
  static const std::string* changed(const Message& message);

  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  std::condition_variable taken_;
  std::deque<Message> waiting_;
  std::map<std::string, std::size_t> changes_;  // how many wait, by document
  std::multiset<Id> cancelled_;
  bool closed_ = false;
  bool woken_ = false;
};

}  // namespace toofew::lsp

#pragma once

#include <cstddef>
#include <memory>

#include "policy/differences.h"

namespace toofew {

/// add_differences() for drafts that come one after the other.
class DifferenceSearch {
 public:
  DifferenceSearch();
  ~DifferenceSearch();

  /// Holds the statements against those before them, and adds what differs to the draft's findings. Stretches of one
  /// `file`, which are Telltales of their own, have the same number.
  void add(const Telltale& draft, std::size_t file);

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace toofew

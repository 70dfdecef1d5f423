#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

namespace toofew {

/// What the stages read of a block by itself; PartReader knows what that is.
struct ReadBlock;

/// What was read of the blocks of a draft, for when it is read again: while somebody types, nearly all blocks stay as they
/// are. Claims are not kept, since they depend on what stands before. For one thread at a time, one draft and one Grammar,
/// which must outlive it.
class BlockCache {
 public:
  /// While it lives, what its thread reads goes through the cache: only whoever has a draft read again and again knows of
  /// it, and nobody between there and the stages. Uses do not nest.
  class Use {
   public:
    explicit Use(BlockCache& cache);
    ~Use();
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;
  };
  /// The cache of this thread's Use; nullptr for none.
  static BlockCache* in_use();

  /// Asked before each block whether to give up; Grammar::read() then throws Error. Absent: never.
  std::function<bool()> is_stopped;

  /// What is kept under the key; nullptr for nothing. It is in use from then on.
  std::shared_ptr<ReadBlock> find(const std::string& key);
  void keep(const std::string& key, std::shared_ptr<ReadBlock> block);

  /// Forgets what was not in use since the last call: to be called when the draft has been read.
  void forget_unused();

 private:
  struct Entry {
    std::shared_ptr<ReadBlock> block;
    std::size_t used = 0;  // in which reading
  };
  std::unordered_map<std::string, Entry> blocks_;
  std::size_t reading_ = 0;
};

}  // namespace toofew

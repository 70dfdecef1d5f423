#include "grammar/block_cache.h"

#include <utility>

namespace toofew {
namespace {

thread_local BlockCache* used = nullptr;

}  // namespace

BlockCache::Use::Use(BlockCache& cache) { used = &cache; }

BlockCache::Use::~Use() { used = nullptr; }

BlockCache* BlockCache::in_use() { return used; }

std::shared_ptr<ReadBlock> BlockCache::find(const std::string& key) {
  const auto found = blocks_.find(key);
  if (found == blocks_.end()) return nullptr;
  found->second.used = reading_;
  return found->second.block;
}

void BlockCache::keep(const std::string& key, std::shared_ptr<ReadBlock> block) {
  blocks_[key] = {std::move(block), reading_};
}

void BlockCache::forget_unused() {
  std::erase_if(blocks_, [&](const auto& entry) { return entry.second.used != reading_; });
  ++reading_;
}

}  // namespace toofew

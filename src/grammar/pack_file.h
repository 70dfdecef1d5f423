#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/pack.h"

namespace toofew {

/// A checked pack as bytes, so that a program need not read and check the rules it was built with at every start. The
/// bytes are for the machine and the version that they were made with.
std::string write_pack(const Pack& pack);

/// The pack that write_pack() wrote, but for what people are told of it (Pack::infos); most of it stays in `bytes`, which
/// must outlive it. Throws Error for other bytes.
std::unique_ptr<Pack> read_pack(std::string_view bytes);

/// Pack::infos.
std::vector<RuleInfo> read_rule_infos(std::string_view bytes);

}  // namespace toofew

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_range.h"

namespace toofew::lsp {

/// Something that can be written at a place of a toofew.yaml.
struct PolicyWord {
  std::string word;
  bool is_key = false;       ///< else a value
  std::string title;         ///< one line; "" for none
  std::string description;   ///< paragraphs; "" for none
};

/// What can be written where `cursor` (a byte of the text) is, without keys that are there already; `replaced` are the
/// bytes of the word that is begun there. The text need be no valid YAML yet. All comes from docs/schema, the presets
/// and the help of kinds.
struct PolicyChoices {
  ByteRange replaced;
  std::vector<PolicyWord> words;
};
PolicyChoices policy_choices(std::string_view text, std::size_t cursor);

/// What the word at `cursor` means, and its bytes; nullopt where there is none that is known.
struct PolicyMeaning {
  ByteRange bytes;
  PolicyWord word;
};
std::optional<PolicyMeaning> policy_meaning(std::string_view text, std::size_t cursor);

}  // namespace toofew::lsp

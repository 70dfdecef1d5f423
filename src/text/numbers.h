#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Where numbers end in clean text. All take the offset of a first byte inside `text` and return an end offset.
namespace toofew {

/// Of "1,204", "5,13,733", "3.5", ".5", "12 000" or a bare row of digits. Spaces join only when asked to.
std::size_t grouped_number_end(std::string_view text, std::size_t begin, bool spaces);

/// Of digits with two or more dots inside: "2.1.0", an IP address. 0 if there are fewer.
std::size_t version_end(std::string_view text, std::size_t begin);

/// Of the fraction whose numerator ends at `numerator_end`, where a fraction slash stands ("1⁄2"); 0 if none does.
std::size_t fraction_end(std::string_view text, std::size_t numerator_end);

/// Of a fraction in raised digits, "³⁄₄"; 0 if there is none.
std::size_t raised_fraction_end(std::string_view text, std::size_t begin);

/// "1/2" for "½", "1⁄2", "¹⁄₂".
std::string fraction_form(std::string_view fraction);

}  // namespace toofew

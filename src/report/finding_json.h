#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "report/entries.h"
#include "report/report.h"

namespace toofew {

/// JSON whose keys stay in the order in which they were written.
using Json = nlohmann::ordered_json;

/// The findings of a file, each as docs/schema/finding.schema.json describes it.
std::vector<Json> findings_json(const CheckedFile& file, const FileBefore& before = {});

/// What waivers let pass in it: the same with `waiver`.
std::vector<Json> waived_json(const CheckedFile& file, const FileBefore& before = {});

/// What a baseline lets pass in it: the same with `baseline`.
std::vector<Json> baselined_json(const CheckedFile& file);

/// One line without a break, or indented lines with one; bytes that are no UTF-8 become U+FFFD.
std::string compact(const Json& json);
std::string indented(const Json& json);

}  // namespace toofew

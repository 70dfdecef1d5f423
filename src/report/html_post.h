#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "document/document.h"
#include "policy/finding.h"

namespace toofew {

/// A finding of a part, with the number that the page gives it.
struct NumberedFinding {
  std::size_t number;
  const Finding* finding;
};

/// A post as HTML, as its readers see it, with the findings marked. The first words of the finding n have the id
/// "words-n", and behind its last ones in each block (a cell, a paragraph) stands a link to "#finding-n".
std::string html_post(const Part& part, const std::vector<NumberedFinding>& findings);

}  // namespace toofew

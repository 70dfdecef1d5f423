#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "grammar/grammar.h"

namespace toofew {

/// A file of Markdown.
struct Page {
  std::string name;  ///< "small-count.md"
  std::string text;
};

/// What `toofew explain` tells, as pages: one for each kind of finding, with a section for each of its rules, and
/// README.md, which leads to them. A link to a rule is rule_link().
std::vector<Page> rule_pages(const std::vector<const RuleInfo*>& rules);

/// Where a rule stands in these pages: "small-count.md#small-countmany-of-us". Renderers of Markdown make the fragment
/// from the heading, without its dots.
std::string rule_link(const RuleInfo& rule);

/// The address under which docs/ is published, as toofew was built with it (TOOFEW_DOCS_URL); "" for none.
std::string_view docs_url();

/// A rule's whole address, for reports and editors; "" where `docs` is.
std::string rule_url(const RuleInfo& rule, std::string_view docs = docs_url());

}  // namespace toofew

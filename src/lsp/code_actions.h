#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lsp/session.h"
#include "lsp/types.h"
#include "policy/finding.h"

namespace toofew::lsp {

/// What can be done about the findings of a document: other words, a waiver, the page on the rule.
class CodeActions {
 public:
  /// `session` must outlive it.
  explicit CodeActions(Session& session) : session_(session) {}

  /// Those for the range and the kinds that are asked for. `document` is that of params.uri, and was checked as it is.
  std::vector<CodeAction> offer(const CodeActionsFor& params, OpenDocument& document);

 private:
  void find_rewrites(OpenDocument& document, std::vector<Finding>& findings);
  std::vector<CodeAction> rewrites(const std::string& uri, const OpenDocument& document, const Finding& finding) const;
  std::optional<CodeAction> all_safe_rewrites(const std::string& uri, OpenDocument& document);
  std::optional<CodeAction> waiver(const std::string& uri, OpenDocument& document, const Finding& finding);
  std::optional<DocumentEdit> waiver_edit(const std::string& uri, OpenDocument& document, const Finding& finding);
  static std::optional<CodeAction> page(const OpenDocument& document, const Finding& finding);

  Session& session_;
};

}  // namespace toofew::lsp

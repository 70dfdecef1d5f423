#include "lsp/code_actions.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "cli/today.h"
#include "lsp/display.h"
#include "lsp/uri.h"
#include "policy/fixes.h"
#include "policy/new_waiver.h"
#include "policy/waiver.h"

namespace toofew::lsp {
namespace fs = std::filesystem;

std::vector<CodeAction> CodeActions::offer(const CodeActionsFor& params, OpenDocument& document) {
  std::vector<CodeAction> actions;
  const auto wants = [&](std::string_view kind) {
    const auto covers = [&](const std::string& only) { return kind == only || kind.starts_with(only + "."); };
    return params.only.empty() || std::any_of(params.only.begin(), params.only.end(), covers);
  };
  const auto add = [&](std::optional<CodeAction> action) {
    if (action) actions.push_back(std::move(*action));
  };
  const ByteRange asked = document.buffer.offsets(params.range);
  std::vector<Finding> here;
  for (const Finding& finding : document.findings) {
    const bool is_at = finding.source.begin <= asked.end && asked.begin <= finding.source.end;
    if (is_at) here.push_back(finding);
  }
  if (wants(kQuickFix)) {
    find_rewrites(document, here);
    for (const Finding& finding : here) {
      for (CodeAction& action : rewrites(params.uri, document, finding)) actions.push_back(std::move(action));
    }
    for (const Finding& finding : here) add(waiver(params.uri, document, finding));
  }
  if (params.only.empty()) {
    for (const Finding& finding : here) add(page(document, finding));
  } else if (wants(kFixAll)) {
    add(all_safe_rewrites(params.uri, document));
  }
  if (!session_.capabilities.code_action_literals) {
    std::erase_if(actions, [](const CodeAction& action) { return !action.command; });
  }
  return actions;
}

/// Fills Finding::fixes. That reads the draft many times, so it is done when somebody asks, and not at every key.
void CodeActions::find_rewrites(OpenDocument& document, std::vector<Finding>& findings) {
  if (findings.empty()) return;
  try {
    const Setup& setup = session_.workspace.setup_for(document.subject);
    const std::string& text = document.buffer.text();
    const toofew::Document content = session_.workspace.read(document.subject, text);
    const std::string path = document.subject.path ? setup.relative(*document.subject.path) : std::string();
    document.cache->is_stopped = {};
    const BlockCache::Use use(*document.cache);
    add_fixes(setup.checker(), {text, path, content}, findings);
  } catch (const Error&) {
    return;  // which the draft shows
  }
}

std::vector<CodeAction> CodeActions::rewrites(const std::string& uri, const OpenDocument& document,
                                              const Finding& finding) const {
  std::vector<CodeAction> actions;
  for (const Fix& fix : finding.fixes) {
    CodeAction action;
    action.title = fix.title;
    action.kind = kQuickFix;
    action.preferred = fix.safe && actions.empty();
    action.diagnostics = {diagnostic_of(finding, session_.shown(uri, document))};
    action.edit = {uri, document.version, {{document.buffer.range(fix.source), fix.replacement}}};
    actions.push_back(std::move(action));
  }
  return actions;
}

/// All rewrites at once that need nobody's judgement; of those that overlap, the first.
std::optional<CodeAction> CodeActions::all_safe_rewrites(const std::string& uri, OpenDocument& document) {
  std::vector<Finding> findings = document.findings;
  find_rewrites(document, findings);
  std::vector<Fix> chosen;
  for (const Finding& finding : findings) {
    const auto fix = std::find_if(finding.fixes.begin(), finding.fixes.end(), [](const Fix& one) { return one.safe; });
    if (fix == finding.fixes.end()) continue;
    const auto overlaps = [&](const Fix& other) { return other.source.overlaps(fix->source); };
    if (std::none_of(chosen.begin(), chosen.end(), overlaps)) chosen.push_back(*fix);
  }
  if (chosen.empty()) return std::nullopt;
  std::sort(chosen.begin(), chosen.end(), [](const Fix& a, const Fix& b) { return a.source < b.source; });
  CodeAction action;
  action.title = "Take all rewrites that are safe";
  action.kind = kFixAll;
  action.edit = {uri, document.version, {}};
  for (const Fix& fix : chosen) action.edit->edits.push_back({document.buffer.range(fix.source), fix.replacement});
  return action;
}

std::optional<CodeAction> CodeActions::waiver(const std::string& uri, OpenDocument& document, const Finding& finding) {
  if (!finding.kind && kind_of(finding) == kWaiver) return std::nullopt;
  auto edit = waiver_edit(uri, document, finding);
  if (!edit) return std::nullopt;
  CodeAction action;
  action.title = fmt::format("Let {} pass here: fill in {}", finding.rule,
                             session_.settings.owner.empty() ? "who answers for it, and why" : "why");
  if (edit->uri != uri) action.title += fmt::format(" (in {})", fs::path(edit->uri).filename().native());
  action.kind = kQuickFix;
  action.diagnostics = {diagnostic_of(finding, session_.shown(uri, document))};
  action.edit = std::move(edit);
  return action;
}

/// In the draft where its format has a place for it, else in the policy's first file of waivers.
std::optional<DocumentEdit> CodeActions::waiver_edit(const std::string& uri, OpenDocument& document,
                                                     const Finding& finding) {
  const std::string& text = document.buffer.text();
  const auto is_waived = [&](const std::string& with, std::size_t begin) {
    const CheckedDrafts checked = session_.workspace.check(document.subject, with, *document.cache, {});
    const CheckedFile& file = checked.drafts.front().file;
    const auto is_it = [&](const Finding& other) { return other.rule == finding.rule && other.source.begin == begin; };
    const auto is_slip = [](const Finding& other) { return kind_of(other) == kWaiver; };
    return !file.failure && std::any_of(file.waived.begin(), file.waived.end(), is_it) &&
           std::count_if(file.findings.begin(), file.findings.end(), is_slip) <=
               std::count_if(document.findings.begin(), document.findings.end(), is_slip);
  };
  try {
    const Setup& setup = session_.workspace.setup_for(document.subject);
    const int days = std::min(session_.settings.waiver_days, setup.config().waivers.max_days.value);
    const NewWaiver terms{Date(std::chrono::sys_days(today()) + std::chrono::days(days)), session_.settings.owner, {}};
    const auto content = session_.workspace.read(document.subject, text);
    if (const auto inside = waiver_in_draft(finding, content, text, terms, is_waived)) {
      return DocumentEdit{
          uri, document.version, {{document.buffer.range({inside->offset, inside->offset}), inside->text}}};
    }
    const auto& files = setup.waiver_files(today());
    if (files.empty() || !document.subject.path) return std::nullopt;
    const std::string other = uri_of_path(files.front().path);
    const OpenDocument* open = session_.find(other);
    const TextBuffer file = open ? open->buffer : TextBuffer(files.front().bytes, session_.encoding);
    const Insertion entry = waiver_in_file(finding, setup.relative(*document.subject.path), file.text(), terms);
    return DocumentEdit{other,
                        open ? std::optional(open->version) : std::nullopt,
                        {{file.range({entry.offset, entry.offset}), entry.text}}};
  } catch (const Error&) {
    return std::nullopt;  // which the draft shows
  }
}

std::optional<CodeAction> CodeActions::page(const OpenDocument& document, const Finding& finding) {
  if (document.role != Role::draft) return std::nullopt;
  CodeAction action;
  action.title = fmt::format("Open the page on {}", finding.rule);
  action.command = Command{action.title, kOpenRulePage, {finding.rule}};
  return action;
}

}  // namespace toofew::lsp

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "base/words.h"
#include "report/escape.h"
#include "report/html_page.h"
#include "report/review.h"
#include "report/review_sections.h"

namespace toofew {
namespace {

std::string heading_row(const std::vector<std::string>& texts) {
  std::string out = "<tr>";
  for (const std::string& text : texts) out += fmt::format("<th scope=\"col\">{}</th>", escape_markup(text));
  return out + "</tr>\n";
}

/// Whether a column would grow for a word of the text: an address, a path, a sum.
bool has_long_word(std::string_view text) {
  constexpr std::size_t kLong = 20;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > kLong) return true;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return false;
}

std::string row(const std::vector<std::string>& texts) {
  std::string out = "<tr>";
  for (const std::string& text : texts) {
    out += fmt::format("<td{}>{}</td>", has_long_word(text) ? " class=\"long\"" : "", escape_markup(text));
  }
  return out + "</tr>\n";
}

std::string table(const ReviewTable& table, std::string_view title) {
  const std::string label = table.caption.empty() ? std::string(title) : table.caption;
  const std::string note =
      table.note.empty() ? std::string() : fmt::format("<span class=\"note\">{}</span>", escape_markup(table.note));
  const std::string caption =
      table.caption.empty() ? std::string() : fmt::format("<caption>{}{}</caption>\n", escape_markup(table.caption), note);
  std::string out = fmt::format(
      "<div class=\"table\" role=\"group\" aria-label=\"{}\" tabindex=\"0\">\n<table>\n{}<thead>\n{}</thead>\n<tbody>\n",
      escape_markup(label), caption, heading_row(table.columns));
  for (const auto& texts : table.rows) out += row(texts);
  return out + "</tbody>\n</table>\n</div>\n";
}

std::string section(const ReviewSection& section) {
  std::string out = fmt::format("<section aria-labelledby=\"{0}\">\n<h2 id=\"{0}\">{1}</h2>\n", section.id,
                                escape_markup(section.title));
  for (const std::string& text : section.paragraphs) out += fmt::format("<p>{}</p>\n", escape_markup(text));
  for (const ReviewTable& each : section.tables) out += table(each, section.title);
  for (const auto& listing : section.listings) {
    if (!listing.caption.empty()) out += fmt::format("<h3>{}</h3>\n", escape_markup(listing.caption));
    out += fmt::format("<pre class=\"listing\" role=\"group\" aria-label=\"{}\" tabindex=\"0\">{}</pre>\n",
                       escape_markup(listing.caption.empty() ? section.title : listing.caption),
                       escape_markup(listing.text));
  }
  return out + "</section>\n";
}

/// A form that goes nowhere: it is filled in on the screen, or by hand on paper.
std::string decision(const ReviewDecision& decision) {
  std::string out = fmt::format(
      "<section class=\"decision\" aria-labelledby=\"decision\">\n<h2 id=\"decision\">Decision</h2>\n<p>{}</p>\n"
      "<form>\n<fieldset>\n<legend>The drafts</legend>\n",
      escape_markup(decision.subject));
  for (const std::string& choice : decision.choices) {
    out += fmt::format("<label><input type=\"radio\" name=\"decision\"> {}</label>\n", escape_markup(choice));
  }
  out += "</fieldset>\n";
  for (const std::string& blank : decision.blanks) {
    out += fmt::format("<label class=\"blank\">{} <input type=\"text\" autocomplete=\"off\"></label>\n",
                       escape_markup(blank));
  }
  out += fmt::format("<label class=\"blank remarks\">{} <textarea rows=\"4\"></textarea></label>\n",
                     escape_markup(decision.remarks));
  return out + "</form>\n</section>\n";
}

std::string findings(const Review& review) {
  std::string posts = html_findings(review.report, {.level = 3, .explains_kinds = false});
  if (posts.empty()) posts = "<p>Nothing was found.</p>\n";
  return fmt::format("<section aria-labelledby=\"findings\">\n<h2 id=\"findings\">{}</h2>\n{}</section>\n",
                     kFindingsTitle, posts);
}

}  // namespace

std::string review_html(const Review& review) {
  std::string out = html_head(fmt::format("{}, {}", kReviewTitle, date_text(review.day)), false);
  out += fmt::format(
      "<body class=\"review\">\n<a class=\"skip\" href=\"#findings\">Skip to the findings</a>\n<header>\n<h1>{}</h1>\n"
      "<p class=\"faint\">{}</p>\n<p class=\"verdict\">{}</p>\n</header>\n<main>\n<div class=\"cover\">\n{}{}</div>\n",
      kReviewTitle, escape_markup(review_subtitle(review)), escape_markup(trimmed(summary(tally(review.report)))),
      section(review_summary(review)), decision(review_decision(review)));
  for (const ReviewSection& part : sections_before_findings(review)) out += section(part);
  out += findings(review);
  for (const ReviewSection& part : sections_behind_findings(review)) out += section(part);
  out += "</main>\n<footer class=\"faint\"><p>This page loads nothing and sends nothing.</p></footer>\n";
  return out + "</body>\n</html>\n";
}

}  // namespace toofew

#pragma once

#include <string>
#include <vector>

#include "report/review.h"

namespace toofew {

/// Rows under names of columns; all texts are as a person reads them, not escaped.
struct ReviewTable {
  std::string caption;  ///< "" for none
  std::string note;     ///< what the rows are for; "" for nothing
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};

/// One section of a review, whatever it is written in: its parts come in this order.
struct ReviewSection {
  std::string id;  ///< of letters and "-"
  std::string title;
  std::vector<std::string> paragraphs;
  std::vector<ReviewTable> tables;
  struct Listing {
    std::string caption;
    std::string language;  ///< what it is written in: "yaml"
    std::string text;
  };
  std::vector<Listing> listings;
};

inline constexpr const char* kReviewTitle = "Review of drafts before publication";

/// The findings stand in a section of this title, which each format writes in its own way.
inline constexpr const char* kFindingsTitle = "Findings";

/// When and by what it was made: one line.
std::string review_subtitle(const Review& review);

/// What a reader should know first.
ReviewSection review_summary(const Review& review);

/// What is decided about, and between what the one who signs may choose.
struct ReviewDecision {
  std::string subject;
  std::vector<std::string> choices;
  std::vector<std::string> blanks;  ///< what else is to be filled in
  std::string remarks;
};
ReviewDecision review_decision(const Review& review);

/// What stands before the findings, and behind them.
std::vector<ReviewSection> sections_before_findings(const Review& review);
std::vector<ReviewSection> sections_behind_findings(const Review& review);

/// The list of all files that the review is about, as `sha256sum --check` takes it.
std::string checksums(const Review& review);

}  // namespace toofew

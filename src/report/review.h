#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/date.h"
#include "policy/facts.h"
#include "policy/finding.h"
#include "policy/waiver.h"
#include "report/report.h"

namespace toofew {

/// A file and what it held when it was read.
struct HashedFile {
  std::string path;    ///< as it is shown; bytes, not always valid UTF-8
  std::string sha256;  ///< 64 hexadecimal digits
};

/// A draft that was checked.
struct ReviewedDraft {
  HashedFile file;
  std::size_t posts = 0;              ///< 1, or of a queue as many as there are records with copy
  std::vector<std::string> channels;  ///< of its posts, each once, "" for none
  std::vector<std::string> regions;   ///< likewise
};

/// What a policy asks of drafts that it treats alike, whatever their channels and regions.
struct ThresholdTable {
  struct Row {
    std::vector<std::string> categories;
    Threshold threshold;
  };

  std::string policy;                 ///< as it is shown: "toofew.yaml, over preset cms-11"
  std::vector<std::string> channels;  ///< of the drafts, each once, "" for none
  std::vector<std::string> regions;   ///< likewise
  std::vector<std::string> drafts;    ///< as they are shown; of a queue whose records are treated differently, with those
  std::vector<Row> rows;
};

/// A waiver, and where it stands.
struct ReviewedWaiver {
  std::string path;
  int line = 0;  ///< from 1
  WaiverRecord record;
};

/// A fact, and what became of it in one draft.
struct ReviewedFact {
  std::string draft;
  Fact fact;
  std::vector<int> lines;    ///< where its words stand there, from 1; empty where they do not
  bool has_findings = false; ///< whether something is wrong with it
};

/// Something that the findings say nothing of.
struct LeftOut {
  std::string what;
  std::string why;
};

/// The whole configuration, as it was read.
struct PolicyText {
  std::string name;
  std::string yaml;
};

/// What a privacy officer needs to know before they sign: all that a check of drafts rests on, and what it left open.
struct Review {
  Report report;
  Date day;  ///< on which the drafts were checked
  std::vector<ReviewedDraft> drafts;
  std::vector<HashedFile> policy_files;
  std::vector<HashedFile> rule_packs;  ///< those that come with toofew, by name
  std::vector<ThresholdTable> thresholds;
  std::vector<ReviewedWaiver> waivers;
  std::vector<ReviewedFact> facts;
  std::size_t facts_of_others = 0;  ///< facts that back nothing in these drafts
  std::vector<LeftOut> left_out;
  std::vector<PolicyText> policies;
};

/// The review as one page that needs nothing but itself, for the screen and for paper.
std::string review_html(const Review& review);

/// The same in GitHub-flavoured Markdown.
std::string review_markdown(const Review& review);

}  // namespace toofew

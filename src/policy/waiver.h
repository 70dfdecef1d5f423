#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/error.h"
#include "document/document.h"
#include "policy/checker.h"
#include "policy/finding.h"

namespace toofew {

/// Somebody's answer for a finding: "toofew: allow small-count until=2027-01-31 owner=Jo reason="Agreed with all
/// four"".
struct Waiver {
  std::string rule;           ///< id of a rule, or name of a kind
  std::optional<Date> since;  ///< the day that it was given on, where it says so
  Date until;                 ///< the last day on which it holds
  std::string owner;          ///< who answers for it
  std::string reason;
};

enum class WaiverState {
  active,     ///< lets findings pass
  unused,     ///< there is nothing that it could let pass
  expired,    ///< its last day is over: it lets nothing pass
  forbidden,  ///< it stands by something that the policy lets nobody waive; the rest it lets pass
  malformed,  ///< it cannot be read, or misses something: it lets nothing pass
};
std::string_view waiver_state_name(WaiverState state);

/// The rules of the findings that waivers themselves lead to: "waiver.malformed" …
const std::vector<RuleInfo>& waiver_rules();

/// A waiver where it was written, and what became of it.
struct WaiverRecord {
  std::string written;              ///< its words
  ByteRange source;                 ///< bytes of the draft, or of the file of waivers
  Error::Place place;               ///< in a file of waivers; `file` is "" where it stands in the draft itself
  std::vector<Note::Reach> covers;  ///< in a draft: the prose that it is for
  Scope scope;                      ///< where that draft stands
  std::string path;    ///< in a file of waivers: the draft that it is for, relative to the configuration's folder
  std::string record;  ///< … the record, "" for any
  std::string words;   ///< … words that the finding must hold, "" for any
  Waiver waiver;       ///< as far as it could be read
  WaiverState state = WaiverState::unused;
  std::size_t findings = 0;  ///< how many it lets pass
  std::string problem;       ///< a sentence, unless it is active
  std::string advice;        ///< what to do about it; "" for active ones
};

/// What waivers are held to: the checker's rules and configuration, on that day. The checker must outlive it.
struct WaiverTerms {
  const Checker& checker;
  Date today;
};

/// The waivers that stand in a draft; `path` is relative to the folder of the configuration, "" for a text without one.
/// What looks like a waiver and cannot be read is malformed, never passed over.
std::vector<WaiverRecord> read_waivers(const Document& document, const std::string& path, const WaiverTerms& terms);

/// Those of a file of waivers: YAML, `waivers:` and a list of entries. Throws Error, with its place, for what is no
/// such list; an entry that cannot be read is malformed.
std::vector<WaiverRecord> read_waiver_file(const std::string& file, const std::string& yaml, const WaiverTerms& terms);

/// Marks the findings of one draft that its waivers let pass, those in it and those that files hold for it; sets the
/// waivers' state and count; and adds to the findings what is wrong with those in the draft. Of several waivers for one
/// finding the first is used.
void apply_waivers(std::vector<WaiverRecord>& in_draft, const std::vector<WaiverRecord*>& in_files,
                   const WaiverTerms& terms, std::vector<Finding>& findings);

/// What is to be reported of a waiver: nullopt for one that is active, and where the policy turned such findings off.
std::optional<Finding> judge_waiver(const WaiverRecord& record, const Checker& checker);

}  // namespace toofew

#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "grammar/claim.h"
#include "grammar/segments.h"
#include "policy/finding.h"

namespace toofew {

/// What rules/defaults/messages.yaml says, key by key.
struct MessageTexts {
  using Forms = std::map<std::string, std::string, std::less<>>;  ///< by plural form, or by another name
  struct OfKind {
    Forms message;
    std::string why;
    std::string advice;
  };

  std::string locale;
  std::string thousands;
  std::map<std::string, Forms, std::less<>> units;  ///< by any of the unit's forms
  Forms cohort;
  Forms comparison;
  Forms data;
  Forms labels;
  Forms remarks;
  Forms population;
  std::string arithmetic;
  std::string preset;
  std::map<Kind, OfKind> kinds;
};

/// The words of findings: templates and their grammar.
class Messages {
 public:
  /// The templates that come with the program.
  static const Messages& built_in();

  /// Throws Error for a text that lacks a template, or has one with an unknown placeholder.
  Messages(const std::string& file, const std::string& yaml);
  /// Of texts that were checked before.
  explicit Messages(MessageTexts texts);
  ~Messages();

  const MessageTexts& texts() const { return texts_; }

  /// Fills message, why and advice for the claim; the threshold is the one that the claim missed, `populations` those
  /// that the claim's segments are of.
  void describe(const Claim& claim, const Threshold& threshold, const Populations& populations, Finding& finding) const;

  /// The plural of a unit that this knows in any form, in lower case: "devices" for "Device"; "" for another word.
  std::string plural(std::string_view unit) const;

  /// How the claim's cohort compares with the threshold: "fewer than the 100 that the policy asks for health data".
  std::string comparison(const Claim& claim, const Threshold& threshold) const;

  /// How the cohort was computed, in brackets after a space; "" where the text states it.
  std::string arithmetic(const Claim& claim) const;

  /// "12,400".
  std::string number(std::int64_t n) const;

  /// The cohort in words: "1 person", "between 40 and 60 households", "up to 9 people".
  std::string cohort(const Interval& cohort, std::string_view unit) const;

 private:
  using Forms = MessageTexts::Forms;
  /// Digits in groups of three.
  std::string grouped(std::string digits) const;
  struct Plurals;  // ICU's rules, kept out of this header

  const std::string& form(const Forms& forms, std::int64_t count) const;
  std::string unit_word(std::string_view written, std::int64_t count) const;
  std::string data(const Claim& claim) const;
  std::string why(const Claim& claim, const Populations& populations) const;
  std::string population(const Segment& segment) const;
  void check_templates() const;

  MessageTexts texts_;
  std::unique_ptr<Plurals> plurals_;
};

}  // namespace toofew

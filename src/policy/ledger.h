#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "grammar/claim.h"

namespace toofew {

/// A count that was published. Holds no word of the post: what could tell it is there as keyed digests only.
struct LedgerEntry {
  std::string told;         ///< digest of Telling::words
  std::int64_t people = 0;  ///< exactly so many
  std::string category;     ///< "ordinary", "health" …
  Telling::Time time = Telling::Time::open;
  Date date;           ///< the day of publication
  std::string post;    ///< digest of the post's path
  std::string record;  ///< digest of the record's name; "" outside queues
  std::string id;      ///< what the post is called in reports; "" where nobody said
  int line = 0;        ///< of the ledger, from 1; 0 for one that is to be added
};

/// What was published before: a text file with one JSON object a line, first a header with the key of the digests, then
/// the entries. Its order is of no consequence to a reader; it is written sorted, so that versions merge well.
class Ledger {
 public:
  /// An empty one. `key` is the key of the digests, 32 hexadecimal digits.
  Ledger(std::string file, std::string key);

  /// One that was written. Only the lines' beginnings are looked at, so that a long ledger costs a short post nothing.
  /// Throws Error, with the line, for what is no ledger.
  static Ledger read(std::string file, std::string text);

  const std::string& file() const { return file_; }
  std::string digest(std::string_view text) const;
  /// The digest of a statement's words.
  std::string digest(const Telling& telling) const;

  /// Those that tell the same, in order of line. Throws Error for an entry that is broken.
  std::vector<LedgerEntry> find(std::string_view wanted) const;

  /// All of them, in order of line. Throws Error for an entry that is broken.
  std::vector<LedgerEntry> entries() const;

  /// A ledger with these entries instead, sorted and each once, as text.
  std::string text_with(std::vector<LedgerEntry> entries) const;

 private:
  struct Line {
    std::size_t begin;  // byte of text_
    int number;
  };

  void index();
  std::string_view told(const Line& line) const;
  void read_header(std::string_view line, int number);
  LedgerEntry parse(const Line& line) const;
  [[noreturn]] void fail(int line, const std::string& reason, const std::string& hint = {}) const;

  std::string file_;
  std::string key_;
  std::string text_;
  std::vector<Line> lines_;  // by digest, then number
};

/// One entry as the ledger writes it, without a line break.
std::string ledger_line(const LedgerEntry& entry);

}  // namespace toofew

#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "document/document.h"
#include "grammar/claim.h"
#include "text/text.h"

namespace toofew {

/// Reads the figures of a part.
using FigureReader = std::function<std::vector<Figure>(const Part&)>;

/// The words of a part, or of a fact, and which of them write a figure: what the two are compared by.
class FactWords {
 public:
  FactWords(const Part& part, const TextOptions& options, const FigureReader& figures);
  /// The words of a fact.
  FactWords(const std::string& words, const TextOptions& options, const FigureReader& figures);

  const std::vector<Figure>& figures() const { return figures_; }

  struct Match {
    ByteRange content;                                    ///< bytes of Part::content
    std::vector<std::pair<std::size_t, std::size_t>> figures;  ///< of the fact, and of the part, in order
  };

  /// Where the words of the fact stand in these, whatever their case. A figure of the fact stands for any, so that one
  /// that was changed is found; a fact that is nothing but a figure stands for the same figure, however it is written.
  std::vector<Match> find(const FactWords& fact) const;

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  struct Word {
    std::string form;
    ByteRange content;
    std::size_t figure = kNone;
  };

  void add(const Block& block, const TextOptions& options);
  std::size_t end_of_figure(std::size_t word) const;
  bool is_one_figure() const;

  std::vector<Word> words_;
  std::vector<Figure> figures_;  // by position
};

}  // namespace toofew

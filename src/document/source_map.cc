#include "document/source_map.h"

#include <algorithm>

namespace toofew {

void SourceMap::append(std::size_t text_size, ByteRange source, bool verbatim) {
  if (text_size == 0) return;
  const std::size_t begin = text_size_;
  text_size_ += text_size;
  if (verbatim && !pieces_.empty()) {
    Piece& last = pieces_.back();
    if (last.verbatim && last.source.end == source.begin) {
      last.text_end = text_size_;
      last.source.end = source.end;
      return;
    }
  }
  pieces_.push_back({begin, text_size_, source, verbatim});
}

// Index of the piece that holds the byte at `text_offset`; pieces_.size() at the end of the text.
std::size_t SourceMap::piece_at(std::size_t text_offset) const {
  const auto after = std::partition_point(pieces_.begin(), pieces_.end(),
                                          [&](const Piece& piece) { return piece.text_end <= text_offset; });
  return static_cast<std::size_t>(after - pieces_.begin());
}

ByteRange SourceMap::to_source(ByteRange text) const {
  if (pieces_.empty()) return {};
  const std::size_t first = piece_at(text.begin);
  if (first == pieces_.size()) return {pieces_.back().source.end, pieces_.back().source.end};

  const Piece& begin_piece = pieces_[first];
  const std::size_t begin =
      begin_piece.verbatim ? begin_piece.source.begin + (text.begin - begin_piece.text_begin) : begin_piece.source.begin;
  if (text.empty()) return {begin, begin};

  const std::size_t last = piece_at(text.end - 1);
  // Inserted pieces at either end have no source of their own: the range shrinks to its sourced neighbours.
  std::size_t from = first;
  while (from < last && pieces_[from].source.empty()) ++from;
  std::size_t to = last;
  while (to > from && pieces_[to].source.empty()) --to;
  const Piece& end_piece = pieces_[to];
  const std::size_t source_begin = from == first ? begin : pieces_[from].source.begin;
  const std::size_t text_end = std::min(text.end, end_piece.text_end);
  const std::size_t source_end =
      end_piece.verbatim ? end_piece.source.begin + (text_end - end_piece.text_begin) : end_piece.source.end;
  return {source_begin, std::max(source_begin, source_end)};
}

ByteRange SourceMap::to_text(ByteRange source) const {
  // The first piece that reaches beyond the start of the range; pieces before it came from earlier bytes.
  auto piece = std::partition_point(pieces_.begin(), pieces_.end(),
                                    [&](const Piece& p) { return p.source.end <= source.begin; });
  if (piece == pieces_.end()) return {text_size_, text_size_};
  const bool inside = piece->source.begin <= source.begin;
  const std::size_t begin = piece->verbatim && inside ? piece->text_begin + (source.begin - piece->source.begin)
                                                      : piece->text_begin;
  if (source.empty() || piece->source.begin >= source.end) return {begin, begin};

  const auto after = std::partition_point(piece, pieces_.end(),
                                          [&](const Piece& p) { return p.source.begin < source.end; });
  const Piece& last = *(after - 1);
  const std::size_t end = last.verbatim && source.end < last.source.end
                              ? last.text_begin + (source.end - last.source.begin)
                              : last.text_end;
  return {begin, std::max(begin, end)};
}

void SourceMap::append(const SourceMap& map, ByteRange text) {
  for (std::size_t i = map.piece_at(text.begin); i < map.pieces_.size() && map.pieces_[i].text_begin < text.end; ++i) {
    const Piece& piece = map.pieces_[i];
    const std::size_t begin = std::max(piece.text_begin, text.begin);
    const std::size_t end = std::min(piece.text_end, text.end);
    ByteRange source = piece.source;
    if (piece.verbatim) {
      source = {piece.source.begin + (begin - piece.text_begin), piece.source.begin + (end - piece.text_begin)};
    }
    append(end - begin, source, piece.verbatim);
  }
}

SourceMap SourceMap::over(const SourceMap& earlier) const {
  SourceMap out;
  for (const Piece& piece : pieces_) {
    if (piece.verbatim) {
      out.append(earlier, piece.source);
    } else {
      out.append(piece.text_end - piece.text_begin, earlier.to_source(piece.source), false);
    }
  }
  return out;
}

SourceMap SourceMap::identity(std::size_t size) {
  SourceMap map;
  map.append(size, {0, size}, true);
  return map;
}

}  // namespace toofew

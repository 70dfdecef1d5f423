// Tweets as the twitter-together action reads them: YAML front matter at the start of every tweet of a thread, tweets
// separated by a line "---" (or what the front matter names), a poll as trailing lines "( ) choice".

#include <iterator>

#include "base/words.h"
#include "document/block_builder.h"
#include "document/readers.h"

namespace toofew {
namespace {

constexpr std::string_view kDelimiterField = "thread-delimiter";

std::string_view without_trailing_blanks(std::string_view line) {
  while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
  return line;
}

// Bytes before the choice in "( ) choice"; 0 when the line is none.
std::size_t poll_mark(std::string_view line) {
  if (!line.starts_with('(')) return 0;
  std::size_t at = 1;
  if (at < line.size() && is_space(line[at])) ++at;
  if (at >= line.size() || line[at] != ')') return 0;
  const std::size_t after = ++at;
  while (at < line.size() && is_space(line[at])) ++at;
  return at > after && at < line.size() ? at : 0;
}

class TweetReader {
 public:
  TweetReader(const FieldNames& fields, Part& part) : fields_(with_tweet_fields(fields)), part_(part) {}

  void read() {
    for (std::size_t at = 0; at < part_.content.size();) at = read_one(at);
  }

 private:
  // What of a tweet's front matter is shown: alt texts and poll choices. The rest is for the publisher.
  static FieldNames with_tweet_fields(FieldNames fields) {
    fields.metadata = {"media.alt", "poll", "poll.options"};
    return fields;
  }

  std::string_view content() const { return part_.content; }

  // Reads the tweet that starts at `begin` and returns where the next one of the thread starts.
  std::size_t read_one(std::size_t begin) {
    while (begin < content().size() && is_space(content()[begin])) ++begin;
    const std::size_t first = begin;
    const std::size_t first_note = part_.notes.size();
    begin = read_options(begin);
    const ByteRange body = read_until_delimiter(begin);
    read_body({begin, body.begin});
    for (std::size_t i = first_note; i < part_.notes.size(); ++i) {
      if (!part_.notes[i].name.empty()) part_.notes[i].covers = {{0, {first, body.begin}}};
    }
    return body.end;
  }

  std::size_t read_options(std::size_t begin) {
    FrontMatter options;
    try {
      options = read_front_matter(content().substr(begin), fields_);
    } catch (ReadFailure& failure) {
      failure.offset += begin;
      throw;
    }
    const auto delimiter = options.metadata.find(std::string(kDelimiterField));
    if (delimiter != options.metadata.end()) delimiter_ = delimiter->second;
    part_.metadata.merge(options.metadata);
    SourceMap shift;
    shift.append(options.end, {begin, begin + options.end}, true);
    for (Note& note : options.notes) {
      note.source = shift.to_source(note.source);
      for (Note::Reach& reach : note.covers) reach.source = shift.to_source(reach.source);
      part_.notes.push_back(std::move(note));
    }
    for (Block& block : options.blocks) {
      block.kind = is_field(block.field, "alt") ? BlockKind::image_alt : BlockKind::poll_option;
      block.field.clear();
      block.map = block.map.over(shift);
      part_.blocks.push_back(std::move(block));
    }
    return begin + options.end;
  }

  // The line that ends the tweet: where it begins and where the next tweet does.
  ByteRange read_until_delimiter(std::size_t begin) const {
    for (std::size_t at = begin; at < content().size();) {
      const Line line = line_at(content(), at);
      const std::string_view shown = without_trailing_blanks(content().substr(line.begin, line.end - line.begin));
      if (!delimiter_.empty() && shown == delimiter_) return {line.begin, line.next};
      at = line.next;
    }
    return {content().size(), content().size()};
  }

  void read_body(ByteRange body) {
    const std::size_t poll = poll_begin(body);
    std::vector<Block> text = plain_blocks(content(), {body.begin, poll});
    std::move(text.begin(), text.end(), std::back_inserter(part_.blocks));
    for (std::size_t at = poll; at < body.end;) {
      const Line line = line_at(content(), at);
      const std::string_view shown = content().substr(line.begin, line.end - line.begin);
      const std::size_t mark = poll_mark(shown);
      at = line.next;
      if (mark > 0) add_choice(shown.substr(mark), line.begin + mark);
    }
  }

  // Where the trailing run of "( ) choice" lines begins; body.end when there is none.
  std::size_t poll_begin(ByteRange body) const {
    std::size_t begin = body.end;
    bool in_run = false;
    for (std::size_t at = body.begin; at < body.end;) {
      const Line line = line_at(content(), at);
      const std::string_view shown = content().substr(line.begin, line.end - line.begin);
      const bool choice = poll_mark(shown) > 0;
      if (choice && !in_run) begin = line.begin;
      in_run = choice || (in_run && is_blank(shown));
      if (!in_run) begin = body.end;
      at = line.next;
    }
    return begin;
  }

  void add_choice(std::string_view text, std::size_t begin) {
    BlockBuilder builder;
    builder.verbatim(text, begin);
    if (auto block = builder.finish(BlockKind::poll_option)) part_.blocks.push_back(std::move(*block));
  }

  FieldNames fields_;
  Part& part_;
  std::string delimiter_ = "---";
};

}  // namespace

void read_tweet(const FieldNames& fields, Part& part) { TweetReader(fields, part).read(); }

}  // namespace toofew

#include "policy/populations.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <set>

#include "base/suggest.h"
#include "base/words.h"
#include "document/csv.h"
#include "document/encoding.h"
#include "policy/yaml_source.h"

namespace toofew {
namespace {

constexpr std::string_view kTotal = "total";  // the key of the row that counts all users

/// What tells where something is wrong, whatever sort of file it stands in.
using Fail = std::function<void(const std::string& reason, const std::string& hint)>;

std::optional<std::int64_t> whole_number(std::string_view digits) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool is_number = error == std::errc() && end == digits.data() + digits.size() && number >= 0;
  return is_number ? std::optional(number) : std::nullopt;
}

/// "400", or "<10" as statistics write what they do not tell.
Interval users_of(std::string_view text, const Fail& fail) {
  const bool below = text.starts_with('<');
  const auto number = whole_number(trimmed(text.substr(below ? 1 : 0)));
  if (!number || (below && *number == 0)) {
    fail(fmt::format("'{}' is no number of users", text), "a whole number, or \"<10\" for fewer than ten");
    return {};
  }
  return below ? Interval{0, *number - 1} : Interval::exactly(*number);
}

Date date_of(std::string_view text, const Fail& fail) {
  const auto date = parse_date(text);
  if (!date) fail(fmt::format("'{}' is no date", text), "dates are written 2026-01-31");
  return date.value_or(Date());
}

/// Puts the files together, and looks whether they agree.
class PopulationReader {
 public:
  void read(const DataFile& file) {
    file_ = file.name;
    if (file.name.ends_with(".csv")) {
      read_csv(file);
    } else {
      read_yaml(YamlSource(file.name, file.text));
    }
  }

  Populations finish() {
    for (std::size_t i = 0; i < populations_.segments.size(); ++i) add_name(i);
    link_parents();
    require_no_circles();
    require_sizes_to_fit();
    require_known_keys();
    return std::move(populations_);
  }

 private:
  struct Independent {
    std::vector<std::string> keys;
    Error::Place place;
  };

  // ---- YAML

  void read_yaml(const YamlSource& source) {
    const YAML::Node root = source.parse();
    if (root.IsNull()) return;
    source.require_mapping(root, "a population file");
    std::optional<Date> as_of;
    YAML::Node segments;
    for (const auto& entry : root) {
      const std::string& key = entry.first.Scalar();
      source.require_known(entry.first, {"as_of", "total", "independent", "segments"}, "key of a population file");
      const Fail fail = fail_at(source, entry.second);
      if (key == "as_of") as_of = date_of(source.text_of(entry.second, "'as_of'"), fail);
      if (key == "total") set_total(source.text_of(entry.second, "'total'"), entry.second.Mark().line + 1, fail);
      if (key == "independent") read_independent(source, entry.second);
      if (key == "segments") segments = entry.second;
    }
    if (!segments) return;
    if (!segments.IsSequence()) source.fail(segments, "'segments' must be a list");
    for (const auto& node : segments) read_segment(source, node, as_of);
  }

  static Fail fail_at(const YamlSource& source, const YAML::Node& node) {
    return [&source, node](const std::string& reason, const std::string& hint) {
      source.fail(node, reason, hint);
    };
  }

  void read_independent(const YamlSource& source, const YAML::Node& node) {
    if (!node.IsSequence()) source.fail(node, "'independent' must be a list of keys, or of such lists");
    const bool has_lists = node.size() > 0 && node[0].IsSequence();
    if (!has_lists) return add_independent(source, node);
    for (const auto& keys : node) add_independent(source, keys);
  }

  void add_independent(const YamlSource& source, const YAML::Node& node) {
    if (!node.IsSequence() || node.size() < 2) source.fail(node, "at least two keys are independent of one another");
    Independent set{{}, source.place(node.Mark())};
    for (const auto& key : node) set.keys.push_back(source.text_of(key, "a key"));
    independent_.push_back(std::move(set));
  }

  void read_segment(const YamlSource& source, const YAML::Node& node, const std::optional<Date>& as_of) {
    if (!node.IsMap()) source.fail(node, "a segment must be a mapping of keys to values");
    Segment segment;
    segment.as_of = as_of;
    bool has_users = false;
    std::vector<std::string> within;
    for (const auto& entry : node) {
      const std::string& key = entry.first.Scalar();
      const YAML::Node& value = entry.second;
      source.require_known(entry.first, columns(), "key of a segment");
      if (key == "key") segment.key = source.text_of(value, "'key'");
      if (key == "name") segment.name = source.text_of(value, "'name'");
      if (key == "aliases") segment.aliases = names(source, value);
      if (key == "within") within = names(source, value);
      if (key == "as_of") segment.as_of = date_of(source.text_of(value, "'as_of'"), fail_at(source, value));
      if (key != "users") continue;
      segment.users = users_of(source.text_of(value, "'users'"), fail_at(source, value));
      has_users = true;
    }
    add(std::move(segment), std::move(within), has_users, node.Mark().line + 1, fail_at(source, node));
  }

  /// One text, or a list of them.
  static std::vector<std::string> names(const YamlSource& source, const YAML::Node& node) {
    if (!node.IsSequence()) return {source.text_of(node, "a name")};
    std::vector<std::string> list;
    for (const auto& name : node) list.push_back(source.text_of(name, "a name"));
    return list;
  }

  // ---- CSV

  void read_csv(const DataFile& file) {
    const Mapped decoded = decode_file(file.text, file.name);
    try {
      read_rows(decoded.text, file.name);
    } catch (const ReadFailure& failure) {
      throw Error(place_of(decoded.text, failure.offset, file.name), failure.reason);
    }
  }

  void read_rows(std::string_view text, const std::string& name) {
    CsvScanner scanner(text, ',');
    std::vector<std::string> header;
    int line = 1;
    std::size_t counted = 0;  // bytes whose lines are counted
    while (!scanner.done()) {
      const std::size_t begin = scanner.offset();
      line += static_cast<int>(std::count(text.begin() + static_cast<std::ptrdiff_t>(counted),
                                          text.begin() + static_cast<std::ptrdiff_t>(begin), '\n'));
      counted = begin;
      const Fail fail = [&](const std::string& reason, const std::string& hint) {
        throw Error(place_of(text, begin, name), reason, hint);
      };
      const std::vector<Mapped> cells = scanner.row();
      const auto is_empty = [](const Mapped& cell) { return trimmed(cell.text).empty(); };
      if (std::all_of(cells.begin(), cells.end(), is_empty)) continue;
      if (header.empty()) {
        header = header_of(cells, fail);
      } else {
        read_row(header, cells, line, fail);
      }
    }
  }

  static std::vector<std::string> header_of(const std::vector<Mapped>& cells, const Fail& fail) {
    std::vector<std::string> header;
    for (const Mapped& cell : cells) {
      const std::string name(trimmed(cell.text));
      if (std::find(columns().begin(), columns().end(), name) == columns().end()) {
        fail(fmt::format("unknown column '{}'", name), did_you_mean(name, columns()));
      }
      header.push_back(name);
    }
    return header;
  }

  void read_row(const std::vector<std::string>& header, const std::vector<Mapped>& cells, int line, const Fail& fail) {
    if (cells.size() > header.size()) {
      fail(fmt::format("the row has {} fields, the header {}", cells.size(), header.size()), "");
    }
    Segment segment;
    bool has_users = false;
    std::vector<std::string> within;
    std::string users;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string_view value = trimmed(cells[i].text);
      if (value.empty()) continue;
      if (header[i] == "key") segment.key = value;
      if (header[i] == "name") segment.name = value;
      if (header[i] == "aliases") segment.aliases = split(value);
      if (header[i] == "within") within = split(value);
      if (header[i] == "as_of") segment.as_of = date_of(value, fail);
      if (header[i] == "users") users = value;
    }
    if (segment.key == kTotal && segment.name.empty()) return set_total(users, line, fail);
    if (!users.empty()) {
      segment.users = users_of(users, fail);
      has_users = true;
    }
    add(std::move(segment), std::move(within), has_users, line, fail);
  }

  /// Names between semicolons.
  static std::vector<std::string> split(std::string_view list) {
    std::vector<std::string> names;
    while (!list.empty()) {
      const std::size_t end = std::min(list.find(';'), list.size());
      const std::string_view name = trimmed(list.substr(0, end));
      if (!name.empty()) names.emplace_back(name);
      list.remove_prefix(std::min(end + 1, list.size()));
    }
    return names;
  }

  // ---- both

  static const std::vector<std::string>& columns() {
    static const std::vector<std::string> names{"key", "name", "aliases", "users", "as_of", "within"};
    return names;
  }

  void set_total(std::string_view text, int line, const Fail& fail) {
    const auto number = whole_number(text);
    if (!number || *number == 0) {
      fail(fmt::format("'{}' is no number of all users", text), "a whole number, 1 or more");
      return;
    }
    if (populations_.total && *populations_.total != *number) {
      fail(fmt::format("the total is {} here, and {} at {}:{}", *number, *populations_.total, total_place_.file,
                       total_place_.line),
           "");
    }
    populations_.total = number;
    total_place_ = {file_, line, 0, {}};
  }

  void add(Segment segment, std::vector<std::string> within, bool has_users, int line, const Fail& fail) {
    if (segment.key.empty()) fail("the segment has no 'key'", "the sort of segment: place, plan, product …");
    if (segment.name.empty()) fail("the segment has no 'name'", "as copy writes it");
    if (!has_users) fail("the segment has no 'users'", "how many users it holds");
    segment.file = file_;
    segment.line = line;
    populations_.segments.push_back(std::move(segment));
    parents_.push_back(std::move(within));
  }

  void add_name(std::size_t index) {
    const Segment& segment = populations_.segments[index];
    const auto [known, is_new] = by_name_.emplace(segment.name, index);
    if (is_new) return;
    const Segment& other = populations_.segments[known->second];
    throw Error(segment.place(), fmt::format("'{}' is declared at {}:{} already, with {} users", segment.name, other.file,
                                             other.line, other.users.judged()));
  }

  void link_parents() {
    for (std::size_t i = 0; i < parents_.size(); ++i) {
      for (const auto& name : parents_[i]) {
        const auto parent = by_name_.find(name);
        if (parent == by_name_.end()) throw_no_parent(populations_.segments[i], name);
        populations_.segments[i].within.push_back(parent->second);
      }
    }
  }

  [[noreturn]] void throw_no_parent(const Segment& segment, const std::string& parent) const {
    std::vector<std::string> names;
    names.reserve(by_name_.size());
    for (const auto& [name, index] : by_name_) names.push_back(name);
    const std::string near = nearest(parent, names);
    throw Error(segment.place(), fmt::format("'{}' lies within '{}', which no file declares", segment.name, parent),
                near.empty() ? "" : fmt::format("did you mean '{}'?", near));
  }

  // Takes away segments whose parents are gone until none is left; those of a circle stay.
  void require_no_circles() const {
    const auto& segments = populations_.segments;
    std::vector<std::size_t> open(segments.size());
    std::vector<std::vector<std::size_t>> children(segments.size());
    std::vector<std::size_t> done;
    for (std::size_t i = 0; i < segments.size(); ++i) {
      open[i] = segments[i].within.size();
      for (const std::size_t parent : segments[i].within) children[parent].push_back(i);
      if (open[i] == 0) done.push_back(i);
    }
    for (std::size_t next = 0; next < done.size(); ++next) {
      for (const std::size_t child : children[done[next]]) {
        if (--open[child] == 0) done.push_back(child);
      }
    }
    if (done.size() == segments.size()) return;
    const auto left = std::find_if(open.begin(), open.end(), [](std::size_t parents) { return parents > 0; });
    const Segment& segment = segments[static_cast<std::size_t>(left - open.begin())];
    throw Error(segment.place(), fmt::format("'{}' lies within itself, in a circle", segment.name));
  }

  void require_sizes_to_fit() const {
    for (const Segment& segment : populations_.segments) {
      if (populations_.total && segment.users.lo > *populations_.total) {
        throw Error(segment.place(), fmt::format("'{}' has {} users, more than the total of {} at {}:{}", segment.name,
                                                 segment.users.lo, *populations_.total, total_place_.file,
                                                 total_place_.line));
      }
      for (const std::size_t index : segment.within) {
        const Segment& parent = populations_.segments[index];
        if (segment.users.lo <= parent.users.judged()) continue;
        throw Error(segment.place(), fmt::format("'{}' has {} users, more than the {} of '{}', which it lies within, at "
                                                 "{}:{}",
                                                 segment.name, segment.users.lo, parent.users.judged(), parent.name,
                                                 parent.file, parent.line));
      }
    }
  }

  void require_known_keys() {
    std::set<std::string> keys;
    for (const Segment& segment : populations_.segments) keys.insert(segment.key);
    for (auto& set : independent_) {
      for (const auto& key : set.keys) {
        if (keys.contains(key)) continue;
        throw Error(set.place, fmt::format("no segment has the key '{}'", key), did_you_mean(key, {keys.begin(), keys.end()}));
      }
      if (!populations_.total) {
        throw Error(set.place, "'independent' multiplies shares of the total", "add `total`, the number of all users");
      }
      populations_.independent.push_back(std::move(set.keys));
    }
  }

  Populations populations_;
  std::vector<std::vector<std::string>> parents_;  // beside segments, by name
  std::map<std::string, std::size_t> by_name_;
  std::vector<Independent> independent_;
  Error::Place total_place_;
  std::string file_;
};

}  // namespace

Populations read_populations(const std::vector<DataFile>& files) {
  PopulationReader reader;
  for (const auto& file : files) reader.read(file);
  return reader.finish();
}

}  // namespace toofew

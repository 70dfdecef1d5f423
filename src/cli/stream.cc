#include "cli/stream.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <unordered_map>
#include <utility>

#include "cli/baseline_files.h"
#include "cli/draft_steps.h"
#include "cli/parallel.h"
#include "document/json_lines.h"
#include "document/reader.h"
#include "policy/difference_search.h"
#include "report/entries.h"
#include "report/finding_json.h"
#include "report/line_index.h"

namespace toofew {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kLarge = 8 << 20;    // bytes; smaller files are read as a whole
constexpr std::size_t kStretch = 64 << 10;    // bytes, and on to the end of a line
constexpr std::size_t kStretchesOfJob = 2;    // that are held in memory together

/// Gives out a file in stretches of whole lines.
class LineReader {
 public:
  explicit LineReader(const std::string& path) : path_(path), file_(path, std::ios::binary) {}

  /// "" at the end. Throws Error for a file that cannot be read.
  std::string next() {
    std::string bytes = std::exchange(rest_, {});
    while (true) {
      const std::size_t used = bytes.size();
      bytes.resize(used + kStretch);
      file_.read(bytes.data() + used, static_cast<std::streamsize>(kStretch));
      bytes.resize(used + static_cast<std::size_t>(file_.gcount()));
      if (file_.bad() || !file_.is_open()) throw Error(Error::Place{path_, 0, 0, {}}, "cannot be read");
      if (bytes.size() == used) return bytes;
      const std::size_t end = std::string_view(bytes).substr(used).rfind('\n');
      if (end == std::string::npos) continue;
      rest_ = bytes.substr(used + end + 1);
      bytes.resize(used + end + 1);
      return bytes;
    }
  }

 private:
  std::string path_;
  std::ifstream file_;
  std::string rest_;  // the beginning of a line
};

bool is_json_lines(const std::string& path, const std::string& wanted) {
  const auto format = wanted.empty() ? format_from_path(path) : format_from_name(wanted);
  return format == Format::json_lines_queue;
}

/// Files in UTF-16 are read as a whole.
bool is_utf16(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  char first[2] = {};
  file.read(first, sizeof first);
  const std::string_view mark(first, sizeof first);
  return mark == "\xFF\xFE" || mark == "\xFE\xFF";
}

/// What was made of a stretch.
struct Stretch {
  FileBefore before;  // without words
  CheckedDraft draft;
};

class StreamRun {
 public:
  StreamRun(const DraftOptions& options, Setups& setups, Date today, const StreamOutput& output)
      : options_(options), setups_(setups), today_(today), output_(output) {}

  bool run() {
    std::vector<std::string> paths;
    paths.reserve(options_.paths.size());
    for (const auto& path : options_.paths) paths.push_back(fs::path(path).lexically_normal().native());
    std::sort(paths.begin(), paths.end());
    paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
    for (const std::string& path : paths) {
      try {
        stream(path);
      } catch (const Error& error) {
        output_.on_failure(error);
      }
      ++file_;
    }
    return fails_;
  }

 private:
  void stream(const std::string& path) {
    std::error_code gone;  // LineReader tells of it
    const std::uintmax_t size = fs::file_size(path, gone);
    if (!gone) require_size(path, static_cast<std::size_t>(size), options_.most_bytes);
    const Setup& setup = setups_.for_file(path);
    setup.checker();
    setup.require_ledger();
    const std::size_t jobs = cores_or(options_.jobs);
    LineReader lines(path);
    before_ = {};
    records_ = 0;
    waived_.clear();
    std::optional<Error> failure;
    for (bool is_more = true; is_more && !failure;) {
      std::vector<Stretch> stretches;
      try {
        while (is_more && stretches.size() < jobs * kStretchesOfJob) is_more = read(lines, path, setup, stretches);
      } catch (const Error& error) {
        failure = error;
      }
      for_each_index(stretches.size(), jobs, [&](std::size_t i) { check(stretches[i].draft); });
      for (Stretch& stretch : stretches) {
        if (stretch.draft.file.failure) throw *stretch.draft.file.failure;
        finish(stretch);
      }
    }
    std::fwrite(waived_.data(), 1, waived_.size(), output_.findings);
    if (failure) throw *failure;
  }

  /// Adds the next stretch; false at the end.
  bool read(LineReader& lines, const std::string& path, const Setup& setup, std::vector<Stretch>& stretches) {
    Stretch stretch;
    CheckedFile& file = stretch.draft.file;
    file.path = path;
    file.bytes = lines.next();
    if (file.bytes.empty()) return false;
    stretch.draft.setup = &setup;
    stretch.before.bytes = before_.bytes;
    stretch.before.lines = before_.lines;
    LinesBefore before{before_.bytes, records_};
    try {
      file.document = read_json_lines(file.bytes, setup.config().fields(), path, before);
    } catch (const Error& error) {
      Error::Place place = error.place();
      if (place.line > 0) place.line += before_.lines;
      throw Error(place, error.reason(), error.hint());
    }
    records_ = before.records;
    before_.bytes += file.bytes.size();
    before_.lines += LineIndex(file.bytes).position(file.bytes.size()).line - 1;
    stretches.push_back(std::move(stretch));
    return true;
  }

  void check(CheckedDraft& draft) const {
    try {
      const Checker& checker = draft.setup->checker();
      const std::string path = draft.setup->relative(draft.file.path);
      draft.file.findings = checker.check(draft.file.document, path, nullptr, nullptr, &draft.statements);
      draft.waivers = read_waivers(draft.file.document, path, {checker, today_});
    } catch (const Error& error) {
      Error::Place place = error.place();
      if (place.file.empty()) place.file = draft.file.path;
      draft.file.failure = Error(place, error.reason(), error.hint());
    }
    draft.file.document = {};
  }

  /// What the stretches before it must be known for.
  void finish(Stretch& stretch) {
    CheckedDraft& draft = stretch.draft;
    compare(stretch);
    apply_waivers(draft.waivers, {}, {draft.setup->checker(), today_}, draft.file.findings);
    set_waived_apart(draft.file);
    stretch.before.words = std::move(words_);
    for (const Json& json : findings_json(draft.file, stretch.before)) {
      const std::string line = compact(json) + "\n";
      std::fwrite(line.data(), 1, line.size(), output_.findings);
    }
    for (const Json& json : waived_json(draft.file, stretch.before)) waived_ += compact(json) + "\n";
    if (!draft.file.findings.empty() || !draft.file.waived.empty()) stretch.before.add(draft.file);
    words_ = std::move(stretch.before.words);
    const auto fail_on = output_.fail_on(*draft.setup);
    for (const Finding& finding : draft.file.findings) fails_ |= fail_on && finding.severity >= *fail_on;
  }

  /// Holds the stretch's statements against earlier ones, and keeps them for later ones.
  void compare(Stretch& stretch) {
    if (stretch.draft.statements.empty()) return;
    const LineIndex index(stretch.draft.file.bytes);
    for (Statement& statement : stretch.draft.statements) {
      const Position at = index.position(statement.place.source.begin - stretch.before.bytes);
      statement.line = stretch.before.lines + at.line;
      statement.column = at.column;
    }
    differences_.add(telltale_of(stretch.draft), file_);
  }

  const DraftOptions& options_;
  Setups& setups_;
  Date today_;
  const StreamOutput& output_;
  std::size_t file_ = 0;
  FileBefore before_;        // the stretch that is read next, without words
  std::size_t records_ = 0;  // before that
  std::unordered_map<std::size_t, int> words_;  // FileBefore::words
  std::string waived_;                          // told behind the file's findings
  DifferenceSearch differences_;
  bool fails_ = false;
};

}  // namespace

bool may_stream(const DraftOptions& options, Setups& setups) {
  BaselineFiles baselines({});
  bool is_any_large = false;
  for (const std::string& path : options.paths) {
    std::error_code none;
    if (!is_json_lines(path, options.input_format) || !fs::is_regular_file(path, none) || is_utf16(path)) return false;
    is_any_large |= fs::file_size(path, none) > kLarge;
    try {
      const Config& config = setups.for_file(path).config();
      if (!config.facts.value.empty() || !config.waivers.files.value.empty()) return false;
    } catch (const Error&) {
      return false;
    }
    if (baselines.of(path) != nullptr) return false;
  }
  return is_any_large;
}

bool stream_drafts(const DraftOptions& options, Setups& setups, Date today, const StreamOutput& output) {
  return StreamRun(options, setups, today, output).run();
}

}  // namespace toofew

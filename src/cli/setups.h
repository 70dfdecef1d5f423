#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/globs.h"
#include "policy/checker.h"
#include "policy/config.h"
#include "policy/ledger.h"
#include "policy/waiver.h"

namespace toofew {

class Setup;

/// A file of waivers, as one configuration names it.
struct WaiverFile {
  std::string path;  ///< as it is shown
  std::string bytes;
  const Setup* setup = nullptr;
  std::vector<WaiverRecord> waivers;
};

/// One configuration file (or none, the built-in policy) with what hangs on it.
class Setup {
 public:
  /// `file` is the path of a toofew.yaml; empty for the built-in policy. With `text`, that takes the place of what stands
  /// in the file. Throws Error when it cannot be read.
  explicit Setup(const std::filesystem::path& file, const std::optional<std::string>& text = {});

  const Config& config() const { return config_; }
  /// The path of the configuration as it is shown; "" for the built-in policy.
  const std::string& shown_path() const { return shown_path_; }

  /// The rules, compiled on first use; not to be called first from several threads. Throws Error.
  const Checker& checker() const;

  /// The texts of the user's rule files. Throws Error for one that cannot be read.
  std::vector<RuleFile> packs() const;

  /// The files of waivers, held to what is said of waivers on that day; read on first use, like the rules. Throws Error
  /// for one that cannot be read.
  const std::vector<WaiverFile>& waiver_files(Date today) const;

  /// The ledger's path as it is shown; "" where the configuration names none.
  std::string ledger_path() const;

  /// The ledger as it stood on disk on first use. Throws Error where it cannot be read, or is none. Precondition: there
  /// is a path.
  const Ledger& ledger() const;

  /// Throws Error where the configuration names a ledger that does not exist.
  void require_ledger() const;

  /// Where a path that the configuration names leads.
  std::filesystem::path resolve(const std::string& path) const;

  /// A path as the configuration's patterns, and its ledger, see it: relative to its folder.
  std::string relative(const std::string& path) const;

  /// The configuration and all files that it names, absolute: when one changes, this is out of date.
  const std::vector<std::filesystem::path>& files() const { return files_; }

  /// Whether a walk leaves out the path: by `ignore`, or because it is a configuration or a file that one names.
  bool skips(const std::string& path, bool is_folder) const;

 private:
  /// The files that a list of the configuration names. Throws Error, at the entry, for one that cannot be read.
  template <typename File>
  std::vector<File> files_of(const NameList& names, std::string_view what) const;
  /// The facts of config().facts. Throws Error for one whose post does not exist: it would check nothing.
  std::vector<Fact> facts() const;
  std::vector<std::filesystem::path> named_files() const;

  std::filesystem::path folder_;  // absolute
  std::string shown_path_;
  Config config_;
  std::unique_ptr<Globs> ignore_;
  std::vector<std::filesystem::path> files_;
  mutable std::unique_ptr<Checker> checker_;
  mutable std::optional<Date> waivers_day_;  // of waivers_
  mutable std::vector<WaiverFile> waivers_;
  mutable std::unique_ptr<Ledger> ledger_;
};

/// Finds the configuration of each file: the nearest toofew.yaml (or .toofew.yaml) in its folder or above.
class Setups {
 public:
  /// With `file`, that configuration holds for everything.
  explicit Setups(std::string file) : file_(std::move(file)) {}

  /// For a file in `folder`. Throws Error, each time, for a configuration that cannot be read.
  const Setup& for_folder(const std::filesystem::path& folder);
  /// For the file, which need not exist.
  const Setup& for_file(const std::string& path);

  /// Whether a configuration that was read is made of the file, or may be: of one that could not be read it is not known.
  bool uses(const std::filesystem::path& file) const;

 private:
  /// A configuration that was read, or the reason why it could not be.
  struct Entry {
    std::unique_ptr<Setup> setup;
    std::optional<Error> error;
  };

  const Entry& load(const std::filesystem::path& config);

  std::string file_;
  std::map<std::filesystem::path, Entry> by_config_;
  std::map<std::filesystem::path, const Entry*> by_folder_;
};

}  // namespace toofew

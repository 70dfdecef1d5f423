#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "cli/drafts.h"
#include "cli/setups.h"
#include "document/document.h"
#include "grammar/block_cache.h"

namespace toofew::lsp {

/// What an open document is to toofew.
enum class Role {
  draft,   ///< it is checked
  policy,  ///< a toofew.yaml
  other,   ///< nothing, as `toofew check FOLDER` would pass it over
};

/// An open document, as far as checking it goes.
struct Subject {
  std::optional<std::string> path;  ///< absolute; absent for one that is in no file yet
  std::string language;             ///< the editor's id of its language
};

/// The folders that are open in the editor, with the policies in them: what `toofew check` would say of a text.
class Workspace {
 public:
  using Stop = std::function<bool()>;

  /// `config` is a toofew.yaml for all drafts; "": each one's nearest.
  void set_config(std::string config);
  /// Absolute paths.
  void set_folders(std::vector<std::string> folders) { folders_ = std::move(folders); }
  const std::vector<std::string>& folders() const { return folders_; }
  const std::string& config() const { return config_; }

  /// Forgets what was read of policies and what they name.
  void reload();

  /// Whether the day is another one than that on which policies were read last. Waivers and approvals end.
  bool is_new_day() const;

  /// Whether a policy in use is made of the file.
  bool uses(const std::string& path) const;

  Role role_of(const Subject& subject);

  /// What the check of the text says, of the draft and of the files of waivers. `stop` is asked now and then whether to
  /// give up; then, and for a policy that cannot be read, the draft has a failure.
  /// `cache` keeps what was read of the text for the next time.
  CheckedDrafts check(const Subject& subject, const std::string& text, BlockCache& cache, const Stop& stop);

  /// The text as a draft. Throws Error where it cannot be read, or its policy cannot.
  toofew::Document read(const Subject& subject, const std::string& text);

  /// What is wrong with the text of a toofew.yaml at that path; nullopt when nothing is.
  static std::optional<Error> policy_error(const std::string& path, const std::string& text);

  /// The rules and the policy for a document. Throws Error where they cannot be read.
  const Setup& setup_for(const Subject& subject);

 private:
  /// Those of today, read when they are first asked for.
  Setups& setups();
  std::optional<Format> format_of(const Subject& subject) const;
  bool is_hidden(const std::string& path) const;
  bool is_skipped(const std::filesystem::path& path);

  std::string config_;
  std::vector<std::string> folders_;
  std::optional<Setups> setups_;
  Date day_;  // on which setups_ were read
};

}  // namespace toofew::lsp

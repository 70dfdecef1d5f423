#include "grammar/grammar.h"

#include "base/embedded.h"
#include "grammar/pack.h"
#include "grammar/part_reader.h"

namespace toofew {

struct Grammar::Impl {
  explicit Impl(std::unique_ptr<Pack> p) : pack(std::move(p)), reader(*pack) {
    for (const auto& rule : pack->claims) rules.push_back(rule.info);
  }

  std::unique_ptr<Pack> pack;
  PartReader reader;
  std::vector<RuleInfo> rules;
};

Grammar::Grammar(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Grammar::Grammar(Grammar&&) noexcept = default;
Grammar& Grammar::operator=(Grammar&&) noexcept = default;
Grammar::~Grammar() = default;

Grammar Grammar::load(std::string_view language, const std::vector<RuleFile>& user_files) {
  std::vector<RuleFile> files;
  for (const auto path : embedded_files(std::string(language) + "/")) {
    if (!path.ends_with(".yaml")) continue;
    files.push_back({"rules/" + std::string(path), std::string(embedded_file(path))});
  }
  if (files.empty()) throw Error("there is no rule pack for the language '" + std::string(language) + "'");
  files.insert(files.end(), user_files.begin(), user_files.end());
  return Grammar(std::make_unique<Impl>(load_pack(language, files)));
}

std::vector<std::string> Grammar::languages() {
  std::vector<std::string> languages;
  for (const auto path : embedded_files("")) {
    const std::size_t slash = path.find("/claims.yaml");
    if (slash != std::string_view::npos) languages.emplace_back(path.substr(0, slash));
  }
  return languages;
}

std::vector<Claim> Grammar::read(const Part& part, const Observer& observer) const {
  return impl_->reader.read(part, observer);
}

const std::vector<RuleInfo>& Grammar::rules() const { return impl_->rules; }

}  // namespace toofew

#include "grammar/grammar.h"

#include <mutex>

#include "base/embedded.h"
#include "grammar/pack.h"
#include "grammar/pack_file.h"
#include "grammar/part_reader.h"
#include "grammar/rule_tree.h"

namespace toofew {

struct Grammar::Impl {
  Impl(std::unique_ptr<Pack> p, std::string_view bytes) : pack(std::move(p)), reader(*pack), compiled(bytes) {}

  const std::vector<RuleInfo>& all_rules() {
    std::call_once(has_infos, [this] {
      if (!compiled.empty()) pack->infos = read_rule_infos(compiled);
    });
    return pack->infos;
  }

  std::unique_ptr<Pack> pack;
  PartReader reader;
  std::string_view compiled;  // what the pack was read from; "" where from rule files
  std::once_flag has_infos;
};

std::string_view kind_of(const RuleInfo& rule) {
  return rule.kind ? kind_name(*rule.kind) : std::string_view(rule.id).substr(0, rule.id.find('.'));
}

Grammar::Grammar(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Grammar::Grammar(Grammar&&) noexcept = default;
Grammar& Grammar::operator=(Grammar&&) noexcept = default;
Grammar::~Grammar() = default;

Grammar Grammar::load(std::string_view language, const std::vector<RuleFile>& user_files) {
  // Without files of the user's the pack is what it was when the program was built.
  const std::string_view compiled = embedded_file("compiled/" + std::string(language) + ".pack");
  if (user_files.empty() && !compiled.empty()) {
    return Grammar(std::make_unique<Impl>(read_pack(compiled), compiled));
  }
  std::vector<RuleFile> files = built_in_rules(language);
  const std::vector<RuleTree> trees = read_rule_trees(embedded_file("compiled/" + std::string(language) + ".trees"));
  for (std::size_t i = 0; i < files.size(); ++i) files[i].tree = &trees.at(i);
  files.insert(files.end(), user_files.begin(), user_files.end());
  return Grammar(std::make_unique<Impl>(load_pack(language, files), std::string_view()));
}

std::vector<std::string> Grammar::languages() {
  std::vector<std::string> languages;
  for (const auto path : embedded_files("")) {
    const std::size_t slash = path.find("/claims.yaml");
    if (slash != std::string_view::npos) languages.emplace_back(path.substr(0, slash));
  }
  return languages;
}

std::vector<Claim> Grammar::read(const Part& part, const Observer& observer, const SegmentNames* names) const {
  return impl_->reader.read(part, observer, names);
}

const TextOptions& Grammar::text_options() const { return impl_->pack->text; }

const std::vector<RuleInfo>& Grammar::rules() const { return impl_->all_rules(); }

const std::vector<CutPhrase>& Grammar::cut_phrases() const { return impl_->pack->cut_phrases; }

}  // namespace toofew

#include "grammar/rule_tree.h"

#include <map>
#include <utility>

#include <yaml-cpp/yaml.h>

#include "base/binary.h"
#include "base/yaml_document.h"

namespace toofew {
namespace {

constexpr std::string_view kHeader = "toofew rule trees 1\n";
// What aliases repeat is written out.
constexpr std::size_t kMostValues = 1 << 22;
constexpr int kDeepest = 256;

class TreeWriter {
 public:
  void write(const YAML::Node& node, int depth = 0) {
    if (values_.size() == kMostValues || depth > kDeepest) throw YAML::ParserException(node.Mark(), "there is too much in this");
    const std::size_t number = values_.size();
    values_.push_back({type_of(node), 0, 0, 0, node.Mark().line, node.Mark().column});
    if (node.IsScalar()) write_text(node.Scalar(), values_[number]);
    for (const auto& child : node) {
      if (node.IsMap()) write(child.first, depth + 1);
      write(node.IsMap() ? child.second : child, depth + 1);
    }
    values_[number].end = static_cast<std::uint32_t>(values_.size());
  }

  RuleTree take() const { return {values_, texts_}; }

 private:
  static RuleTree::Type type_of(const YAML::Node& node) {
    if (node.IsMap()) return RuleTree::Type::map;
    if (node.IsSequence()) return RuleTree::Type::list;
    return node.IsScalar() ? RuleTree::Type::scalar : RuleTree::Type::null;
  }

  void write_text(const std::string& text, RuleTree::Value& value) {
    const auto [known, is_new] = known_.try_emplace(text, static_cast<std::uint32_t>(texts_.size()));
    if (is_new) texts_.insert(texts_.end(), text.begin(), text.end());
    value.text = known->second;
    value.size = static_cast<std::uint32_t>(text.size());
  }

  std::vector<RuleTree::Value> values_;
  std::vector<char> texts_;
  std::map<std::string, std::uint32_t> known_;
};

}  // namespace

template <Is<RuleTree> T>
auto members(T& it) {
  auto& [values, texts] = it;
  return std::tie(values, texts);
}

std::vector<RuleNode> RuleNode::items() const {
  std::vector<RuleNode> items;
  for (RuleNode item(*tree_, number_ + 1); item.number_ < value().end; item = item.next()) items.push_back(item);
  return items;
}

std::vector<std::pair<RuleNode, RuleNode>> RuleNode::entries() const {
  std::vector<std::pair<RuleNode, RuleNode>> entries;
  for (RuleNode key(*tree_, number_ + 1); key.number_ < value().end; key = entries.back().second.next()) {
    entries.emplace_back(key, key.next());
  }
  return entries;
}

RuleNode RuleNode::operator[](std::string_view wanted) const {
  if (!is_map()) return {};
  for (RuleNode key(*tree_, number_ + 1); key.number_ < value().end; key = key.next().next()) {
    if (key.is_scalar() && key.text() == wanted) return key.next();
  }
  return {};
}

RuleTree parse_rule_tree(const std::string& yaml) {
  TreeWriter writer;
  writer.write(load_document(yaml));
  return writer.take();
}

std::string write_rule_trees(const std::vector<RuleTree>& trees) {
  BinaryWriter out(kHeader);
  out.write(trees);
  return out.take();
}

std::vector<RuleTree> read_rule_trees(std::string_view bytes) {
  BinaryReader in(bytes, kHeader);
  std::vector<RuleTree> trees;
  in.read(trees);
  if (!in.at_end()) BinaryReader::fail();
  return trees;
}

}  // namespace toofew

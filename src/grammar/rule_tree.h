#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/array.h"

namespace toofew {

/// What a rule file says, as YAML was read; kept with the compiled rules, since reading YAML takes longest.
struct RuleTree {
  enum class Type : std::uint32_t { null, scalar, list, map };

  struct Value {
    Type type;
    std::uint32_t end;   ///< number of the value that follows it and all that it holds
    std::uint32_t text;  ///< bytes of `texts`, where it is a scalar
    std::uint32_t size;
    std::int32_t line;   ///< where it stands in the file, from 0; -1: nowhere
    std::int32_t column;
  };

  Array<Value> values;  ///< each before what it holds; a map holds a key and its value, and so on
  Array<char> texts;
};

/// A value of a RuleTree, which must outlive it.
class RuleNode {
 public:
  /// None: what a map does not hold.
  RuleNode() = default;
  RuleNode(const RuleTree& tree, std::size_t number) : tree_(&tree), number_(number) {}

  explicit operator bool() const { return tree_ != nullptr; }
  bool is_null() const { return value().type == RuleTree::Type::null; }
  bool is_scalar() const { return value().type == RuleTree::Type::scalar; }
  bool is_list() const { return value().type == RuleTree::Type::list; }
  bool is_map() const { return value().type == RuleTree::Type::map; }
  int line() const { return value().line; }
  int column() const { return value().column; }

  /// Of a scalar; "" of others.
  std::string_view text() const { return {tree_->texts.data() + value().text, value().size}; }
  std::string string() const { return std::string(text()); }
  /// Of a list.
  std::vector<RuleNode> items() const;
  /// Keys and values of a map, in order.
  std::vector<std::pair<RuleNode, RuleNode>> entries() const;
  /// Of the first such key, where this is a map that has it.
  RuleNode operator[](std::string_view key) const;

 private:
  const RuleTree::Value& value() const { return tree_->values[number_]; }
  RuleNode next() const { return {*tree_, value().end}; }

  const RuleTree* tree_ = nullptr;
  std::size_t number_ = 0;
};

/// Reads YAML, one document. Throws YAML::Exception.
RuleTree parse_rule_tree(const std::string& yaml);

/// Trees as bytes for read_rule_trees().
std::string write_rule_trees(const std::vector<RuleTree>& trees);

/// What was written; most of it stays in `bytes`, which must outlive it. Throws Error for other bytes.
std::vector<RuleTree> read_rule_trees(std::string_view bytes);

}  // namespace toofew

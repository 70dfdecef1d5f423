#pragma once

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "policy/setting.h"

namespace toofew {

/// A YAML text with its name, for readers that must say where a value stands.
class YamlSource {
 public:
  /// `first_line` is that of the file on which the text begins, from 1.
  YamlSource(std::string file, std::string text, int first_line = 1)
      : file_(std::move(file)), text_(std::move(text)), first_line_(first_line) {}

  /// Throws Error for text that is not one YAML document.
  YAML::Node parse() const;

  /// File, line, column (code points) and the line itself.
  Error::Place place(const YAML::Mark& mark) const;

  /// Throws Error at the node.
  [[noreturn]] void fail(const YAML::Node& at, const std::string& reason, const std::string& hint = {}) const;

  /// Throws Error unless the node is a mapping with names for keys, each at most once.
  void require_mapping(const YAML::Node& node, std::string_view what) const;

  /// Throws Error, with a suggestion, for a key that is not among `known`.
  void require_known(const YAML::Node& key, const std::vector<std::string>& known, std::string_view what) const;

  /// A string, or a number written as one; throws Error for anything else.
  std::string text_of(const YAML::Node& node, std::string_view what) const;

  /// A value with the place of its node.
  template <typename T>
  Setting<T> setting(T value, const YAML::Node& at) const {
    return {std::move(value), place(at.Mark())};
  }

  /// A key of a mapping and what to do with its value.
  using Key = std::pair<std::string, std::function<void(const YAML::Node&)>>;

  /// Hands each value of the mapping `what` to its key; `key_name` is what an error calls a key.
  void read_keys(const YAML::Node& node, std::string_view what, std::string_view key_name,
                 const std::vector<Key>& keys) const;

  /// A whole number of people, `least` or more, in decimal digits.
  std::int64_t people(const YAML::Node& node, std::string_view what, std::int64_t least) const;

  /// A whole number from `least` to `most`, in decimal digits.
  std::int64_t number(const YAML::Node& node, std::string_view what, std::int64_t least, std::int64_t most) const;

  /// One of `choices`; else throws Error with a suggestion.
  std::string choice(const YAML::Node& node, const std::vector<std::string>& choices, std::string_view what) const;

  /// A list of texts.
  NameList names(const YAML::Node& node, std::string_view what) const;

  /// A list of texts of which no two are the same.
  NameList different_names(const YAML::Node& node, std::string_view what) const;

 private:
  std::string file_;
  std::string text_;
  int first_line_;
};

}  // namespace toofew

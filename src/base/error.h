#pragma once

#include <stdexcept>
#include <string>

namespace toofew {

/// Something that a person must mend: a file that cannot be read or parsed, a broken rule, a wrong key.
/// what() is one message of the form "file:line:column: reason", followed, where `source_line` is known,
/// by that line and a caret under the column, and by `hint` ("did you mean 'kind'?").
class Error : public std::runtime_error {
 public:
  struct Place {
    std::string file;
    int line = 0;    ///< from 1; 0 when the error belongs to the whole file
    int column = 0;  ///< from 1, in code points; 0 when unknown
    std::string source_line;
  };

  explicit Error(const std::string& reason) : Error(Place{}, reason) {}
  Error(Place place, const std::string& reason, const std::string& hint = {});

  const Place& place() const { return place_; }
  const std::string& reason() const { return reason_; }
  const std::string& hint() const { return hint_; }

 private:
  Place place_;
  std::string reason_;
  std::string hint_;
};

}  // namespace toofew

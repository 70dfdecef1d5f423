#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/error.h"
#include "cli/drafts.h"
#include "lsp/display.h"
#include "lsp/session.h"
#include "lsp/types.h"

namespace toofew {
class LineIndex;
}  // namespace toofew

namespace toofew::lsp {

/// By the URI of the file that they are of.
using Diagnostics = std::map<std::string, std::vector<Diagnostic>>;

/// Ranges of a file that is not open. `index` must outlive what is returned.
RangeOf ranges_of(const LineIndex& index, PositionEncoding encoding);

/// From the place of an error to the end of its line.
Range range_of(const Error::Place& place, PositionEncoding encoding);

/// Adds what is wrong with waivers in files, which stands there.
void add_waiver_findings(const CheckedDrafts& checked, PositionEncoding encoding, const std::string& docs,
                         Diagnostics& found);

/// What checking documents said of other files.
class Elsewhere {
 public:
  /// Both must outlive it.
  Elsewhere(Client& client, const Session& session) : client_(client), session_(session) {}

  /// Shows what checking `owner`, a URI, says of other files, with what others say of them, instead of what it said
  /// before.
  void publish(const std::string& owner, Diagnostics items);

 private:
  Client& client_;
  const Session& session_;
  std::map<std::string, Diagnostics> said_;  // by the document that was checked
};

}  // namespace toofew::lsp

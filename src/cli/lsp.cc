#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <memory>
#include <thread>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/today.h"
#include "lsp/inbox.h"
#include "lsp/protocol.h"
#include "lsp/server.h"
#include "lsp/transport.h"
#include "lsp/uri.h"
#include "report/rule_pages.h"

namespace toofew {
namespace {

/// The address of the documentation: where it is published, else beside the installed program, or in the sources that it
/// was built in. "" where there is none.
std::string docs() {
  if (!docs_url().empty()) return std::string(docs_url());
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
  if (error) return {};
  for (const char* folder : {"../share/doc/toofew", "../../docs"}) {
    const auto docs = (program / folder).lexically_normal();
    if (std::filesystem::exists(docs / "rules", error)) return lsp::uri_of_path(docs.native());
  }
  return {};
}

int serve() {
  today();  // throws now, not in the middle of an edit
  std::signal(SIGPIPE, SIG_IGN);
  lsp::Transport transport(STDIN_FILENO, STDOUT_FILENO);
  lsp::Inbox inbox;
  std::jthread reader([&] {
    while (auto body = transport.read()) inbox.put(lsp::read_message(*body));
    inbox.close();
  });
  lsp::RemoteClient client(transport);
  const bool was_asked = lsp::Server(client, inbox, docs()).run();
  inbox.close();
  transport.stop();
  return was_asked ? kClean : kFindings;
}

constexpr const char* kFooter = R"(Editors start it; docs/editors.md tells how. It speaks the Language Server Protocol 3.17, checks what is in the
editor before it is saved, and writes nothing to disk.

Exit status: 0 when the editor asked it to shut down, 1 when the editor went away.)";

}  // namespace

void add_lsp(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand("lsp", "Serve an editor on standard input and output");
  // Editors that serve several sorts of servers say which sort of pipe they mean; there is one only.
  command->add_flag_callback("--stdio", [] {}, "Use standard input and output, which is the only way");
  command->footer(kFooter);
  command->callback([&status] { status = serve(); });
}

}  // namespace toofew

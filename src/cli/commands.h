#pragma once

#include <CLI/CLI.hpp>

namespace toofew {

/// Each adds one command to the program; when the command is given, it runs during parsing, throws Error for what
/// cannot be done, and leaves its ExitCode in `status`.
void add_check(CLI::App& app, int& status);
void add_baseline(CLI::App& app, int& status);
void add_explain(CLI::App& app, int& status);
void add_rules(CLI::App& app, int& status);
void add_inspect(CLI::App& app, int& status);
void add_config(CLI::App& app, int& status);
void add_init(CLI::App& app, int& status);
void add_waivers(CLI::App& app, int& status);
void add_ledger(CLI::App& app, int& status);
void add_review(CLI::App& app, int& status);
void add_report(CLI::App& app, int& status);
void add_lsp(CLI::App& app, int& status);
void add_hook(CLI::App& app, int& status);
void add_completion(CLI::App& app, int& status);
void add_manual(CLI::App& app, int& status);

}  // namespace toofew

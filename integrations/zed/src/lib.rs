//! Lets Zed start `toofew lsp`.

use zed_extension_api::{self as zed, serde_json::Value, settings::LspSettings, Command, LanguageServerId, Result, Worktree};

struct Toofew;

impl zed::Extension for Toofew {
    fn new() -> Self {
        Toofew
    }

    /// The program that Zed's settings name under `lsp.toofew.binary.path`, or the one on the PATH.
    fn language_server_command(&mut self, server: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let binary = LspSettings::for_worktree(server.as_ref(), worktree)?.binary;
        let (path, arguments) = binary.map_or((None, None), |binary| (binary.path, binary.arguments));
        let command = path.or_else(|| worktree.which("toofew")).ok_or(
            "toofew is not on the PATH; install it, or name its path in Zed's settings: lsp.toofew.binary.path",
        )?;
        Ok(Command { command, args: arguments.unwrap_or_else(|| vec!["lsp".into()]), env: worktree.shell_env() })
    }

    /// What Zed's settings say under `lsp.toofew.settings`.
    fn language_server_workspace_configuration(
        &mut self,
        server: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<Value>> {
        let settings = LspSettings::for_worktree(server.as_ref(), worktree)?.settings;
        Ok(settings.map(|settings| zed::serde_json::json!({ "toofew": settings })))
    }
}

zed::register_extension!(Toofew);

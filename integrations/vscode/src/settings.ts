import * as os from "node:os";
import * as vscode from "vscode";

/** What the user has chosen; package.json describes each. */
export interface Settings {
  enable: boolean;
  /** The program, ready to be started: a name to look for on the PATH, or a path. */
  path: string;
  /** The path of a policy for all drafts, or "". */
  config: string;
  /** Glob patterns of drafts. */
  files: string[];
  statusBar: boolean;
}

export function readSettings(): Settings {
  const chosen = vscode.workspace.getConfiguration("toofew");
  return {
    enable: chosen.get("enable", true),
    path: expand(chosen.get("path", "")) || "toofew",
    config: expand(chosen.get("config", "")),
    files: chosen.get("files", []),
    statusBar: chosen.get("statusBar", true),
  };
}

/** The settings as the program takes them. */
export function settingsForServer(): object {
  const chosen = vscode.workspace.getConfiguration("toofew");
  const names = ["delay", "owner", "waiverDays", "docsUrl"];
  return { ...Object.fromEntries(names.map((name) => [name, chosen.get(name)])), config: readSettings().config };
}

function expand(path: string): string {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? os.homedir();
  return path
    .trim()
    .replace(/^~(?=$|[/\\])/, os.homedir())
    .replaceAll("${workspaceFolder}", folder);
}

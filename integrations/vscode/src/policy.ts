import * as path from "node:path";
import * as vscode from "vscode";
import { run } from "./program";
import { readSettings } from "./settings";

/** Which policy holds for a draft. */
export interface Policy {
  /** A path, from the folder that the draft belongs to, or "built-in policy". */
  name: string;
  /** What the program tells of it: who decides, and how many people are asked for. */
  explanation: string;
}

/** The workspace folder that a draft belongs to, or its own folder. */
export function folderOf(draft: vscode.Uri): string {
  return vscode.workspace.getWorkspaceFolder(draft)?.uri.fsPath ?? path.dirname(draft.fsPath);
}

/** Options of the program that make it use the policy that the settings name, if they name one. */
export function policyOptions(): string[] {
  const { config } = readSettings();
  return config ? ["--config", config] : [];
}

/** The policy in force for a draft; undefined where the program cannot tell, such as when the policy is broken. */
export async function readPolicy(draft: vscode.Uri): Promise<Policy | undefined> {
  const { status, stdout } = await run(["config", "explain", draft.fsPath, ...policyOptions()], folderOf(draft));
  const name = /^ +policy +(.+)$/m.exec(stdout)?.[1];
  return status === 0 && name ? { name, explanation: stdout } : undefined;
}

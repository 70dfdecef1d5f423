import * as os from "node:os";
import * as vscode from "vscode";
import { findingsIn, ruleOf } from "./findings";
import { folderOf, policyOptions } from "./policy";
import { read, run } from "./program";
import type { Texts } from "./texts";

/** Shows what the rule of the finding under the cursor is about; asks which one where there is none. */
export async function explain(texts: Texts): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const findings = editor ? findingsIn(editor.document.uri) : [];
  const here = findings.find(({ range }) => editor && range.contains(editor.selection.active));
  const rule = here ? ruleOf(here) : await chooseRule(findings);
  if (!editor || !rule) return;
  const folder = folderOf(editor.document.uri);
  await texts.show(`${rule}.txt`, () => explanationOf(rule, folder));
}

/** What the rule's kind is about, for writers, and then the rule, for those who look after rules. */
async function explanationOf(rule: string, folder: string): Promise<string> {
  const text = await read(["explain", rule], folder);
  const kind = /^Kind: +(\S+)/m.exec(text)?.[1];
  return kind ? `${await read(["explain", kind], folder)}\n${"-".repeat(80)}\n\n${text}` : text;
}

async function chooseRule(findings: vscode.Diagnostic[]): Promise<string | undefined> {
  if (findings.length === 0) {
    await vscode.window.showInformationMessage("There is no finding here. Open a draft that has one.");
    return undefined;
  }
  const items = findings.map((finding) => ({
    label: finding.message,
    description: `line ${finding.range.start.line + 1}`,
    rule: ruleOf(finding),
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: "Which finding?" }))?.rule;
}

/** Shows the policy in force for the draft that is open, or for the folder. */
export async function showPolicy(texts: Texts): Promise<void> {
  const draft = vscode.window.activeTextEditor?.document.uri;
  const file = draft?.scheme === "file" ? draft : vscode.workspace.workspaceFolders?.[0]?.uri;
  const folder = file ? folderOf(file) : os.homedir();
  await texts.show("policy.yaml", () => read(["config", "show", file?.fsPath ?? folder, ...policyOptions()], folder));
}

/** Writes a toofew.yaml into a folder of the workspace, and opens it. */
export async function init(): Promise<void> {
  const folder = await chooseFolder();
  if (!folder) return;
  const { status, stderr } = await run(["init"], folder.uri.fsPath);
  if (status !== 0) await vscode.window.showWarningMessage(stderr.trim());
  const file = vscode.Uri.joinPath(folder.uri, "toofew.yaml");
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file));
}

async function chooseFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const placeHolder = "For the drafts in which folder?";
  if (folders.length > 1) return vscode.window.showWorkspaceFolderPick({ placeHolder });
  if (folders.length === 0) await vscode.window.showInformationMessage("Open the folder of your drafts first.");
  return folders[0];
}

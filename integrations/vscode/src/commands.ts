import * as vscode from "vscode";
import { findingsIn, ruleOf } from "./findings";
import { run } from "./program";
import type { Server } from "./server";
import type { Texts } from "./texts";

/** Checks all drafts of the folders that are open, and shows what was found. */
export async function checkWorkspace(server: Server): Promise<void> {
  const { summary } = (await server.ask("checkWorkspace")) as { summary: string };
  void vscode.window.showInformationMessage(summary);
  await vscode.commands.executeCommand("workbench.actions.view.problems");
}

/** Shows what the rule of the finding under the cursor is about; asks which one where there is none. */
export async function explain(server: Server, texts: Texts): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const findings = editor ? findingsIn(editor.document.uri) : [];
  const here = findings.find(({ range }) => editor && range.contains(editor.selection.active));
  const rule = here ? ruleOf(here) : await chooseRule(findings);
  if (rule) await texts.show(`${rule}.md`, async () => String(await server.ask("explain", rule)));
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

/** Shows the policy in force for the draft that is open, or else for drafts in the folder that is. */
export async function showPolicy(server: Server, texts: Texts): Promise<void> {
  const open = vscode.window.activeTextEditor?.document;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const draft = open && server.reads(open) ? open.uri : vscode.Uri.joinPath(folder ?? vscode.Uri.file("/"), "draft.md");
  await texts.show("policy.yaml", async () => String(await server.ask("showPolicy", draft.toString())));
}

/** Writes a toofew.yaml into a folder of the workspace, and opens it. */
export async function init(): Promise<void> {
  const folder = await chooseFolder();
  if (!folder) return;
  const { status, stderr } = await run(["init"], folder.uri.fsPath);
  if (status !== 0) void vscode.window.showWarningMessage(stderr.trim());
  await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, "toofew.yaml"));
}

async function chooseFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const placeHolder = "For the drafts in which folder?";
  if (folders.length > 1) return vscode.window.showWorkspaceFolderPick({ placeHolder });
  if (folders.length === 0) await vscode.window.showInformationMessage("Open the folder of your drafts first.");
  return folders[0];
}

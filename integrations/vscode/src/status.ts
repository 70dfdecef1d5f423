import * as vscode from "vscode";
import { countOf, findingsIn } from "./findings";
import { readPolicy, type Policy } from "./policy";
import { readSettings } from "./settings";
import type { Server } from "./server";

const commands = ["toofew.explain", "toofew.showPolicy", "toofew.checkWorkspace", "toofew.showLog"];

/** The item in the status bar: how many findings the draft has, and which policy is in force. */
export class Status implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("toofew", vscode.StatusBarAlignment.Right, 100);
  private readonly subscriptions: vscode.Disposable[];
  private policy: Policy | undefined;
  private asked = 0;

  constructor(private readonly server: Server) {
    this.item.name = "toofew";
    const policyMayDiffer = () => void this.askForPolicy();
    this.subscriptions = [
      this.item,
      server.onDidChange(policyMayDiffer),
      vscode.window.onDidChangeActiveTextEditor(policyMayDiffer),
      vscode.workspace.onDidSaveTextDocument(policyMayDiffer),
      vscode.workspace.onDidChangeConfiguration(policyMayDiffer),
      vscode.languages.onDidChangeDiagnostics(() => this.draw()),
    ];
    policyMayDiffer();
  }

  private async askForPolicy(): Promise<void> {
    const asked = ++this.asked;
    const draft = this.draft();
    const policy =
      draft?.uri.scheme === "file" && this.server.health === "running"
        ? await readPolicy(draft.uri).catch(() => undefined)
        : undefined;
    if (asked !== this.asked) return; // another question has overtaken this one
    this.policy = policy;
    this.draw();
  }

  private draft(): vscode.TextDocument | undefined {
    const document = vscode.window.activeTextEditor?.document;
    return document && this.server.reads(document) ? document : undefined;
  }

  private draw(): void {
    const draft = this.draft();
    const { health } = this.server;
    if (!draft || health === "off" || !readSettings().statusBar) return this.item.hide();
    if (health === "running") this.drawFindings(findingsIn(draft.uri));
    else this.drawTrouble(health === "starting" ? "toofew is starting" : "toofew is not running");
    this.item.show();
  }

  private drawFindings(findings: vscode.Diagnostic[]): void {
    const policy = this.policy ? ` · ${this.policy.name}` : "";
    this.item.text = `$(organization) ${countOf(findings)}${policy}`;
    this.item.accessibilityInformation = { label: `toofew: ${countOf(findings)}${policy}` };
    this.item.command = "workbench.actions.view.problems";
    this.item.tooltip = this.tooltip();
  }

  private drawTrouble(text: string): void {
    this.item.text = `$(organization) ${text}`;
    this.item.accessibilityInformation = { label: text };
    this.item.command = "toofew.showLog";
    this.item.tooltip = "Show the log";
  }

  private tooltip(): vscode.MarkdownString {
    const text = new vscode.MarkdownString("**toofew**\n\n");
    text.isTrusted = { enabledCommands: commands };
    if (this.policy) text.appendCodeblock(this.policy.explanation, "text");
    text.appendMarkdown(
      "\n[Explain a finding](command:toofew.explain) · [Show the policy](command:toofew.showPolicy) · " +
        "[Check all drafts](command:toofew.checkWorkspace)",
    );
    return text;
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }
}

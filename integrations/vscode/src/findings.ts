import * as vscode from "vscode";

/** What toofew has found in a draft. */
export function findingsIn(draft: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(draft).filter(({ source }) => source === "toofew");
}

/** The rule that a finding names, such as "small-count.people". */
export function ruleOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === "object" ? code.value : code);
}

/** "1 finding", "12 findings". */
export function countOf(findings: readonly unknown[]): string {
  return `${findings.length} ${findings.length === 1 ? "finding" : "findings"}`;
}

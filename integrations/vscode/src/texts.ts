import * as vscode from "vscode";

const scheme = "toofew";

/** Tells a text, anew each time that it is asked. */
export type Teller = () => Promise<string>;

/** Shows what the program prints, in an editor that cannot be written to. */
export class Texts implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly tellers = new Map<string, Teller>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  readonly onDidChange = this.changed.event;

  /** Shows a text under a name, whose ending chooses the colours; Markdown is shown as it is meant to be read. */
  async show(name: string, teller: Teller): Promise<void> {
    const uri = vscode.Uri.from({ scheme, path: `/${name}` });
    this.tellers.set(uri.toString(), teller);
    this.changed.fire(uri); // it may be open, with what was told before
    if (name.endsWith(".md")) await vscode.commands.executeCommand("markdown.showPreview", uri);
    else await vscode.window.showTextDocument(uri, { preview: true });
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    return this.tellers.get(uri.toString())?.() ?? ""; // "": left open from an earlier session
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }
}

import * as vscode from "vscode";
import { checkWorkspace, explain, init, showPolicy } from "./commands";
import { Server } from "./server";
import { Status } from "./status";
import { Texts } from "./texts";

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const server = new Server();
  const texts = new Texts();
  context.subscriptions.push(server, texts, new Status(server));

  const command = (name: string, action: () => Promise<void>) =>
    context.subscriptions.push(vscode.commands.registerCommand(`toofew.${name}`, () => told(action)));
  command("checkWorkspace", () => checkWorkspace(server));
  command("explain", () => explain(server, texts));
  command("showPolicy", () => showPolicy(server, texts));
  command("init", init);
  command("restart", () => server.restart());
  command("showLog", async () => server.log.show());

  context.subscriptions.push(vscode.workspace.onDidChangeConfiguration((event) => applySettings(server, event)));
  await server.restart();
}

async function applySettings(server: Server, event: vscode.ConfigurationChangeEvent): Promise<void> {
  const needRestart = ["toofew.enable", "toofew.path", "toofew.files"];
  if (needRestart.some((key) => event.affectsConfiguration(key))) await server.restart();
  else if (event.affectsConfiguration("toofew")) await server.tellSettings();
}

/** Does something for the user, and tells when it could not be done. */
async function told(action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
}

import * as vscode from "vscode";
import type { Server } from "./server";

/** Checks all drafts of the folders that are open, and shows what was found. */
export async function checkWorkspace(server: Server): Promise<void> {
  await server.connection?.sendRequest("workspace/executeCommand", { command: "toofew.checkWorkspace", arguments: [] });
  await vscode.commands.executeCommand("workbench.actions.view.problems");
}

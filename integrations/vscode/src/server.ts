import * as vscode from "vscode";
import {
  DidChangeConfigurationNotification,
  ExecuteCommandRequest,
  LanguageClient,
  State,
  type InitializeParams,
  type LanguageClientOptions,
} from "vscode-languageclient/node";
import { NoProgram, run } from "./program";
import { readSettings, settingsForServer } from "./settings";

const walkthrough = "toofew.toofew#start";

/** How the program is doing. */
export type Health = "off" | "starting" | "running" | "stopped";

/** A client that waits to be told of findings. Where it asks for them itself, it may ask before a draft is open. */
class PushClient extends LanguageClient {
  protected override fillInitializeParams(params: InitializeParams): void {
    super.fillInitializeParams(params);
    delete params.capabilities.textDocument?.diagnostic;
    delete params.capabilities.workspace?.diagnostics;
  }
}

/** The program as a language server: started, stopped, and started again when the settings change. */
export class Server implements vscode.Disposable {
  readonly log = vscode.window.createOutputChannel("toofew", { log: true });
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private client: LanguageClient | undefined;
  private selector: vscode.DocumentSelector = [];
  private queue: Promise<void> = Promise.resolve();
  private current: Health = "off";

  get health(): Health {
    return this.current;
  }

  /** Whether a document is one that is checked. */
  reads(document: vscode.TextDocument): boolean {
    return vscode.languages.match(this.selector, document) > 0;
  }

  /** Starts the program, or starts it anew with the settings as they are now. */
  restart(): Promise<void> {
    this.queue = this.queue.then(() => this.stop()).then(() => this.start());
    return this.queue;
  }

  /** Has the program do something that is not asked for by the editor itself; throws where it is not running. */
  ask(command: string, ...args: string[]): Promise<unknown> {
    if (!this.client || this.current !== "running") throw new Error("toofew is not running.");
    return this.client.sendRequest(ExecuteCommandRequest.type, { command: `toofew.${command}`, arguments: args });
  }

  /** Tells the program that the settings have changed. */
  async tellSettings(): Promise<void> {
    if (this.current !== "running") return;
    const settings = { toofew: settingsForServer() };
    await this.client?.sendNotification(DidChangeConfigurationNotification.type, { settings });
  }

  private async start(): Promise<void> {
    const { enable, path, files } = readSettings();
    if (!enable) return this.become("off");
    this.become("starting");
    try {
      const { stdout } = await run(["--version"], process.cwd()); // tells what is not there from what does not work
      this.log.info(`${path}: ${stdout.trim()}`);
      this.selector = selectorOf(files);
      this.client = this.newClient(path);
      this.client.onDidChangeState(({ newState }) => this.become(healthOf(newState)));
      await this.client.start();
    } catch (error) {
      this.become("stopped");
      this.log.error(String(error));
      void this.complain(error);
    }
  }

  private newClient(command: string): LanguageClient {
    const options: LanguageClientOptions = {
      documentSelector: this.selector as LanguageClientOptions["documentSelector"],
      diagnosticCollectionName: "toofew",
      outputChannel: this.log,
      // The commands of the extension itself have the names of the server's; only this one comes from the server alone.
      initializationOptions: () => ({ ...settingsForServer(), commands: ["toofew.openRulePage"] }),
      middleware: { workspace: { configuration: ({ items }) => items.map(settingsForServer) } },
    };
    return new PushClient("toofew", "toofew", { command, args: ["lsp"] }, options);
  }

  private async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (!client) return;
    try {
      await client.dispose();
    } catch (error) {
      this.log.warn(String(error)); // it had not started, or has ended already
    }
  }

  private async complain(error: unknown): Promise<void> {
    const what = error instanceof NoProgram ? "toofew is not there" : "toofew does not work";
    const text = `${what}: ${error instanceof Error ? error.message : error}`;
    const settings = "Tell where it is";
    const help = "How to get it";
    const answer = await vscode.window.showErrorMessage(text, settings, help);
    if (answer === settings) await vscode.commands.executeCommand("workbench.action.openSettings", "toofew.path");
    if (answer === help) await vscode.commands.executeCommand("workbench.action.openWalkthrough", walkthrough);
  }

  private become(health: Health): void {
    this.current = health;
    this.changed.fire();
  }

  dispose(): Thenable<void> {
    return this.stop();
  }
}

function selectorOf(files: string[]): vscode.DocumentSelector {
  const drafts = files.map((pattern) => ({ scheme: "file", pattern }));
  const unnamed = ["markdown", "plaintext", "html"].map((language) => ({ scheme: "untitled", language }));
  return [...drafts, ...unnamed];
}

function healthOf(state: State): Health {
  if (state === State.Running) return "running";
  return state === State.Starting ? "starting" : "stopped";
}

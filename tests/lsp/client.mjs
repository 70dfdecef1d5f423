// A language client for the tests: what an editor does, on the protocol's own implementation for Node.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";

export const kToday = "1781481600"; // 15 June 2026, in seconds since 1970

/// The modules of vscode-languageserver-protocol and its JSON-RPC that install.sh fetched into the folder.
export function modules(tools) {
  const require = createRequire(`${tools}/package.json`);
  return {
    rpc: require("vscode-jsonrpc/node"),
    protocol: require("vscode-languageserver-protocol"),
    yaml: require("yaml"),
  };
}

export function fullCapabilities(encodings = ["utf-16"]) {
  return {
    general: { positionEncodings: encodings },
    textDocument: {
      publishDiagnostics: { relatedInformation: true, versionSupport: true, codeDescriptionSupport: true },
      hover: { contentFormat: ["markdown", "plaintext"] },
      codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } }, isPreferredSupport: true },
      completion: {},
      documentHighlight: {},
    },
    workspace: {
      configuration: true,
      workspaceFolders: true,
      applyEdit: true,
      workspaceEdit: { documentChanges: true },
      didChangeWatchedFiles: { dynamicRegistration: true },
    },
    window: { workDoneProgress: true, showDocument: { support: true } },
  };
}

/// One server with a connection to it. What the server says by itself is kept in `published`, `requests` and `messages`.
export class Session {
  constructor(tools, program, { cwd, settings = {}, env = {} } = {}) {
    this.modules = modules(tools);
    const { rpc } = this.modules;
    this.process = spawn(program, ["lsp"], { cwd, env: { ...process.env, SOURCE_DATE_EPOCH: kToday, ...env } });
    this.stderr = "";
    this.process.stderr.on("data", (data) => (this.stderr += data));
    this.exited = once(this.process, "exit");
    this.connection = rpc.createMessageConnection(
      new rpc.StreamMessageReader(this.process.stdout),
      new rpc.StreamMessageWriter(this.process.stdin),
    );
    this.connection.onError(() => {});
    this.settings = settings;
    this.published = new Map(); // by URI: the latest
    this.count = 0; // of publications
    this.requests = [];
    this.messages = [];
    this.progress = [];
    this.waiters = [];
    this.applied = [];
    this.connection.onNotification("textDocument/publishDiagnostics", (params) => {
      this.published.set(params.uri, params);
      ++this.count;
      this.#look();
    });
    this.connection.onNotification("window/showMessage", (params) => {
      this.messages.push(params);
      this.#look();
    });
    this.connection.onNotification("$/progress", (params) => {
      this.progress.push(params);
      this.#look();
    });
    this.connection.onRequest((method, params) => {
      this.requests.push({ method, params });
      this.#look();
      if (method === "workspace/configuration") return params.items.map(() => this.settings);
      if (method === "workspace/applyEdit") return { applied: true };
      if (method === "window/showDocument") return { success: true };
      return null;
    });
    this.connection.listen();
  }

  #look() {
    this.waiters = this.waiters.filter((waiter) => !waiter());
  }

  /// Waits until `condition` gives something, and returns it.
  until(condition, what, milliseconds = 20_000) {
    const now = condition();
    if (now) return Promise.resolve(now);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`waited in vain for ${what}`)), milliseconds);
      this.waiters.push(() => {
        const found = condition();
        if (!found) return false;
        clearTimeout(timer);
        resolve(found);
        return true;
      });
    });
  }

  request(method, params, token) {
    return this.connection.sendRequest(method, params, ...(token ? [token] : []));
  }

  notify(method, params) {
    return this.connection.sendNotification(method, params);
  }

  async initialize({ folders = [], capabilities = fullCapabilities(), options } = {}) {
    const result = await this.request("initialize", {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: folders.map((uri) => ({ uri, name: uri })),
      capabilities,
      initializationOptions: options,
    });
    await this.notify("initialized", {});
    return result;
  }

  open(uri, languageId, version, text) {
    return this.notify("textDocument/didOpen", { textDocument: { uri, languageId, version, text } });
  }

  change(uri, version, contentChanges) {
    return this.notify("textDocument/didChange", { textDocument: { uri, version }, contentChanges });
  }

  /// The diagnostics of that version of the document.
  diagnostics(uri, version) {
    const isIt = () => {
      const found = this.published.get(uri);
      return found && (version === undefined || found.version >= version) && found;
    };
    return this.until(isIt, `diagnostics of ${uri}, version ${version}`);
  }

  /// Ends the server as the protocol says to, and returns its status.
  async end() {
    await this.request("shutdown");
    await this.notify("exit");
    const [status] = await this.exited;
    this.connection.dispose();
    return status;
  }
}

/// A buffer as an editor keeps it, whose positions count units of the encoding.
export class Buffer_ {
  constructor(text, encoding = "utf-16") {
    this.text = text;
    this.encoding = encoding;
  }

  #units(text) {
    if (this.encoding === "utf-8") return Buffer.byteLength(text);
    return this.encoding === "utf-16" ? text.length : [...text].length;
  }

  /// The position before the index of a UTF-16 code unit.
  position(index) {
    const before = this.text.slice(0, index);
    const breaks = [...before.matchAll(/\r\n|\n|\r/g)];
    const last = breaks.at(-1);
    return {
      line: breaks.length,
      character: this.#units(before.slice(last ? last.index + last[0].length : 0)),
    };
  }

  range(begin, end) {
    return { start: this.position(begin), end: this.position(end) };
  }

  index({ line, character }) {
    const breaks = [...this.text.matchAll(/\r\n|\n|\r/g)];
    const begin = line === 0 ? 0 : breaks[line - 1].index + breaks[line - 1][0].length;
    let at = begin;
    const points = [...this.text.slice(begin)];
    for (let used = 0, i = 0; used < character; ++i) {
      used += this.#units(points[i]);
      at += points[i].length;
    }
    return at;
  }

  slice(range) {
    return this.text.slice(this.index(range.start), this.index(range.end));
  }

  apply(edits) {
    const placed = edits.map((edit) => ({ begin: this.index(edit.range.start), end: this.index(edit.range.end), edit }));
    placed.sort((a, b) => b.begin - a.begin);
    for (const { begin, end, edit } of placed) {
      this.text = this.text.slice(0, begin) + edit.newText + this.text.slice(end);
    }
  }
}

// What no client should send, and ends that none should come to: hostile.mjs TOOLS TOOFEW
// The server must answer what can be answered, and end when its client does; it must never crash or hang.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { kToday } from "./client.mjs";

const program = resolve(process.argv[3]);
const kInitialize = { jsonrpc: "2.0", id: 1, method: "initialize", params: { processId: null, rootUri: null, capabilities: {} } };
const kOpen = (text, uri = "file:///tmp/toofew-hostile/a.md") => ({
  jsonrpc: "2.0", method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "markdown", version: 1, text } },
});
const kEnd = [{ jsonrpc: "2.0", id: 98, method: "shutdown" }, { jsonrpc: "2.0", method: "exit" }];
const kPost = "The 53 people who watched it every day are here.";

function frame(body) {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  return Buffer.concat([Buffer.from(`Content-Length: ${bytes.length}\r\n\r\n`), bytes]);
}

class Server {
  constructor(options = {}) {
    this.process = spawn(program, ["lsp"], { env: { ...process.env, SOURCE_DATE_EPOCH: kToday }, ...options });
    this.out = Buffer.alloc(0);
    this.stderr = "";
    this.process.stdout?.on("data", (data) => (this.out = Buffer.concat([this.out, data])));
    this.process.stderr?.on("data", (data) => (this.stderr += data));
    this.process.stdin?.on("error", () => {});
    this.ended = once(this.process, "close");
  }

  send(...bodies) {
    for (const body of bodies) this.process.stdin.write(Buffer.isBuffer(body) ? body : frame(body));
  }

  /// All messages, when it has ended; the status, or the signal.
  async finish(milliseconds = 20_000) {
    const timer = setTimeout(() => this.process.kill("SIGKILL"), milliseconds);
    const [status, signal] = await this.ended;
    clearTimeout(timer);
    const messages = [];
    for (let rest = this.out; rest.length > 0; ) {
      const head = rest.indexOf("\r\n\r\n");
      const size = Number(/Content-Length: (\d+)/.exec(rest.subarray(0, head).toString())[1]);
      messages.push(JSON.parse(rest.subarray(head + 4, head + 4 + size).toString()));
      rest = rest.subarray(head + 4 + size);
    }
    return { status: signal ?? status, messages };
  }
}

const tests = [];
function test(name, run) {
  tests.push({ name, run });
}

/// Sends the bodies between a good beginning and a good end, and wants the server to live through them.
function survives(name, bodies, check = () => true, before = [kInitialize, { jsonrpc: "2.0", method: "initialized", params: {} }]) {
  test(name, async () => {
    const server = new Server();
    server.send(...before, ...bodies, kOpen(kPost, "file:///tmp/toofew-hostile/last.md"));
    // It must still work. What stands in the pipe is read before the end.
    server.send({ jsonrpc: "2.0", id: 97, method: "textDocument/hover",
      params: { textDocument: { uri: "file:///tmp/toofew-hostile/last.md" }, position: { line: 0, character: 6 } } }, ...kEnd);
    const { status, messages } = await server.finish();
    const hover = messages.find((one) => one.id === 97);
    if (status !== 0) return `status ${status}`;
    if (!hover?.result?.contents) return `it works no longer: ${JSON.stringify(hover)}`;
    if (server.stderr !== "") return `standard error: ${server.stderr}`;
    const said = check(messages);
    return said === true ? "" : `answers: ${JSON.stringify(messages).slice(0, 2000)}`;
  });
}

const hasError = (code, id) => (messages) => messages.some((one) => one.error?.code === code && (id === undefined || one.id === id));
const request = (id, method, params) => ({ jsonrpc: "2.0", id, method, params });
const notice = (method, params) => ({ jsonrpc: "2.0", method, params });
const kAt = { textDocument: { uri: "file:///tmp/toofew-hostile/a.md" }, position: { line: 0, character: 6 } };

survives("a line that is no header", [Buffer.from("hello\r\n\r\n")]);
survives("a length that is no number", [Buffer.from("Content-Length: many\r\n\r\n")]);
survives("a length that is negative", [Buffer.from("Content-Length: -5\r\n\r\n")]);
survives("a length that no number holds", [Buffer.from("Content-Length: 99999999999999999999999\r\n\r\n")]);
survives("a body without bytes", [Buffer.from("Content-Length: 0\r\n\r\n")], hasError(-32700, null));
survives("headers in another order and case", [Buffer.from('content-type: x\r\nCONTENT-LENGTH:  2 \r\n\r\n{}')], hasError(-32600, null));
survives("line feeds without returns", [Buffer.from("Content-Length: 2\n\n{}")], hasError(-32600, null));
survives("a header of a million bytes", [Buffer.concat([Buffer.alloc(1_000_000, "x"), Buffer.from("\r\n\r\n")])]);
survives("a body that is no JSON", ["{not json"], hasError(-32700, null));
survives("a body of zero bytes in value", [Buffer.concat([Buffer.from("Content-Length: 4\r\n\r\n"), Buffer.alloc(4)])], hasError(-32700, null));
survives("a body that is no UTF-8", [Buffer.from([123, 34, 255, 254, 34, 58, 49, 125])].map(frame), hasError(-32600, null));
survives("a list", ["[]"], hasError(-32600, null));
survives("a number", ["7"], hasError(-32600, null));
survives("null", ["null"], hasError(-32600, null));
survives("a message without a method", [{ jsonrpc: "2.0", id: 5 }], hasError(-32600, 5));
survives("a method that is a number", [{ jsonrpc: "2.0", id: 5, method: 5 }], hasError(-32600, 5));
survives("an id that is a list", [{ jsonrpc: "2.0", id: [1], method: "shutdown" }], hasError(-32600, null));
survives("an id that is a text", [request("x", "no/such", {})], hasError(-32601, "x"));
survives("a request that nobody knows", [request(5, "no/such", {})], hasError(-32601, 5));
survives("a notification that nobody knows", [notice("$/no/such", { a: 1 })]);
survives("an answer that nobody waits for", [{ jsonrpc: "2.0", id: 77, result: [{ config: 5 }] }]);
survives("an answer that is an error", [{ jsonrpc: "2.0", id: 2, error: { code: 1, message: "no" } }]);
survives("initialize, again", [request(5, "initialize", { capabilities: {} })], hasError(-32600, 5));
survives("parameters that are a list", [request(5, "textDocument/hover", [1, 2])], hasError(-32602, 5));
survives("no parameters", [request(5, "textDocument/hover")], hasError(-32602, 5));
survives("a position that is a text", [request(5, "textDocument/hover", { ...kAt, position: "here" })], hasError(-32602, 5));
survives("a position before the beginning", [request(5, "textDocument/hover", { ...kAt, position: { line: -1, character: 0 } })], hasError(-32602, 5));
survives("a position far behind the end", [kOpen(kPost), request(5, "textDocument/hover", { ...kAt, position: { line: 2147483647, character: 1e300 } })], hasError(-32602, 5));
survives("a number that no int holds", [kOpen(kPost), request(5, "textDocument/hover", { ...kAt, position: { line: 99999999999, character: 99999999999 } })], (messages) => messages.some((one) => one.id === 5 && one.result === null));
survives("a document that is not open", [request(5, "textDocument/hover", kAt)], hasError(-32602, 5));
survives("a change of what is not open", [notice("textDocument/didChange", { textDocument: { uri: "file:///x", version: 2 }, contentChanges: [{ text: "" }] })]);
survives("changes that are no list", [kOpen(kPost), notice("textDocument/didChange", { textDocument: { uri: "file:///tmp/toofew-hostile/a.md", version: 2 }, contentChanges: 5 })]);
survives("a range that ends before it begins", [kOpen(kPost), notice("textDocument/didChange", { textDocument: { uri: "file:///tmp/toofew-hostile/a.md", version: 2 },
  contentChanges: [{ range: { start: { line: 0, character: 20 }, end: { line: 0, character: 3 } }, text: "x" }] })]);
survives("an older version", [kOpen(kPost), notice("textDocument/didChange", { textDocument: { uri: "file:///tmp/toofew-hostile/a.md", version: 0 }, contentChanges: [{ text: "gone" }] }),
  request(5, "textDocument/hover", kAt)], (messages) => messages.some((one) => one.id === 5 && one.result?.contents));
survives("a URI that is none", [kOpen(kPost, "%%%"), kOpen(kPost, "file://"), kOpen(kPost, "file:///%00/a.md"), kOpen(kPost, "file:///a%2"), kOpen(kPost, "")]);
survives("a draft with a zero byte", [kOpen("The 53\u0000 people")]);
survives("halves of a surrogate pair", [Buffer.from(JSON.stringify(kOpen(kPost)).replace("The 53", "\\ud83d 53 \\ude00"))].map(frame));
survives("a text that is no text", [notice("textDocument/didOpen", { textDocument: { uri: "file:///a.md", languageId: 5, version: "x", text: 5 } })]);
survives("folders that are none", [notice("workspace/didChangeWorkspaceFolders", { event: { added: [5], removed: "x" } })]);
survives("settings that are none", [notice("workspace/didChangeConfiguration", { settings: { toofew: { delay: "x", config: [], owner: 5, waiverDays: -3 } } })]);
survives("a policy that is not there", [notice("workspace/didChangeConfiguration", { settings: { toofew: { config: "/no/such/toofew.yaml" } } }),
  notice("workspace/didChangeConfiguration", { settings: { toofew: {} } })]);
survives("a command that nobody knows", [request(5, "workspace/executeCommand", { command: "rm", arguments: ["-rf"] })], hasError(-32602, 5));
survives("a check of no folder", [request(5, "workspace/executeCommand", { command: "toofew.checkWorkspace", arguments: [] })], hasError(-32803, 5));
survives("a check of a folder that is not there", [request(5, "workspace/executeCommand", { command: "toofew.checkWorkspace", arguments: ["file:///no/such/folder"] })]);
survives("a check of a folder that is cancelled at once", [
  request(5, "workspace/executeCommand", { command: "toofew.checkWorkspace", arguments: [new URL("..", import.meta.url).href] }),
  notice("$/cancelRequest", { id: 5 })], (messages) => messages.some((one) => one.id === 5));
survives("two checks of a folder", [5, 6].map((id) =>
  request(id, "workspace/executeCommand", { command: "toofew.checkWorkspace", arguments: [new URL("..", import.meta.url).href] })),
  (messages) => messages.some((one) => one.id === 5) && messages.some((one) => one.id === 6));
survives("an explanation of nothing", [request(5, "workspace/executeCommand", { command: "toofew.explain", arguments: [] })], hasError(-32602, 5));
survives("a request that is cancelled before", [notice("$/cancelRequest", { id: 5 }), request(5, "textDocument/hover", kAt)]);
survives("a request that is cancelled at once", [kOpen(`${kPost}\n\n`.repeat(2_000)), request(5, "textDocument/hover", kAt), notice("$/cancelRequest", { id: 5 })],
  (messages) => messages.some((one) => one.id === 5));
survives("lists in lists, a million deep", ["[".repeat(1_000_000), "[".repeat(1_000_000) + "]".repeat(1_000_000),
  `{"jsonrpc":"2.0","id":5,"method":"textDocument/hover","params":${"[".repeat(500_000)}${"]".repeat(500_000)}}`], hasError(-32602, 5));
survives("maps in maps, half a million deep", ['{"a":'.repeat(500_000) + "1" + "}".repeat(500_000)]);
survives("a draft of nested quotations", [kOpen(">".repeat(200_000) + " 53 people")]);
survives("a draft of five megabytes on one line", [kOpen("53 people ".repeat(500_000)), notice("textDocument/didClose", { textDocument: { uri: "file:///tmp/toofew-hostile/a.md" } })]);
survives("a toofew.yaml that is nothing but brackets", [kOpen("{".repeat(100_000), "file:///tmp/toofew-hostile/toofew.yaml"),
  request(5, "textDocument/completion", { textDocument: { uri: "file:///tmp/toofew-hostile/toofew.yaml" }, position: { line: 0, character: 100_000 } })],
  (messages) => messages.some((one) => one.id === 5));
survives("a thousand changes in one message", [kOpen(kPost), notice("textDocument/didChange", { textDocument: { uri: "file:///tmp/toofew-hostile/a.md", version: 2 },
  contentChanges: Array.from({ length: 1000 }, () => ({ range: { start: { line: 0, character: 4 }, end: { line: 0, character: 6 } }, text: "54" })) })]);

survives("requests before initialize", [], hasError(-32002, 3), [request(3, "textDocument/hover", kAt), kOpen(kPost), kInitialize]);

test("a body that is longer than what comes", async () => {
  const server = new Server();
  server.send(kInitialize, Buffer.from("Content-Length: 999999999\r\n\r\n{"));
  server.process.stdin.end();
  const { status } = await server.finish();
  return status === 1 ? "" : `status ${status}`;
});
test("a body that is too long", async () => {
  const server = new Server();
  server.send(kInitialize, Buffer.from(`Content-Length: ${300 * 1024 * 1024}\r\n\r\n`));
  const chunk = Buffer.alloc(1024 * 1024, "x");
  for (let i = 0; i < 300; ++i) if (!server.process.stdin.write(chunk)) await once(server.process.stdin, "drain");
  server.send(...kEnd);
  const { status, messages } = await server.finish();
  return status === 0 && hasError(-32700, null)(messages) ? "" : `status ${status}`;
});
test("requests after shutdown", async () => {
  const server = new Server();
  server.send(kInitialize, kEnd[0], request(5, "textDocument/hover", kAt), kOpen(kPost), kEnd[1]);
  const { status, messages } = await server.finish();
  return status === 0 && hasError(-32600, 5)(messages) ? "" : `status ${status}, ${JSON.stringify(messages)}`;
});
test("exit without shutdown", async () => {
  const server = new Server();
  server.send(kInitialize, kEnd[1]);
  const { status } = await server.finish();
  return status === 1 ? "" : `status ${status}`;
});
test("exit before initialize", async () => {
  const server = new Server();
  server.send(kEnd[1]);
  const { status } = await server.finish();
  return status === 1 ? "" : `status ${status}`;
});
test("no input at all", async () => {
  const server = new Server({ stdio: ["ignore", "pipe", "pipe"] });
  const { status, messages } = await server.finish();
  return status === 1 && messages.length === 0 ? "" : `status ${status}`;
});
test("an input that closes", async () => {
  const server = new Server();
  server.send(kInitialize, kOpen(kPost));
  server.process.stdin.end();
  const { status } = await server.finish();
  return status === 1 ? "" : `status ${status}`;
});
test("an output that closes", async () => {
  const server = new Server();
  server.send(kInitialize);
  server.process.stdout.destroy();
  for (let i = 0; i < 50; ++i) server.send(kOpen(kPost, `file:///tmp/${i}.md`));
  server.process.stdin.end();
  const { status } = await server.finish();
  return status === 1 ? "" : `status ${status}`;
});
test("an output that nobody reads", async () => {
  const server = new Server();
  server.send(kInitialize);
  for (let i = 0; i < 3000; ++i) server.send(kOpen(`${kPost} `.repeat(20), `file:///tmp/${i}.md`));
  while (!server.out.includes("publishDiagnostics")) await once(server.process.stdout, "data");
  server.process.stdout.removeAllListeners("data");
  server.process.stdout.pause();
  server.out = Buffer.alloc(0);
  server.process.stdin.end();
  const { status } = await server.finish(30_000);
  return status === 1 ? "" : `status ${status}`;
});
test("a client that dies and leaves the pipe open", async () => {
  const client = spawn("sleep", ["60"]);
  const server = new Server();
  server.send({ ...kInitialize, params: { ...kInitialize.params, processId: client.pid } }, kOpen(kPost));
  await new Promise((done) => setTimeout(done, 500));
  client.kill("SIGKILL");
  await once(client, "close");
  const { status } = await server.finish(8_000);
  return status === 1 ? "" : `status ${status}`;
});
test("a client that was never there", async () => {
  const server = new Server();
  server.send({ ...kInitialize, params: { ...kInitialize.params, processId: 2147483647 } }, kOpen(kPost));
  await new Promise((done) => setTimeout(done, 1500));
  server.send(...kEnd);
  const { status } = await server.finish();
  return status === 0 ? "" : `status ${status}`;
});

let failed = 0;
for (const { name, run } of tests) {
  const said = await run();
  if (said === "") continue;
  ++failed;
  console.error(`${name}: ${said}`);
}
console.log(`${tests.length} hostile clients, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

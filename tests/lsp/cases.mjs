// Plays the cases of a folder against the server: cases.mjs TOOLS TOOFEW FOLDER [NAME…]
// A case is a YAML file: what an editor does, step by step, and what must come of it. README.md tells the steps.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Buffer_, Session, fullCapabilities, modules } from "./client.mjs";

const [tools, programPath, folder, ...names] = process.argv.slice(2);
const program = resolve(programPath);
const { yaml } = modules(tools);
const kSeverities = ["", "error", "warning", "note"];

class Failure extends Error {}

function fail(what, wanted, got) {
  throw new Failure(`${what}\n  wanted: ${JSON.stringify(wanted)}\n  got:    ${JSON.stringify(got)}`);
}

function same(what, wanted, got) {
  if (JSON.stringify(wanted) !== JSON.stringify(got)) fail(what, wanted, got);
}

/// Objects hold at least what is wanted; texts and numbers are the same.
function holds(what, wanted, got) {
  if (wanted === null || typeof wanted !== "object") {
    if (wanted !== got) fail(what, wanted, got);
    return;
  }
  if (got === null || typeof got !== "object") fail(what, wanted, got);
  if (Array.isArray(wanted) && wanted.length !== got.length) fail(what, wanted, got);
  for (const [key, value] of Object.entries(wanted)) holds(`${what}.${key}`, value, got[key]);
}

function hasAll(what, wanted, text) {
  for (const words of [wanted ?? []].flat()) if (!text.includes(words)) fail(`${what} must have`, words, text);
}

function merged(base, over) {
  if (over === undefined) return base;
  if (over === null || typeof over !== "object" || Array.isArray(over)) return over;
  const out = { ...base };
  for (const [key, value] of Object.entries(over)) {
    out[key] = merged(base?.[key], value);
    if (out[key] === null) delete out[key];
  }
  return out;
}

/// One case, while it is played.
class Play {
  constructor(test, scratch) {
    this.test = test;
    this.scratch = scratch;
    this.buffers = new Map();
    this.versions = new Map();
  }

  uri(name) {
    return name.includes(":") ? name : pathToFileURL(join(this.scratch, name)).href;
  }

  name(uri) {
    return uri.startsWith("file:") ? relative(this.scratch, fileURLToPath(uri)) : uri;
  }

  filled(value) {
    const text = JSON.stringify(value ?? null).replaceAll("{folder}", pathToFileURL(this.scratch).href);
    return JSON.parse(text.replaceAll("{path}", this.scratch));
  }

  write(name, text) {
    const path = join(this.scratch, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  async begin() {
    for (const [name, text] of Object.entries(this.test.files ?? {})) this.write(name, text);
    this.session = new Session(tools, program, { cwd: this.scratch, settings: this.test.settings ?? {} });
    if (this.test.uninitialized) return;
    const capabilities = merged(fullCapabilities(this.test.encodings), this.test.capabilities);
    const folders = (this.test.folders ?? ["."]).map((name) => pathToFileURL(join(this.scratch, name)).href.replace(/\/$/, ""));
    this.greeting = await this.session.initialize({ folders, capabilities, options: this.test.options });
    this.encoding = this.greeting.capabilities.positionEncoding;
    if (this.test.offers) holds("what the server offers", this.test.offers, this.greeting.capabilities);
  }

  document(name) {
    return { uri: this.uri(name) };
  }

  /// The place of the words: their begin, or their end with `behind`.
  place(name, step) {
    const buffer = this.buffers.get(name);
    const words = step.behind ?? step.at;
    const index = buffer.text.indexOf(words);
    if (index < 0) throw new Failure(`there is no “${words}” in ${name}`);
    return buffer.position(step.behind === undefined ? index : index + words.length);
  }

  words(uri, range) {
    const name = this.name(uri);
    const buffer = this.buffers.get(name) ?? new Buffer_(readFileSync(join(this.scratch, name), "utf-8"), this.encoding);
    return buffer.slice(range);
  }

  diagnosticsAre(step, name, items) {
    const shown = items.map((item) => ({
      words: this.words(this.uri(name), item.range),
      rule: item.code,
      severity: kSeverities[item.severity],
    }));
    same(`diagnostics of ${name}`, step.are.map(({ words, rule, severity }) => ({ words, rule, severity })), shown);
    step.are.forEach((wanted, i) => {
      hasAll(`message of ${items[i].code}`, wanted.message, items[i].message);
      if (wanted.href) hasAll(`address of ${items[i].code}`, wanted.href, items[i].codeDescription?.href ?? "");
      if (!wanted.related) return;
      const related = (items[i].relatedInformation ?? []).map(({ location }) => ({
        in: this.name(location.uri),
        words: location.range.start.character === location.range.end.character ? "" : this.words(location.uri, location.range),
      }));
      holds("related places", wanted.related, related);
    });
  }

  async changed(name) {
    const version = this.versions.get(name) + 1;
    this.versions.set(name, version);
    return version;
  }

  // The steps. Each is called with the value of its key, and the step.

  async open(name, step) {
    const text = step.text ?? this.test.files?.[name] ?? "";
    const language = step.language ?? "markdown";
    this.buffers.set(name, new Buffer_(text, this.encoding));
    this.versions.set(name, 1);
    await this.session.open(this.uri(name), language, 1, text);
  }

  async edit(name, step) {
    const buffer = this.buffers.get(name);
    const version = await this.changed(name);
    if (step.all !== undefined) {
      buffer.text = step.all;
      return this.session.change(this.uri(name), version, [{ text: step.all }]);
    }
    const begin = buffer.text.indexOf(step.replace);
    if (begin < 0) throw new Failure(`there is no “${step.replace}” in ${name}`);
    const change = { range: buffer.range(begin, begin + step.replace.length), text: step.with };
    buffer.text = buffer.text.slice(0, begin) + step.with + buffer.text.slice(begin + step.replace.length);
    return this.session.change(this.uri(name), version, [change]);
  }

  async close(name) {
    this.session.published.delete(this.uri(name));
    await this.session.notify("textDocument/didClose", { textDocument: this.document(name) });
    this.buffers.delete(name);
  }

  async save(name) {
    const { text } = this.buffers.get(name);
    this.write(name, text);
    this.session.published.clear();
    await this.session.notify("textDocument/didSave", { textDocument: this.document(name) });
  }

  /// Somebody else writes a file, and the editor says so.
  async write_file(name, step) {
    if (step.text === undefined) rmSync(join(this.scratch, name));
    else this.write(name, step.text);
    this.session.published.clear();
    const type = step.text === undefined ? 3 : 2;
    await this.session.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: this.uri(name), type }] });
  }

  async settings(value) {
    this.session.settings = this.filled(value);
    this.session.published.clear();
    await this.session.notify("workspace/didChangeConfiguration", { settings: null });
  }

  async diagnostics(name, step) {
    const [uri, version] = [this.uri(name), this.versions.get(name)];
    // A changed policy has every open draft checked again: what an earlier change gave may still be on its way.
    const rules = (items) => items.map(({ rule, code }) => rule ?? code).join();
    const isIt = () => rules(this.session.published.get(uri)?.diagnostics ?? [{}]) === rules(step.are);
    await this.session.until(isIt, `${rules(step.are)} in ${name}`).catch(() => {});
    const { diagnostics } = await this.session.diagnostics(uri, version);
    this.diagnosticsAre(step, name, diagnostics);
  }

  /// Diagnostics of a file that is not open.
  async published(name, step) {
    const isIt = () => this.session.published.get(this.uri(name))?.diagnostics.length === step.are.length;
    await this.session.until(isIt, `${step.are.length} diagnostics of ${name}`);
    this.diagnosticsAre(step, name, this.session.published.get(this.uri(name)).diagnostics);
  }

  async pull(name, step) {
    const params = { textDocument: this.document(name), previousResultId: step.again ? this.result : undefined };
    const report = await this.session.request("textDocument/diagnostic", params);
    same("kind of report", step.unchanged ? "unchanged" : "full", report.kind);
    this.result = report.resultId;
    if (!step.unchanged) this.diagnosticsAre(step, name, report.items);
  }

  async hover(name, step) {
    const params = { textDocument: this.document(name), position: this.place(name, step) };
    const hover = await this.session.request("textDocument/hover", params);
    if (step.none) return same("hover", null, hover);
    if (!hover) fail("hover", step, hover);
    if (step.over) same("words of the hover", step.over, this.words(params.textDocument.uri, hover.range));
    hasAll("hover", step.has, hover.contents.value);
    for (const words of [step.lacks ?? []].flat()) if (hover.contents.value.includes(words)) fail("hover lacks", words, hover);
  }

  async highlights(name, step) {
    const params = { textDocument: this.document(name), position: this.place(name, step) };
    const found = await this.session.request("textDocument/documentHighlight", params);
    same("highlights", step.are, (found ?? []).map(({ range }) => this.words(params.textDocument.uri, range)));
  }

  async complete(name, step) {
    const params = { textDocument: this.document(name), position: this.place(name, step) };
    const items = (await this.session.request("textDocument/completion", params)) ?? [];
    const labels = items.map((item) => item.label);
    for (const label of step.has ?? []) if (!labels.includes(label)) fail("completions", step.has, labels);
    for (const label of step.lacks ?? []) if (labels.includes(label)) fail("completions without", step.lacks, labels);
    if (step.none) same("completions", [], labels);
    for (const [label, words] of Object.entries(step.tells ?? {})) {
      const item = items.find((candidate) => candidate.label === label);
      hasAll(`what is told of ${label}`, words, `${item?.detail ?? ""}\n${item?.documentation?.value ?? ""}`);
    }
    if (step.take) {
      const item = items.find((candidate) => candidate.label === step.take);
      this.buffers.get(name).apply([item.textEdit]);
      await this.session.change(this.uri(name), await this.changed(name), [{ text: this.buffers.get(name).text }]);
    }
  }

  async actions(name, step) {
    const place = this.place(name, step);
    const params = {
      textDocument: this.document(name),
      range: { start: place, end: place },
      context: { diagnostics: [], only: step.only },
    };
    const actions = (await this.session.request("textDocument/codeAction", params)) ?? [];
    const titles = actions.map((action) => action.title);
    if (step.titles) same("titles of actions", step.titles, titles);
    for (const words of step.has ?? []) if (!titles.some((title) => title.includes(words))) fail("an action", words, titles);
    for (const words of step.lacks ?? []) if (titles.some((title) => title.includes(words))) fail("no action", words, titles);
    if (!step.apply) return;
    const action = actions.find((candidate) => candidate.title.includes(step.apply));
    if (!action) fail("an action", step.apply, titles);
    await this.applyEdit(action.edit);
  }

  async applyEdit(edit) {
    for (const { textDocument, edits } of edit.documentChanges) {
      const name = this.name(textDocument.uri);
      if (this.buffers.has(name)) {
        same("version of the edit", this.versions.get(name), textDocument.version);
        this.buffers.get(name).apply(edits);
        await this.session.change(textDocument.uri, await this.changed(name), [{ text: this.buffers.get(name).text }]);
      } else {
        const buffer = new Buffer_(readFileSync(join(this.scratch, name), "utf-8"), this.encoding);
        buffer.apply(edits);
        await this.write_file(name, { text: buffer.text });
      }
    }
  }

  async command(name, step) {
    const before = this.session.progress.length;
    const result = await this.session.request("workspace/executeCommand", {
      command: name,
      arguments: this.filled(step.arguments ?? []),
      workDoneToken: step.token,
    });
    if (step.result !== undefined) holds("result", this.filled(step.result), result);
    if (step.has) hasAll("result", step.has, typeof result === "string" ? result : JSON.stringify(result));
    if (step.progress) {
      const kinds = this.session.progress.slice(before).map(({ value }) => value.kind);
      same("progress", step.progress, kinds.filter((kind, i) => kind !== kinds[i - 1]));
    }
  }

  async text(name, step) {
    const text = this.buffers.get(name)?.text ?? readFileSync(join(this.scratch, name), "utf-8");
    if (step.is !== undefined) same(`text of ${name}`, step.is, text);
    hasAll(`text of ${name}`, step.has, text);
  }

  async request(method, step) {
    try {
      const result = await this.session.request(method, this.filled(step.params));
      if (step.error !== undefined) fail(method, `error ${step.error}`, result);
      if (step.result !== undefined) holds(method, this.filled(step.result), result);
    } catch (error) {
      if (error instanceof Failure) throw error;
      same(`${method}: code of the error (${error.message})`, step.error, error.code);
      hasAll(`message of the error of ${method}`, step.message, error.message);
    }
  }

  async notify(method, step) {
    await this.session.notify(method, this.filled(step.params));
  }

  /// The server has asked this of the client.
  async asked(method, step) {
    const find = () => this.session.requests.find((one) => one.method === method);
    const { params } = await this.session.until(find, `the request ${method}`);
    if (step.params) holds(method, this.filled(step.params), params);
    this.session.requests = this.session.requests.filter((one) => one.method !== method);
  }

  async message(words) {
    await this.session.until(() => this.session.messages.some(({ message }) => message.includes(words)), `“${words}”`);
  }
}

async function play(name) {
  const test = yaml.parse(readFileSync(join(folder, name), "utf-8"));
  const scratch = mkdtempSync(join(tmpdir(), "toofew-lsp-"));
  const one = new Play(test, scratch);
  let done = 0;
  try {
    await one.begin();
    for (const step of test.steps) {
      const key = Object.keys(step)[0];
      const method = key === "write" ? "write_file" : key;
      if (typeof one[method] !== "function") throw new Failure(`there is no step '${key}'`);
      await one[method](step[key], step);
      ++done;
    }
    if (!test.uninitialized && !test.gone) same("status", 0, await one.session.end());
    same("standard error", "", one.session.stderr);
  } catch (error) {
    throw new Failure(`${name}, step ${done + 1}: ${error instanceof Failure ? error.message : error.stack}`);
  } finally {
    one.session?.process.kill();
    rmSync(scratch, { recursive: true, force: true });
  }
  return done;
}

const cases = names.length > 0 ? names : readdirSync(folder).filter((name) => name.endsWith(".yaml")).sort();
let exchanges = 0;
let failures = 0;
for (const name of cases) {
  try {
    exchanges += await play(name);
  } catch (error) {
    ++failures;
    console.error(error.message);
  }
}
console.log(`${exchanges} exchanges in ${cases.length} cases, ${failures} failed`);
process.exit(failures > 0 || exchanges === 0 ? 1 : 0);

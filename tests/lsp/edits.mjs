// Edits drafts at random, and compares what is shown with a fresh check of the same text, byte for byte:
// edits.mjs TOOLS TOOFEW DOCUMENTS [EDITS [SEED]]
// The edits are the same for the same seed. What they put in is what the documents are made of, and worse.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Buffer_, Session, fullCapabilities, kToday } from "./client.mjs";

const [tools, programPath, documents, count = "10000", seed = "7"] = process.argv.slice(2);
const program = resolve(programPath);
const kEditsOfOne = 500;
const kEditsAtOnce = 25; // between two comparisons
const kSnippets = [
  "53 people", "the 14 of you who came back twice on Sunday", "3% of our 400 testers never came back. ", "\n", "\n\n", "\r\n",
  "\r", "# ", "- ", "> ", "| a | b |\n| - | - |\n| 9 members | left |\n", "**", "_", "`", "<!-- ", " -->", "<b>", "</b>", "😀", "é",
  "﻿", "‍", "&amp;", "--- ", "---\n", "title: ", '"', "'", ",", "{", "}", "[", "]", ":", "1,204 members ordered it. ", "1,201",
  "one", "12,400", "Of those, six ", "cancelled. ", "The other four ", "were diagnosed with asthma. ", "\t", "   ", "(", ")",
  '<!-- toofew: allow small-count until=2026-09-30 owner=Jo reason="All agreed" -->\n', "http://example.org/53 ", "\u0301",
];
const kLanguages = { md: "markdown", html: "html", eml: "eml", txt: "plaintext", tweet: "tweet", yaml: "yaml", csv: "csv", tsv: "tsv",
  json: "json", jsonl: "jsonl" };

/// A small generator (Mulberry32), so that the edits are the same everywhere.
function generator(state) {
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
}

/// An index of the text that does not part a pair of surrogates, nor the two characters of a line end.
function place(text, random) {
  const at = random(text.length + 1);
  const code = text.charCodeAt(at);
  const is_inside = (code >= 0xdc00 && code <= 0xdfff) || (text[at] === "\n" && text[at - 1] === "\r");
  return is_inside ? at - 1 : at;
}

function edit(text, random) {
  const begin = place(text, random);
  const kind = random(10);
  let end = begin;
  if (kind < 3) end = place(text, () => Math.min(text.length, begin + random(kind === 0 ? 200 : 8)));
  if (end < begin) end = begin;
  let insert = "";
  if (kind >= 2) insert = kSnippets[random(kSnippets.length)];
  if (kind >= 8 && text.length > 0) {
    const from = place(text, random);
    const to = place(text, () => Math.min(text.length, from + random(80)));
    insert = text.slice(Math.min(from, to), Math.max(from, to));
  }
  // Drafts stay about as long as they were.
  if (text.length > 30_000 && kind >= 3) end = place(text, () => Math.min(text.length, begin + 200));
  return { begin, end: Math.max(begin, end), insert };
}

/// The rules that the command line finds something by.
function commandLine(folder, name, text) {
  const done = spawnSync(program, ["check", "-", "--stdin-path", name, "--format", "json"], {
    cwd: folder, input: text, encoding: "utf-8", maxBuffer: 1 << 28, env: { ...process.env, SOURCE_DATE_EPOCH: kToday },
  });
  if (done.status === 2) return ["not-checked"];
  return JSON.parse(done.stdout).files.flatMap((file) => file.findings ?? []).map((finding) => finding.rule);
}

const folder = mkdtempSync(join(tmpdir(), "toofew-edits-"));
const random = generator(Number(seed));
const names = readdirSync(documents, { withFileTypes: true }).filter((entry) => entry.isFile() && kLanguages[entry.name.split(".").pop()]);
const typing = new Session(tools, program, { cwd: folder });
const fresh = new Session(tools, program, { cwd: folder });
let done = 0;
let compared = 0;
let shown = 0;
let failed = 0;
try {
  for (const session of [typing, fresh]) {
    await session.initialize({ folders: [pathToFileURL(folder).href], capabilities: fullCapabilities() });
  }
  for (let round = 0; done < Number(count); ++round) {
    const { name } = names[round % names.length];
    const uri = pathToFileURL(join(folder, `${round}-${name}`)).href;
    const language = kLanguages[name.split(".").pop()];
    let version = 1;
    let buffer = new Buffer_(readFileSync(join(documents, name), "utf-8"));
    await typing.open(uri, language, version, buffer.text);
    for (let i = 0; i < kEditsOfOne && done < Number(count); ++done) {
      // Now and then several changes come in one message.
      const changes = [];
      for (let n = random(20) === 0 ? 3 : 1; n > 0; --n) {
        const { begin, end, insert } = edit(buffer.text, random);
        changes.push({ range: buffer.range(begin, end), text: insert });
        buffer = new Buffer_(buffer.text.slice(0, begin) + insert + buffer.text.slice(end));
      }
      await typing.change(uri, ++version, changes);
      if (++i % kEditsAtOnce !== 0) continue;
      const { diagnostics } = await typing.diagnostics(uri, version);
      fresh.published.delete(uri);
      await fresh.open(uri, language, version, buffer.text);
      const expected = (await fresh.diagnostics(uri, version)).diagnostics;
      await fresh.notify("textDocument/didClose", { textDocument: { uri } });
      ++compared;
      shown += diagnostics.length;
      if (JSON.stringify(expected) !== JSON.stringify(diagnostics)) {
        ++failed;
        console.error(`${name}, after ${done + 1} edits:\n  fresh: ${JSON.stringify(expected)}\n  typed: ${JSON.stringify(diagnostics)}`);
      }
      if (compared % 20 === 0 && !buffer.text.includes("\uFEFF")) {
        const rules = commandLine(folder, `${round}-${name}`, buffer.text);
        const typed = diagnostics.map((one) => one.code);
        if (JSON.stringify(rules) !== JSON.stringify(typed)) {
          ++failed;
          console.error(`${name}, after ${done + 1} edits: the command line finds ${rules}, and the editor shows ${typed}`);
        }
      }
      if (failed > 3) throw new Error("too many differences");
    }
    await typing.notify("textDocument/didClose", { textDocument: { uri } });
  }
  for (const session of [typing, fresh]) if ((await session.end()) !== 0) ++failed;
} catch (error) {
  ++failed;
  console.error(error.stack);
} finally {
  for (const session of [typing, fresh]) session.process.kill();
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${done} edits of ${names.length} documents, compared ${compared} times, ${shown} findings seen, ${failed} differences`);
process.exit(failed > 0 || shown === 0 ? 1 : 0);

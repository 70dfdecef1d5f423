// Times `toofew lsp` by a client's clock: from the moment that a keystroke is sent until its diagnostics have come.
// node bench/lsp.mjs TOOLS TOOFEW [EDITS]
// TOOLS is a folder that tests/lsp/install.sh has filled. The drafts are this project's own documentation, up to a size,
// with a few disclosures; one is typed into, letter by letter, in the middle. Then EDITS (100,000) are made in a small
// draft, and the server's memory is looked at.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Buffer_, Session, fullCapabilities } from "../tests/lsp/client.mjs";

const [tools, programPath, edits = "100000"] = process.argv.slice(2);
const program = resolve(programPath);
const docs = join(dirname(fileURLToPath(import.meta.url)), "..", "docs");
const kSentence = "To the 53 people who watched it every day for 18 days: who hurt you? ";
const kDisclosure = "\n\n3% of our 400 testers never came back.\n\n";

/// Markdown of about so many bytes, with a disclosure every 20,000.
function draft(bytes) {
  const pages = readdirSync(docs).filter((name) => name.endsWith(".md")).sort().map((name) => readFileSync(join(docs, name), "utf-8"));
  let text = "";
  for (let i = 0; Buffer.byteLength(text) < bytes; ++i) {
    text += pages[i % pages.length].slice(0, 20_000) + kDisclosure;
  }
  const cut = text.slice(0, bytes);
  return cut.slice(0, cut.lastIndexOf("\n\n")) + kDisclosure;
}

function residentKilobytes(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf-8"))[1]);
}

function quantile(sorted, q) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];
}

async function start() {
  const session = new Session(tools, program, { cwd: "/tmp" });
  await session.initialize({ capabilities: fullCapabilities() });
  return session;
}

/// Types the sentence in and takes it out again, until there were so many keystrokes.
async function typing(bytes, keystrokes) {
  const session = await start();
  const uri = `file:///tmp/toofew-bench/${bytes}.md`;
  const text = draft(bytes);
  let version = 1;
  await session.open(uri, "markdown", version, text);
  const findings = (await session.diagnostics(uri, version)).diagnostics.length;
  const middle = text.indexOf("\n\n", Math.floor(text.length / 2)) + 2;
  const at = new Buffer_(text).position(middle);
  const times = [];
  let typed = 0;
  let grows = true;
  for (let i = 0; i < keystrokes; ++i) {
    const here = { line: at.line, character: at.character + typed };
    const before = { line: at.line, character: at.character + typed - 1 };
    const change = grows ? { range: { start: here, end: here }, text: kSentence[typed] } : { range: { start: before, end: here }, text: "" };
    typed += grows ? 1 : -1;
    if (typed === kSentence.length || typed === 0) grows = !grows;
    const begin = performance.now();
    await session.change(uri, ++version, [change]);
    await session.diagnostics(uri, version);
    times.push(performance.now() - begin);
  }
  await session.end();
  times.sort((a, b) => a - b);
  const shown = [0.5, 0.99, 1].map((q) => quantile(times, q).toFixed(2));
  console.log(`| a keystroke in ${Math.round(bytes / 1000)} KB (${findings} findings) | ${shown.join(" ms | ")} ms |`);
}

async function memory(count) {
  const session = await start();
  const uri = "file:///tmp/toofew-bench/memory.md";
  const text = draft(10_000);
  let version = 1;
  await session.open(uri, "markdown", version, text);
  const at = new Buffer_(text).position(text.indexOf("\n\n", 5000) + 2);
  const sizes = [];
  let typed = 0;
  let grows = true;
  for (let i = 0; i < count; ++i) {
    const here = { line: at.line, character: at.character + typed };
    const before = { line: at.line, character: at.character + typed - 1 };
    // A text that is never the same again.
    const letter = String.fromCharCode(97 + ((i * 7919) % 26));
    await session.change(uri, ++version, [grows ? { range: { start: here, end: here }, text: letter } : { range: { start: before, end: here }, text: "" }]);
    typed += grows ? 1 : -1;
    if (typed === 60 || typed === 0) grows = !grows;
    if (i % 10 === 9) await session.diagnostics(uri, version);
    if ((i + 1) % (count / 10) === 0) sizes.push((residentKilobytes(session.process.pid) / 1024).toFixed(1));
  }
  await session.end();
  console.log(`\nMemory in MB after each tenth of ${count.toLocaleString("en")} edits: ${sizes.join(", ")}`);
}

console.log("| | median | p99 | longest |\n| --- | --- | --- | --- |");
await typing(10_000, 2000);
await typing(200_000, 1000);
await memory(Number(edits));

// Opens every test document, and compares what is shown with what the command line finds in the same file:
// samples.mjs TOOLS TOOFEW FOLDER…
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Buffer_, Session, fullCapabilities, kToday } from "./client.mjs";

const [tools, programPath, ...folders] = process.argv.slice(2);
const program = resolve(programPath);
const kEndings = /\.(md|html|eml|txt|tweet|ya?ml|json|jsonl|csv|tsv)$/;
const kPassedOver = /\/(\.[^/]+\/|review\/posts\/old\/|\.?(toofew|facts|populations|waivers|published)[^/]*$)/;
const kSeverity = { error: 1, warning: 2, note: 3 };

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && kEndings.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

const found_by_path = new Map();

/// Findings by the command line, with ranges by bytes of the file; null where it cannot check the file.
function commandLine(folder, path) {
  if (!found_by_path.has(path)) found_by_path.set(path, check(folder, path));
  return found_by_path.get(path);
}

function check(folder, path) {
  const done = spawnSync(program, ["check", relative(folder, path), "--format", "jsonl"], {
    cwd: folder, encoding: "utf-8", maxBuffer: 1 << 28, env: { ...process.env, SOURCE_DATE_EPOCH: kToday },
  });
  if (done.status === 2) return null;
  return done.stdout.split("\n").filter((line) => line).map((line) => JSON.parse(line))
    .filter((one) => one.path === relative(folder, path) && !one.waiver && !one.baseline);
}

let files = 0;
let findings = 0;
let failed = 0;
for (const name of folders) {
  const folder = resolve(name);
  for (const encoding of ["utf-8", "utf-16", "utf-32"]) {
    const session = new Session(tools, program, { cwd: folder });
    await session.initialize({ folders: [pathToFileURL(folder).href], capabilities: fullCapabilities([encoding]) });
    for (const path of filesBelow(folder)) {
      const bytes = readFileSync(path);
      const text = bytes.toString("utf-8");
      if (!Buffer.from(text).equals(bytes)) continue; // an editor has no such text
      const found = commandLine(folder, path);
      const uri = pathToFileURL(path).href;
      await session.open(uri, "", 1, text);
      const { diagnostics } = await session.diagnostics(uri, 1);
      await session.notify("textDocument/didClose", { textDocument: { uri } });
      ++files;
      // What a walk passes over is named to the command line, and is no draft to an editor.
      if (diagnostics.length === 0 && kPassedOver.test(path)) continue;
      const buffer = new Buffer_(text, encoding);
      const start = (range) => Buffer.byteLength(text.slice(0, buffer.index(range.start)));
      const end = (range) => Buffer.byteLength(text.slice(0, buffer.index(range.end)));
      const shown = diagnostics.map((one) => [one.code, one.severity, start(one.range), end(one.range), one.message]);
      const wanted = found
        ? found.map((one) => [one.rule, kSeverity[one.severity], one.offset, one.offset + one.length, one.advice])
        : [["not-checked"]];
      const same =
        shown.length === wanted.length &&
        wanted.every((one, i) => one.every((value, k) => (k === 4 ? shown[i][4].endsWith(value) : shown[i][k] === value)));
      findings += shown.length;
      if (same) continue;
      ++failed;
      console.error(`${path} (${encoding}):\n  found: ${JSON.stringify(wanted)}\n  shown: ${JSON.stringify(shown)}`);
    }
    if ((await session.end()) !== 0) ++failed;
  }
}
console.log(`${files} documents opened, ${findings} findings compared, ${failed} differences`);
process.exit(failed > 0 || findings === 0 ? 1 : 0);

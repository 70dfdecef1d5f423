// Reads a TAP file, strictly, and prints what was read as JSON: tap.mjs TOOLS FILE
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [tools, file] = process.argv.slice(2);
const { Parser } = createRequire(`${tools}/package.json`)("tap-parser");

const diagnostics = [];
const parser = new Parser({ strict: true }, (results) => {
  const broken = results.failures.filter((failure) => failure.tapError);
  if (broken.length > 0 || results.bailout) {
    console.error(JSON.stringify(broken, null, 2));
    process.exit(1);
  }
  console.log(JSON.stringify({ plan: results.plan.end, count: results.count, fail: results.fail, diagnostics }));
});
parser.on("assert", (result) => {
  if (result.diag) diagnostics.push(result.diag);
});
parser.end(readFileSync(file, "utf-8"));

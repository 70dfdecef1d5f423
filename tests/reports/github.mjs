// Prints findings as the toolkit of GitHub Actions prints them: github.mjs TOOLS FINDINGS_AS_JSON
import { pathToFileURL } from "node:url";

const [tools, findings] = process.argv.slice(2);
const core = await import(pathToFileURL(`${tools}/node_modules/@actions/core/lib/core.js`));
const commands = { error: core.error, warning: core.warning, note: core.notice };

for (const finding of JSON.parse(findings)) {
  const advice = finding.advice ? `\n${finding.advice}` : "";
  const properties = {
    title: `toofew: ${finding.rule}`,
    file: finding.path,
    startLine: finding.line,
    endLine: finding.end_line ?? finding.line,
  };
  if (finding.end_line === finding.line) {
    properties.startColumn = finding.column;
    properties.endColumn = finding.end_column - 1;
  }
  commands[finding.severity](finding.message + advice, properties);
}

// Builds what the package holds into dist/: the extension in one file, and its icon. vsce runs it before it packs.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { isBuiltin } from "node:module";
import { fileURLToPath } from "node:url";
import { Resvg } from "@resvg/resvg-js";
import esbuild from "esbuild";

// The extension talks to a program that it starts, by pipes. Modules that could open a connection are not let in:
// the client's library brings one along, for other ways to reach a server.
const withoutNetwork = ["net", "node:net"];
const allowed = new Set(["vscode", "child_process", "crypto", "events", "fs", "os", "path", "readline", "util", "url"]);

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc"], { stdio: "inherit" });

const { metafile } = await esbuild.build({
  entryPoints: ["src/extension.ts"],
  outfile: "dist/extension.js",
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  minify: true,
  legalComments: "none", // the licences are packed whole, see below
  metafile: true,
  external: ["vscode"],
  plugins: [
    {
      name: "no-network",
      setup(build) {
        const filter = new RegExp(`^(${withoutNetwork.join("|")})$`);
        build.onResolve({ filter }, () => ({ path: "no-network", namespace: "no-network" }));
        build.onLoad({ filter: /.*/, namespace: "no-network" }, () => ({ contents: "module.exports = {};" }));
      },
    },
  ],
});

const imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
const refused = imports.filter((path) => !allowed.has(path.replace(/^node:/, "")));
if (refused.length > 0) throw new Error(`the extension may not use ${refused.join(", ")}`);
if (!imports.some(isBuiltin)) throw new Error("esbuild did not tell what the extension uses");

// Whose code the package holds, and under which licence.
const inputs = Object.keys(metafile.inputs).map((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
const folders = [...new Set(inputs.filter((folder) => folder !== undefined))].sort();
const notices = folders.map((folder) => {
  const { name, version } = JSON.parse(readFileSync(`${folder}/package.json`, "utf-8"));
  const licence = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
  if (!licence) throw new Error(`${name} has no licence`);
  return `${name} ${version}\n\n${readFileSync(`${folder}/${licence}`, "utf-8").trim()}\n`;
});
writeFileSync("dist/THIRD-PARTY-NOTICES.txt", notices.join(`\n${"-".repeat(80)}\n\n`));

const icon = new Resvg(readFileSync("media/icon.svg", "utf-8"), { fitTo: { mode: "width", value: 256 } });
writeFileSync("dist/icon.png", icon.render().asPng());

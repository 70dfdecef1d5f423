// Uses the extension in Visual Studio Code as a person would:
// vscode.mjs TOOLS TOOFEW CHROMIUM DRAFTS FINDINGS PICTURES
// DRAFTS is a folder to work in; FINDINGS a file in JSON that tells for each draft in it what the command line finds.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const [tools, toofew, chromiumPath, drafts, findingsFile, pictures] = process.argv.slice(2);
const require = createRequire(`${tools}/package.json`);
const { chromium } = require("playwright-core");
const findings = JSON.parse(readFileSync(findingsFile, "utf-8"));
const home = dirname(drafts);

// The server half of the editor. Nothing is asked of any other machine.
function codeServer(...options) {
  const entry = join(tools, "node_modules/code-server/out/node/entry.js");
  const folders = [`--user-data-dir=${home}/data`, `--extensions-dir=${home}/extensions`];
  const alone = ["--auth=none", "--disable-telemetry", "--disable-update-check"];
  return [process.execPath, [entry, ...folders, ...alone, ...options]];
}

function installExtension() {
  const dist = join(tools, "extension/dist");
  const vsix = join(dist, readdirSync(dist).find((name) => name.endsWith(".vsix")));
  const { status, stdout, stderr } = spawnSync(...codeServer("--install-extension", vsix), { env: environment() });
  assert.equal(status, 0, `${stdout}${stderr}`);
}

function environment() {
  return { ...process.env, HOME: home, XDG_CONFIG_HOME: `${home}/.config`, XDG_DATA_HOME: `${home}/.local` };
}

function writeSettings(settings) {
  mkdirSync(`${home}/data/User`, { recursive: true });
  writeFileSync(`${home}/data/User/settings.json`, JSON.stringify(settings));
}

async function startServer() {
  const [program, options] = codeServer("--bind-addr=127.0.0.1:0", "--disable-workspace-trust", "--log=info");
  const server = spawn(program, options, { env: environment(), stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const address = new Promise((resolve, reject) => {
    const listen = (data) => {
      said += data;
      const found = /listening on (http:\/\/[\d.:]+)/.exec(said);
      if (found) resolve(found[1]);
    };
    server.stdout.on("data", listen);
    server.stderr.on("data", listen);
    server.on("exit", () => reject(new Error(`code-server has ended: ${said}`)));
  });
  return { server, address: await address };
}

// ---------------------------------------------------------------------------------------------------------------------
// What a person sees and does

let page;
let picture = 0;

const look = (name) => page.screenshot({ path: `${pictures}/${String(++picture).padStart(2, "0")}-${name}.png` });
const status = () => page.locator("#toofew\\.toofew\\.toofew");
const editor = () => page.locator(".editor-instance .monaco-editor").first();
const ownText = (text) => text.replaceAll("\u00a0", " ");

async function runCommand(title) {
  await page.keyboard.press("F1");
  await page.keyboard.type(title);
  await page.locator(".quick-input-list").getByText(title, { exact: true }).first().click();
}

async function openDraft(name) {
  await page.getByRole("treeitem", { name }).dblclick();
  await page.getByRole("tab", { name }).waitFor();
  await editor().locator(".view-line").first().waitFor();
}

// The words above each underline, found by where they are on the screen: a string a line.
async function underlinedWords() {
  const words = await page.evaluate(() => {
    const lines = [...document.querySelectorAll(".editor-instance .view-lines .view-line")];
    const characters = lines.flatMap((line) => {
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      const found = [];
      while (walker.nextNode()) {
        for (const { segment, index } of new Intl.Segmenter("en").segment(walker.currentNode.data)) {
          const range = document.createRange();
          range.setStart(walker.currentNode, index);
          range.setEnd(walker.currentNode, index + segment.length);
          const { left, right, top, bottom } = range.getBoundingClientRect();
          found.push({ segment, x: (left + right) / 2, y: (top + bottom) / 2 });
        }
      }
      return found;
    });
    const underlines = [...document.querySelectorAll(".editor-instance .view-overlays .cdr")].filter((box) =>
      /squiggly-(error|warning|info)/.test(box.className),
    );
    return underlines.map((box) => {
      const { left, right, top, bottom } = box.getBoundingClientRect();
      const above = characters.filter(({ x, y }) => x > left && x < right && y > top && y < bottom);
      return above.map(({ segment }) => segment).join("");
    });
  });
  return words.map(ownText).sort();
}

async function waitFor(what, look, expected) {
  let seen;
  for (let tries = 0; tries < 200; ++tries) {
    seen = await look();
    try {
      assert.deepEqual(seen, expected);
      return;
    } catch {
      await page.waitForTimeout(100);
    }
  }
  assert.deepEqual(seen, expected, what);
}

const waitForUnderlines = (what, words) => waitFor(what, underlinedWords, [...words].sort());

async function waitForStatus(expected) {
  await page.waitForFunction(
    ([id, text]) => document.getElementById(id)?.textContent.includes(text),
    ["toofew.toofew.toofew", expected],
  );
}

const shownText = async () => ownText((await editor().locator(".view-line").allTextContents()).join("\n"));

// ---------------------------------------------------------------------------------------------------------------------
// The test

async function testExactWords() {
  for (const [name, words] of Object.entries(findings)) {
    await openDraft(name);
    await waitForUnderlines(name, words);
  }
}

async function middleOfUnderline() {
  const { x, y, width, height } = await editor().locator(".squiggly-error").first().boundingBox();
  return [x + width / 2, y + height / 2];
}

async function testHover() {
  await openDraft("edit.md");
  await page.mouse.move(...(await middleOfUnderline()));
  const hover = page.locator(".monaco-hover:not(.hidden)").filter({ hasText: "toofew" });
  await hover.first().waitFor();
  const text = ownText((await hover.allTextContents()).join("\n"));
  assert.match(text, /\b8\b/, text);
  assert.match(text, /\b100\b/, text);
  await look("hover");
  await page.mouse.move(5, 5);
}

async function testStatus() {
  await waitForStatus("1 finding · toofew.yaml");
  assert.equal((await status().textContent()).trim(), "1 finding · toofew.yaml");
}

async function testRewrite() {
  const before = readFileSync(join(drafts, "edit.md"), "utf-8");
  await page.mouse.click(...(await middleOfUnderline()));
  await page.keyboard.press("Control+.");
  const menu = page.locator(".action-widget");
  await menu.waitFor();
  const offered = ownText(await menu.textContent());
  await look("actions");
  await page.keyboard.press("Enter");
  await waitForUnderlines("after the first action", []);
  await waitForStatus("0 findings");
  await look("rewritten");
  assert.equal(readFileSync(join(drafts, "edit.md"), "utf-8"), before, "the draft was saved");
  return offered;
}

const typed = "😀 Our 9 hosts in Bath cancelled on Sunday.";
const typedWords = "Our 9 hosts in Bath cancelled on Sunday";

async function typeAtEnd(text) {
  await editor().locator(".view-line").first().click();
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Enter");
  await page.keyboard.type(text);
}

async function testTyping() {
  await typeAtEnd(typed);
  await waitForUnderlines("typed", [typedWords]);
  await look("typed");
  await openDraft("windows.md");
  await typeAtEnd(typed);
  await waitForUnderlines("typed into a draft of Windows", [...findings["windows.md"], typedWords]);
  await look("typed-windows");
}

// A text that is in no file yet.
async function testUntitled() {
  await runCommand("File: New Untitled Text File");
  await page.getByRole("tab", { name: "Untitled-1" }).waitFor();
  await page.keyboard.type(typed);
  await waitForUnderlines("typed into a new text", [typedWords]);
  await waitForStatus("1 finding");
  await look("untitled");
}

async function testCommands() {
  await runCommand("toofew: Show the Policy in Force");
  await waitFor("the policy", async () => (await shownText()).includes("thresholds:"), true);
  await look("policy");

  await openDraft("edit.md");
  await runCommand("toofew: Explain a Finding");
  await page.locator(".quick-input-list .monaco-list-row").first().click();
  await waitFor("the explanation", async () => (await shownText()).includes("small-count"), true);
  await look("explanation");

  await runCommand("toofew: Check All Drafts in the Workspace");
  const problems = page.locator(".markers-panel");
  await problems.waitFor();
  await problems.getByText("unopened.md").waitFor();
  await look("workspace");

  await runCommand("toofew: Create a Policy (toofew.yaml)");
  await page.getByRole("tab", { name: "toofew.yaml" }).waitFor();
  await look("init");
}

async function testWalkthrough() {
  await runCommand("Welcome: Open Walkthrough...");
  await page.keyboard.type("toofew");
  await page.locator(".quick-input-list .monaco-list-row").first().click();
  await page.getByText("Set your own thresholds").waitFor();
  await look("walkthrough");
}

async function testDisabled() {
  await openDraft("edit.md");
  await waitForUnderlines("before it is disabled", [typedWords]);
  writeSettings({ ...settings, "toofew.enable": false });
  await waitForUnderlines("disabled", []);
  writeSettings(settings);
  await waitForUnderlines("enabled again", [typedWords]);
}

async function testWithoutProgram() {
  writeSettings({ ...settings, "toofew.path": "/nowhere/toofew" });
  await page.locator(".notification-toast").filter({ hasText: "/nowhere/toofew" }).first().waitFor();
  await look("no-program");
  writeSettings(settings);
  await openDraft("edit.md");
  await waitForStatus("finding");
}

const settings = {
  "toofew.path": toofew,
  "workbench.startupEditor": "none",
  "workbench.colorTheme": "Default Light Modern",
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "telemetry.telemetryLevel": "off",
  "files.eol": "\n",
  "editor.minimap.enabled": false,
  "[markdown]": { "editor.wordWrap": "off" },
};

installExtension();
writeSettings(settings);
mkdirSync(pictures, { recursive: true });
const { server, address } = await startServer();
const browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const elsewhere = [];
  context.on("request", (request) => {
    const { origin } = new URL(request.url());
    if (origin !== address && /^(http|ws)/.test(origin)) elsewhere.push(request.url());
  });
  page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(`${address}/?folder=${drafts}`);
  await page.locator(".explorer-viewlet .monaco-list-row").first().waitFor();
  await testExactWords();
  await testHover();
  await testStatus();
  const offered = await testRewrite();
  await testTyping();
  await testUntitled();
  await testCommands();
  await testWalkthrough();
  await testDisabled();
  await testWithoutProgram();
  console.log(`offered: ${offered}`);
  if (elsewhere.length > 0) console.log(`asked of other machines:\n${elsewhere.join("\n")}`);
} catch (error) {
  await look("failure").catch(() => {});
  throw error;
} finally {
  await browser.close();
  server.kill();
  await once(server, "exit");
}

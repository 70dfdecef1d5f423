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
  const vsix = join(
    dist,
    readdirSync(dist).find((name) => name.endsWith(".vsix")),
  );
  const { status, stdout, stderr } = spawnSync(...codeServer("--install-extension", vsix), { env: environment() });
  assert.equal(status, 0, `${stdout}${stderr}`);
}

function environment() {
  return { ...process.env, HOME: home, XDG_CONFIG_HOME: `${home}/.config`, XDG_DATA_HOME: `${home}/.local` };
}

const settings = {
  "workbench.startupEditor": "none",
  "workbench.colorTheme": "Default Light Modern",
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "telemetry.telemetryLevel": "off",
  "files.autoSave": "off",
  "editor.minimap.enabled": false,
  "[markdown]": { "editor.wordWrap": "off" },
};

// Where a program is belongs to the settings of a machine, which are kept apart from those of a user.
function writeSettings() {
  for (const [folder, chosen] of Object.entries({ User: settings, Machine: { "toofew.path": toofew } })) {
    mkdirSync(`${home}/data/${folder}`, { recursive: true });
    writeFileSync(`${home}/data/${folder}/settings.json`, JSON.stringify(chosen));
  }
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

// Takes a picture; what went wrong behind the scenes is told in a corner of it.
async function look(name) {
  await page.screenshot({ path: `${pictures}/${String(++picture).padStart(2, "0")}-${name}.png` });
  const complaints = page.locator(".notification-toast").filter({ hasText: /(Request|Sending) .* failed|crashed/ });
  assert.deepEqual(await complaints.allTextContents(), [], name);
}
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
  await page.getByRole("tab", { name, exact: true }).waitFor();
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

async function shownText() {
  const lines = await editor()
    .locator(".view-line")
    .evaluateAll((elements) => elements.map((line) => [parseInt(line.style.top), line.textContent]));
  return ownText(
    lines
      .sort(([top], [otherTop]) => top - otherTop)
      .map(([, text]) => text)
      .join("\n"),
  );
}

// The words that the command line finds in a text of edit.md, a string a line.
function foundIn(text) {
  const options = ["check", "-", "--stdin-path", join(drafts, "edit.md"), "--format", "json"];
  const { stdout } = spawnSync(toofew, options, { input: text, encoding: "utf-8" });
  const lines = text.split("\n").map((line) => [...line]);
  const found = JSON.parse(stdout).files.flatMap((file) => file.findings);
  return found.flatMap(({ line, column, end_line, end_column }) =>
    lines.slice(line - 1, end_line).map((characters, index) => {
      const end = line + index === end_line ? end_column - 1 : undefined;
      return characters.slice(index === 0 ? column - 1 : 0, end).join("");
    }),
  );
}

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
  assert.match((await status().textContent()).trim(), /^1 finding · toofew\.yaml/);
}

async function testAction() {
  const before = readFileSync(join(drafts, "edit.md"), "utf-8");
  await page.mouse.click(...(await middleOfUnderline()));
  await page.keyboard.press("Control+.");
  const text = await shownText();
  const menu = page.locator(".action-widget");
  await menu.waitFor();
  const offered = (await menu.locator(".monaco-list-row.action").allTextContents()).map(ownText);
  assert.ok(offered.length > 1, `offered: ${offered}`);
  await look("actions");
  await page.keyboard.press("Enter");
  await waitFor("a change", async () => (await shownText()) === text, false);
  await waitForUnderlines("after the first action", foundIn(await shownText()));
  await look("changed");
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
  await editor().locator(".view-line").first().click();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("# 😀 Another draft\n");
  await waitForStatus("0 findings");
  await page.keyboard.type(typed);
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

// The heading of the Markdown that is shown as it is meant to be read.
async function previewed() {
  for (const frame of page.frames()) {
    const headings = await frame
      .locator(".markdown-body h1")
      .allTextContents()
      .catch(() => []); // it may be gone
    if (headings.length > 0) return headings[0];
  }
  return undefined;
}

async function testCommands() {
  await runCommand("toofew: Show the Policy in Force");
  await waitFor("the policy", async () => (await shownText()).includes("thresholds:"), true);
  await look("policy");

  await openDraft("edit.md");
  await runCommand("toofew: Explain a Finding");
  await page.locator(".quick-input-list .monaco-list-row").first().click();
  await waitFor("the explanation", previewed, "small-count.people");
  await look("explanation");

  await runCommand("toofew: Check All Drafts in the Workspace");
  const summary = page.locator(".notification-toast").filter({ hasText: /\d+ errors?\b.* in \d+ files/ });
  await summary.waitFor();
  await page.getByPlaceholder(/Filter/).fill("unopened");
  await page.locator(".markers-panel").getByText("unopened.md").waitFor();
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
  await page.getByRole("button", { name: "Start it" }).click();
  await page.locator(".codicon-getting-started-step-checked").first().waitFor();
  await look("walkthrough");
}

// The setting's box in the editor of settings; `whose` are "User" or those of the machine, "Remote".
async function findSetting(name, whose) {
  await runCommand("Preferences: Open Settings (UI)");
  await page.locator(".settings-tabs-widget .action-item").filter({ hasText: whose }).click();
  await page.locator(".settings-editor .suggest-input-container").click();
  await page.keyboard.press("Control+A");
  await page.keyboard.type(`@id:${name}`);
  const label = page.locator(".setting-item-label", { hasText: new RegExp(`^${name.split(".").pop()}$`, "i") });
  const box = page.locator(".settings-editor .setting-item-contents", { has: label });
  await box.waitFor();
  return box;
}

async function testDisabled() {
  await (await findSetting("toofew.enable", "User")).locator(".setting-value-checkbox").click();
  await look("setting");
  await openDraft("edit.md");
  await waitForUnderlines("disabled", []);
  await (await findSetting("toofew.enable", "User")).locator(".setting-value-checkbox").click();
  await openDraft("edit.md");
  await waitForUnderlines("enabled again", [typedWords]);
}

// A policy that lets five people be told of.
async function testPolicySetting() {
  writeFileSync(`${home}/lenient.yaml`, "thresholds:\n  ordinary: {k: 5, error_below: 5}\n");
  const path = (await findSetting("toofew.config", "User")).locator("input");
  await path.fill("${workspaceFolder}/../lenient.yaml");
  await path.press("Enter");
  await openDraft("edit.md");
  await waitForUnderlines("with a lenient policy", []);
  await waitForStatus("lenient.yaml");
  await look("lenient");
  await (await findSetting("toofew.config", "User")).locator("input").fill("");
  await page.keyboard.press("Enter");
  await openDraft("edit.md");
  await waitForUnderlines("with its own policy", [typedWords]);
}

async function testWithoutProgram() {
  const path = (await findSetting("toofew.path", "Remote")).locator("input");
  await path.fill("/nowhere/toofew");
  await path.press("Enter");
  await page.locator(".notification-toast").filter({ hasText: "/nowhere/toofew" }).first().waitFor();
  await look("no-program");
  await path.fill(toofew);
  await path.press("Enter");
  await openDraft("edit.md");
  await waitForUnderlines("with the program again", [typedWords]);
  await waitForStatus("1 finding");
}

installExtension();
writeSettings();
mkdirSync(pictures, { recursive: true });
const { server, address } = await startServer();
const browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
try {
  // High enough for the list of all drafts.
  const context = await browser.newContext({ viewport: { width: 1280, height: 1200 } });
  const elsewhere = []; // what is asked of other machines; the last is a name that the editor answers for itself
  const own = [address, address.replace("http", "ws"), "null"];
  context.on("request", (request) => {
    const { origin, hostname } = new URL(request.url());
    if (!own.includes(origin) && !hostname.endsWith(".vscode-resource.vscode-cdn.net")) elsewhere.push(request.url());
  });
  page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(`${address}/?folder=${drafts}`);
  await page.locator(".explorer-viewlet .monaco-list-row").first().waitFor();
  await testExactWords();
  await testHover();
  await testStatus();
  const offered = await testAction();
  await testTyping();
  await testUntitled();
  await testCommands();
  await testWalkthrough();
  await testDisabled();
  await testPolicySetting();
  await testWithoutProgram();
  assert.deepEqual(elsewhere, []);
  console.log(`offered: ${offered.join("; ")}`);
} catch (error) {
  await look("failure").catch(() => {});
  throw error;
} finally {
  await browser.close();
  server.kill();
  await once(server, "exit");
}

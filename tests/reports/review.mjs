// Opens a review in Chromium, on screens and on paper: review.mjs TOOLS PAGE CHROMIUM PICTURES
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [tools, path, chromiumPath, pictures] = process.argv.slice(2);
const require = createRequire(`${tools}/package.json`);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf-8");
const url = pathToFileURL(path).href;

const screens = [
  { name: "review-desktop-light", viewport: { width: 1280, height: 900 }, colorScheme: "light" },
  { name: "review-desktop-dark", viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  { name: "review-phone-light", viewport: { width: 360, height: 780 }, colorScheme: "light", isMobile: true, hasTouch: true },
];

const browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });

// A page, and what it does that it should not.
async function open(options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("dialog", (dialog) => complaints.push(`dialog: ${dialog.message()}`) && dialog.dismiss());
  page.on("request", (request) => request.url() !== url && complaints.push(`request: ${request.url()}`));
  await page.goto(url);
  return { page, complaints, close: () => context.close() };
}

// Nothing of a draft or of a policy has become markup, and what can be filled in has a name.
async function testContent(page) {
  assert.equal(await page.locator("script, img, iframe, object").count(), 0);
  const titles = await page.locator("h2").allTextContents();
  assert.deepEqual(titles, [
    "At a glance", "Decision", "Drafts", "Findings", "What the kinds of findings mean", "Waivers",
    "Facts behind the figures", "The policy in force", "Not checked, and why", "Files", "Versions",
    "The whole configuration, as it was read",
  ]);
  for (const name of ["Name", "Role", "Date", "Signature", "Changes, conditions, remarks"]) {
    await page.getByLabel(name, { exact: true }).fill("So be it");
  }
  await page.getByLabel("They may not be published.").check();
  assert.equal(await page.getByRole("radio", { checked: true }).count(), 1);
}

async function testAccessibility(page, name) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  const told = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join("\n")}`);
  assert.deepEqual(told, [], name);
}

async function testScreen({ name, ...options }) {
  const { page, complaints, close } = await open(options);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= options.viewport.width, `${name}: the page is ${width} pixels wide`);
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
  await testContent(page);
  await testAccessibility(page, name);
  assert.deepEqual(complaints, [], name);
  await close();
}

// On A4 nothing is cut off, paper is white whatever the screen is, and the decision stands on the first sheet.
async function testPaper() {
  const widthOfA4 = Math.floor((210 - 2 * 15) / 25.4 * 96);
  const { page, close } = await open({ viewport: { width: widthOfA4, height: 1000 }, colorScheme: "dark" });
  await page.emulateMedia({ media: "print" });
  const { width, colour, cover } = await page.evaluate(() => ({
    width: document.documentElement.scrollWidth,
    colour: getComputedStyle(document.body).color,
    cover: document.querySelector(".cover").getBoundingClientRect().bottom,
  }));
  assert.ok(width <= widthOfA4, `on paper the page is ${width} pixels wide`);
  assert.equal(colour, "rgb(29, 28, 26)", "dark ink");
  const heightOfA4 = (297 - 16 - 18) / 25.4 * 96;
  assert.ok(cover <= heightOfA4, `the cover takes ${cover} of ${heightOfA4} pixels`);
  await page.pdf({ path: `${pictures}/review.pdf`, format: "A4", preferCSSPageSize: true });
  await close();
}

try {
  for (const screen of screens) await testScreen(screen);
  await testPaper();
} finally {
  await browser.close();
}

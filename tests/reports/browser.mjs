// What the tests of both pages do in Chromium: the report and the review.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

export const kScreens = [
  { name: "desktop-light", viewport: { width: 1280, height: 900 }, colorScheme: "light" },
  { name: "desktop-dark", viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  { name: "phone-light", viewport: { width: 360, height: 780 }, colorScheme: "light", isMobile: true, hasTouch: true },
  { name: "phone-dark", viewport: { width: 360, height: 780 }, colorScheme: "dark", isMobile: true, hasTouch: true },
];

/// Opens the page at `path` in contexts of its own. `tools` is what install.sh has filled.
export class Browser {
  static async start(tools, path, chromiumPath, pictures) {
    const require = createRequire(`${tools}/package.json`);
    const { chromium } = require("playwright-core");
    const browser = new Browser();
    browser.axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf-8");
    browser.url = pathToFileURL(path).href;
    browser.pictures = pictures;
    browser.chromium = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
    return browser;
  }

  /// A page, and what it does that it should not.
  async open(options) {
    const context = await this.chromium.newContext(options);
    const page = await context.newPage();
    const complaints = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("dialog", (dialog) => complaints.push(`dialog: ${dialog.message()}`) && dialog.dismiss());
    page.on("request", (request) => request.url() !== this.url && complaints.push(`request: ${request.url()}`));
    await page.goto(this.url);
    return { page, complaints, close: () => context.close() };
  }

  /// Opens the page on a screen, looks whether it fits there and takes its picture; then the tests, then accessibility.
  async testScreen({ name, ...options }, test) {
    const opened = await this.open(options);
    const width = await opened.page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= options.viewport.width, `${name}: the page is ${width} pixels wide`);
    await opened.page.screenshot({ path: `${this.pictures}/${name}.png`, fullPage: true });
    await test(opened.page);
    await this.testAccessibility(opened.page, name);
    assert.deepEqual(opened.complaints, [], name);
    return opened;
  }

  async testAccessibility(page, name) {
    await page.evaluate(this.axe);
    const { violations } = await page.evaluate(() => window.axe.run());
    const told = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join("\n")}`);
    assert.deepEqual(told, [], name);
  }

  close() {
    return this.chromium.close();
  }
}

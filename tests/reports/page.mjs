// Opens the HTML report in Chromium and uses it as a person would: page.mjs TOOLS PAGE JSON_REPORT CHROMIUM PICTURES
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Browser, kScreens } from "./browser.mjs";

const [tools, path, jsonReport, chromiumPath, pictures] = process.argv.slice(2);
const findings = JSON.parse(readFileSync(jsonReport, "utf-8")).files.flatMap((file) => file.findings);
const browser = await Browser.start(tools, path, chromiumPath, pictures);

const visible = (page, selector) => page.locator(selector).filter({ visible: true }).count();

// Everything is there, in its place, and nothing of a draft has become markup.
async function testContent(page) {
  assert.equal(await page.locator(".finding").count(), findings.length);
  assert.equal(await page.locator("script").count(), 1);
  assert.equal(await page.locator("img, iframe, object, form form").count(), 0);
  for (let number = 1; number <= findings.length; ++number) {
    const words = page.locator(`mark[data-findings~="${number}"]`);
    const shown = findings[number - 1].kind === "waiver" ? 0 : 1; // a waiver is not published
    assert.equal((await words.count()) > 0, shown === 1, `finding ${number} is not marked as it should be`);
    assert.equal(await page.locator(`#words-${number}`).count(), shown);
    assert.equal(await page.locator(`a[href="#finding-${number}"]`).count(), shown);
    assert.equal(await page.locator(`a[href="#words-${number}"]`).count(), shown);
    const quoted = await page.locator(`#finding-${number} blockquote`).textContent();
    assert.equal(quoted, findings[number - 1].text.replaceAll("\r", "\n"));
  }
  const marked = await page.locator('mark[data-findings="3"]').allTextContents();
  assert.equal(marked.join(""), findings[2].text, "the words of a tweet are marked as they stand");
}

// The policy of the page holds back a script that got into it all the same.
async function testContentPolicy(page, complaints) {
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.injected = true";
    document.body.append(script);
    document.body.insertAdjacentHTML("beforeend", '<img src="x" onerror="window.injected = true">');
  });
  await page.waitForTimeout(200);
  assert.equal(await page.evaluate(() => window.injected), undefined);
  const refused = complaints.filter((text) => text.includes("violates the following Content Security Policy"));
  assert.equal(refused.length, 3, `the script, the handler and the picture: ${complaints}`);
}

async function testFilters(page) {
  const status = page.getByRole("status");
  const errors = findings.filter((finding) => finding.severity === "error").length;
  assert.equal(await status.textContent(), `${findings.length} of ${findings.length} findings shown`);

  // By keyboard: the box is reached and changed without a mouse.
  const box = page.getByRole("checkbox", { name: /^error/ });
  await box.focus();
  await page.keyboard.press("Space");
  assert.equal(await status.textContent(), `${findings.length - errors} of ${findings.length} findings shown`);
  assert.equal(await visible(page, ".finding.error"), 0);
  assert.equal(await visible(page, "mark.error:not(.off)"), 0);
  await page.keyboard.press("Space");

  await page.getByRole("checkbox", { name: /^small-count/ }).uncheck();
  const others = findings.filter((finding) => finding.kind !== "small-count").length;
  assert.equal(await visible(page, ".finding"), others);
  await page.getByRole("button", { name: "Show all" }).click();
  await page.waitForTimeout(50);
  assert.equal(await visible(page, ".finding"), findings.length);

  await page.getByLabel("File").selectOption({ label: "drafts/spring.md (5)" });
  assert.equal(await visible(page, ".file"), 1);
  assert.equal(await visible(page, ".finding"), 5);
  await page.getByRole("button", { name: "Show all" }).click();
}

// From the words to what is said of them, and back.
async function testLinks(page) {
  await page.getByRole("link", { name: "Finding 5: error" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.hash === "#finding-5");
  assert.ok(await page.locator("#finding-5").isVisible());
  await page.locator("#finding-5 blockquote a").click();
  await page.waitForURL((url) => url.hash === "#words-5");
}

async function testScreen(screen) {
  const { page, complaints, close } = await browser.testScreen(screen, async (page) => {
    await testContent(page);
    await testFilters(page);
    await testLinks(page);
  });
  await testContentPolicy(page, complaints);
  await close();
}

async function testWithoutScript() {
  const { page, close } = await browser.open({ javaScriptEnabled: false });
  assert.equal(await page.locator("#filters").isVisible(), false);
  assert.equal(await visible(page, ".finding"), findings.length);
  await close();
}

try {
  for (const screen of kScreens) await testScreen(screen);
  await testWithoutScript();
} finally {
  await browser.close();
}

// Opens a review in Chromium, on screens and on paper: review.mjs TOOLS PAGE CHROMIUM PICTURES
import assert from "node:assert/strict";
import { Browser, kScreens } from "./browser.mjs";

const [tools, path, chromiumPath, pictures] = process.argv.slice(2);
const browser = await Browser.start(tools, path, chromiumPath, pictures);

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

async function testScreen({ name, ...options }) {
  const { close } = await browser.testScreen({ name: `review-${name}`, ...options }, testContent);
  await close();
}

// On A4 nothing is cut off, paper is white whatever the screen is, and the decision stands on the first sheet.
async function testPaper() {
  const widthOfA4 = Math.floor((210 - 2 * 15) / 25.4 * 96);
  const { page, close } = await browser.open({ viewport: { width: widthOfA4, height: 1000 }, colorScheme: "dark" });
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
  for (const screen of kScreens) await testScreen(screen);
  await testPaper();
} finally {
  await browser.close();
}

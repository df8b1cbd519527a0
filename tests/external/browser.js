// The HTML report in headless Chromium: filters, keyboard, verdicts, the saved CSV; and that texts
// which try to run something do not.
//
// usage: node browser.js FOLDER [SCREENSHOT]
//
// The folder holds article.html, article.csv, attack.html, attack.csv. Writes review.csv, the CSV
// with verdicts that the page saved.
"use strict";
const assert = require("node:assert");
const fs = require("node:fs");
const path = require("node:path");
const { chromium } = require("playwright-core");

const [folder, screenshot] = process.argv.slice(2);
const file = (name) => path.join(folder, name);

const saved = async (page) => {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#save")]);
  return fs.readFileSync(await download.path(), "utf8");
};

(async () => {
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true });
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => { if (message.type() === "error") faults.push(message.text()); });
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));

  // Hostile texts: nothing runs, nothing is loaded, everything is there to read.
  await page.goto("file://" + file("attack.html"));
  assert.ok(!(await page.title()).includes("taken"));
  assert.strictEqual(await page.locator("main img, main script").count(), 0);
  assert.ok((await page.locator("main").innerText()).includes("<img src=x onerror="));
  assert.ok((await page.locator("main").innerText()).includes("{{ 7 * 7 }}"));
  assert.strictEqual(await saved(page), fs.readFileSync(file("attack.csv"), "utf8"), "untouched CSV of the attack");

  await page.goto("file://" + file("article.html"));
  const flags = await page.locator(".flag").count();
  assert.ok(flags > 2, "flags in the article");
  assert.strictEqual(await saved(page), fs.readFileSync(file("article.csv"), "utf8"), "untouched CSV");

  // Filters.
  await page.locator("input[name=severity][value=minor]").uncheck();
  await page.locator("input[name=severity][value=major]").uncheck();
  await page.locator("input[name=severity][value=neutral]").uncheck();
  assert.strictEqual(await page.locator(".flag:visible").count(), await page.locator(".flag.critical").count());
  for (const name of ["minor", "major", "neutral"]) await page.locator(`input[name=severity][value=${name}]`).check();
  const code = await page.locator("#rule option").nth(1).getAttribute("value");
  await page.selectOption("#rule", code);
  assert.strictEqual(await page.locator(".flag:visible").count(), await page.locator(`.flag[data-code=${code}]`).count());
  await page.selectOption("#rule", "");
  await page.locator("#probability").fill("0.9");
  for (const shown of await page.locator(".flag:visible").all()) {
    assert.ok(Number(await shown.getAttribute("data-probability")) >= 0.9);
  }
  await page.locator("#probability").fill("0");
  await page.check("#flagged");
  assert.strictEqual(await page.locator(".bead:visible").count(), await page.locator(".bead.flagged").count());
  await page.uncheck("#flagged");
  assert.ok((await page.locator("#shown").innerText()).startsWith(`${flags} of ${flags}`));

  // With the keyboard alone: from the mark in the text to the evidence, a verdict, a comment, back.
  await page.fill("#reviewer", "An");
  const mark = page.locator(".target .mark").first();
  const index = (await mark.getAttribute("data-flags")).split(" ")[0];
  const flag = page.locator(`#flag-${index}`);
  await mark.focus();
  await page.keyboard.press("Enter");
  assert.ok(await flag.evaluate((details) => details.open), "Enter opens the evidence");
  assert.ok(await flag.locator("summary").evaluate((summary) => summary === document.activeElement));
  await page.keyboard.press("w");
  await flag.locator("textarea").focus();
  await page.keyboard.type("=no, \"fine\"");
  await page.keyboard.press("Escape");
  assert.ok(await mark.evaluate((link) => link === document.activeElement), "Escape goes back to the text");
  await page.locator(".flag summary").first().focus();
  await page.keyboard.press("n");
  await page.keyboard.press("r");
  const judged = await page.locator("#judged").innerText();
  assert.ok(/^[12] of /.test(judged), judged);
  const review = await saved(page);
  assert.ok(review.includes(",wrong,\"'=no, \"\"fine\"\"\",An"), review);
  fs.writeFileSync(file("review.csv"), review);

  // Verdicts are there after a reload.
  await page.reload();
  assert.strictEqual(await saved(page), review);

  // Phone and print: nothing wider than the screen.
  await page.setViewportSize({ width: 360, height: 740 });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(overflow <= 0, `wider than a phone by ${overflow}`);
  await page.setViewportSize({ width: 1280, height: 900 });
  const pdf = await page.pdf({ format: "A4" });
  assert.ok(pdf.length > 10000);

  // What a screen reader gets: named parts, a heading a document, labelled controls.
  assert.strictEqual(await page.getByRole("main").count(), 1);
  assert.strictEqual(await page.getByRole("heading", { level: 1 }).count(), 1);
  for (const input of await page.locator("input, select, textarea").all()) {
    assert.ok(await input.evaluate((node) => node.labels.length > 0), "every control has a label");
  }

  if (screenshot) {
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await page.locator(".target .mark.critical").first().click();
    await page.screenshot({ path: screenshot });
    await page.emulateMedia({ colorScheme: "dark" });
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path: screenshot.replace(/\.png$/, ".dark.png") });
  }
  const elsewhere = requests.filter((url) => !url.startsWith("file:") && !url.startsWith("blob:"));
  assert.deepStrictEqual(elsewhere, [], "nothing is loaded");
  assert.deepStrictEqual(faults, [], "no error in the console");
  await browser.close();
})().catch((error) => {
  console.error(error);
  process.exit(1);
});

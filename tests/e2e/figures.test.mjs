// The figures the app saves are, byte for byte, the line the command writes for the same file:
// one scorer, in the browser's WebAssembly and natively.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { open } from "./browser.mjs";
import { command } from "./command.mjs";
import { words } from "./words.mjs";

const FIRMS = 4;

async function saved(page, button, folder) {
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return { name: download.suggestedFilename(), path };
}

test("the app and the command give the same bytes for every firm", async (t) => {
  const sonae = command();
  for (let firm = 0; firm < FIRMS; firm += 1) {
    const folder = mkdtempSync(join(tmpdir(), "sonae-"));
    t.after(() => rmSync(folder, { recursive: true }));
    const { page } = await open(t, "en");
    await page.locator(".section .card button").nth(firm).click();
    await page.waitForURL(/#\/result/);
    await page.evaluate(() => (location.hash = "#/data"));
    const buttons = page.locator("section[aria-labelledby=take] button");
    const file = await saved(page, buttons.nth(0), folder);
    const figures = await saved(page, buttons.nth(1), folder);
    const line = execFileSync(sonae, ["score", file.name], { cwd: folder, encoding: "utf8" });
    assert.ok(line.includes('"overall":{"low":'), line.slice(0, 200));
    assert.equal(readFileSync(figures.path, "utf8"), line);
  }
});

test("a scenario with the firm's own numbers is the same bytes in the app and from the command", async (t) => {
  const sonae = command();
  const w = words("en");
  for (const ids of [["scn.casting_exit"], ["scn.customs_slowdown", "scn.market_import_ban"]]) {
    const folder = mkdtempSync(join(tmpdir(), "sonae-"));
    t.after(() => rmSync(folder, { recursive: true }));
    const { page } = await open(t, "en");
    await page.locator(".section .card button").last().click();
    await page.waitForURL(/#\/result/);
    await page.evaluate((path) => (location.hash = path), `#/scenarios/${ids.join("/")}`);
    const slider = page.locator("#main input[type=range]").first();
    await slider.focus();
    for (let move = 0; move < 3; move += 1) await page.keyboard.press("ArrowRight");
    await page.getByRole("button", { name: w.t("scenarios.kept.keep"), exact: true }).click();
    const figures = await saved(page, page.getByRole("button", { name: w.t("scenarios.surety.figures"), exact: true }), folder);
    await page.evaluate(() => (location.hash = "#/data"));
    const file = await saved(page, page.locator("section[aria-labelledby=take] button").nth(0), folder);
    const asked = ids.flatMap((id) => ["--id", id]);
    const line = execFileSync(sonae, ["scenario", file.name, ...asked], { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    assert.ok(line.includes('"stop_week":{"p10":'), line.slice(0, 200));
    assert.equal(readFileSync(figures.path, "utf8"), line);
  }
});

// The figures the app saves are, byte for byte, the line the command writes for the same file:
// one scorer, in the browser's WebAssembly and natively.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { open } from "./browser.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FIRMS = 4;

/** The command, built from this very tree. */
function command() {
  const said = execFileSync("cargo", ["build", "--quiet", "--package", "sonae-cli", "--message-format", "json"], {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: 2 ** 27,
  });
  const built = said.split("\n").filter(Boolean).map(JSON.parse);
  return built.find((message) => message.executable && message.target.name === "sonae").executable;
}

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

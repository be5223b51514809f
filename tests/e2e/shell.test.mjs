// The page around the app: it loads without a fault, then reaches for nothing, and when the app
// cannot go on it says so and hands the kept answers over.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { axe, open, picture } from "./browser.mjs";

for (const lang of ["ja", "en"]) {
  test(`the page loads without a fault (${lang})`, async (t) => {
    const { page, seen, server } = await open(t, lang);
    assert.equal(await page.locator("h1:visible").count(), 1);
    assert.deepEqual(seen.errors, []);
    assert.deepEqual(seen.violations, []);
    assert.deepEqual(seen.requests.filter((address) => !address.startsWith(server.url)), []);
    assert.deepEqual(await axe(page), []);
    await picture(page, `start-${lang}`);
  });
}

test("once it stands, the page asks for nothing and could not if it tried", async (t) => {
  const { page, seen, server } = await open(t);
  assert.equal(seen.requests.length, seen.loaded, seen.requests.slice(seen.loaded).join("\n"));
  const attempts = await page.evaluate(async () => {
    const picture = new Image();
    navigator.sendBeacon("/somewhere", "said to be on its way, and dropped");
    const refused = (promise) => promise.then(() => "went through", () => "refused");
    return {
      fetch: await refused(fetch("/somewhere")),
      elsewhere: await refused(fetch("https://example.org/")),
      picture: await refused(
        new Promise((resolve, reject) => {
          picture.onload = resolve;
          picture.onerror = reject;
          picture.src = "https://example.org/picture.png";
        }),
      ),
    };
  });
  assert.deepEqual(attempts, { fetch: "refused", elsewhere: "refused", picture: "refused" });
  await page.waitForTimeout(500);
  assert.ok(!server.asked.includes("/somewhere"));
});

test("when the app stops, the page says so and hands over what was kept", async (t) => {
  const { page } = await open(t);
  const kept = '{"format":"sonae-assessment"}';
  await page.evaluate((text) => {
    localStorage.setItem("sonae.assessment", text);
    setTimeout(trap());

    // (module (func (export "stop") unreachable)): what a panic becomes.
    function trap() {
      const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 8, 1, 4, 115, 116, 111, 112, 0, 0, 10, 5, 1, 3, 0, 0, 11];
      return new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes))).exports.stop;
    }
  }, kept);
  const card = page.locator("#crash");
  await card.waitFor();
  assert.deepEqual(await axe(page), []);
  await picture(page, "crash");
  const [download] = await Promise.all([page.waitForEvent("download"), card.locator("a").click()]);
  assert.equal(await readFile(await download.path(), "utf8"), kept);
  await card.locator("button").click();
  await card.waitFor({ state: "hidden" });
  assert.equal(await page.evaluate(() => localStorage.getItem("sonae.assessment")), kept);
});

test("without JavaScript, the page says what it needs, in both languages", async (t) => {
  const { page } = await open(t, "ja", { javaScriptEnabled: false });
  assert.equal(await page.locator("noscript p").count(), 2);
  await picture(page, "no-script");
});

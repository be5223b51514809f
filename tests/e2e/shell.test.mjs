// The page around the app: it loads without a fault, then reaches for nothing, and when the app
// cannot go on it says so and hands the kept answers over.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { axe, open, picture } from "./browser.mjs";
import { CRASH } from "./server.mjs";

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

test("when the app panics, the page says so and hands over what was kept", async (t) => {
  const { page } = await open(t, "ja", { build: CRASH });
  await page.locator(".start-doors button").first().click();
  await page.locator("select, input").first().waitFor();
  const kept = await page.evaluate(() => localStorage.getItem("sonae.assessment"));
  assert.match(kept, /sonae-assessment/);
  await page.evaluate(() => (location.hash = "#/an-address-nobody-knows"));
  const card = page.locator("#crash");
  await card.waitFor();
  assert.deepEqual(await axe(page), []);
  await picture(page, "crash");
  const [download] = await Promise.all([page.waitForEvent("download"), card.locator("a").click()]);
  assert.equal(await readFile(await download.path(), "utf8"), kept);
  await page.evaluate(() => history.replaceState(null, "", "#/"));
  await card.locator("button").click();
  await card.waitFor({ state: "hidden" });
  assert.equal(await page.evaluate(() => localStorage.getItem("sonae.assessment")), kept);
});

test("without JavaScript, the page says what it needs, in both languages", async (t) => {
  const { page } = await open(t, "ja", { javaScriptEnabled: false });
  assert.equal(await page.locator("noscript p").count(), 2);
  await picture(page, "no-script");
});

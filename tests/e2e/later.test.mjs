// The later part of the app comes behind the first page: the five-minute check does not wait for
// it, whatever else is asked for meanwhile follows as soon as it is there, and where it cannot
// come the page says so.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, open, picture } from "./browser.mjs";
import { arrived } from "./person.mjs";

const isLater = (path) => /^\/later-/.test(path);

/** A server that answers for the later part once it is let go. */
function held() {
  let letGo;
  const released = new Promise((resolve) => (letGo = resolve));
  const instead = (path) => (isLater(path) ? released : undefined);
  return { instead, letGo };
}

const isShut = () => document.querySelectorAll("meta[http-equiv=Content-Security-Policy]").length === 2;
const coming = (page) => page.locator(".notice[role=status]");

/** From the start page to the second question of the five-minute check; the first is answered. */
async function begin(page) {
  await page.locator(".start-doors button").first().click();
  await arrived(page);
  await page.locator("#app select").first().selectOption({ index: 3 });
  await page.locator("#app form button[type=submit]").click();
  await page.locator("#app fieldset input[type=radio]").first().check();
  await page.locator("#app form button[type=submit]").click();
  await page.waitForURL(/quick\/2$/);
}

for (const lang of ["ja", "en"]) {
  test(`the five-minute check does not wait for the rest of the app (${lang})`, async (t) => {
    const { instead, letGo } = held();
    const { page, seen } = await open(t, lang, { instead, whole: false });
    await begin(page);
    assert.equal(await coming(page).count(), 0);
    assert.ok(!(await page.evaluate(isShut)), "the network waits for what the page still needs");
    // What stands in the later part is on its way, and says so; the page stays until it is there.
    await page.evaluate(() => (location.hash = "#/first"));
    await coming(page).waitFor();
    assert.match(await coming(page).innerText(), lang === "ja" ? /読み込んで/ : /Loading/);
    assert.ok(await page.locator("#app fieldset input[type=radio]").first().isVisible());
    assert.deepEqual(await axe(page), []);
    await picture(page, `later-coming-${lang}`);
    letGo();
    await arrived(page);
    await page.locator("main .range-track").first().waitFor();
    assert.equal(await coming(page).count(), 0);
    await page.waitForFunction(isShut);
    await page.evaluate(() => (location.hash = "#/quick/1"));
    await page.locator("#app input[type=radio]:checked").waitFor();
    assert.deepEqual(seen.errors, []);
  });
}

test("what is asked for meanwhile follows", async (t) => {
  const { instead, letGo } = held();
  const { page, seen } = await open(t, "en", { instead, whole: false });
  await page.locator(".section .card button").first().click();
  await coming(page).waitFor();
  letGo();
  await page.waitForURL(/result$/);
  await page.locator(".top-bar[data-practice=true]").waitFor();
  assert.equal(await coming(page).count(), 0);
  assert.deepEqual(seen.errors, []);
});

test("what was kept is opened once the rest is there", async (t) => {
  let hold = false;
  const { instead, letGo } = held();
  const { page, seen } = await open(t, "en", { instead: (path) => (hold ? instead(path) : undefined) });
  await begin(page);
  await page.waitForFunction(() => !document.querySelector(".data-place[aria-busy=true]"));
  hold = true;
  await page.reload();
  // Until then the page says that it is being loaded.
  await page.locator("[data-loading][lang=en]").waitFor();
  await picture(page, "later-resuming");
  assert.match(page.url(), /quick\/2$/);
  letGo();
  await page.locator("#app form fieldset").first().waitFor();
  await page.evaluate(() => (location.hash = "#/quick/1"));
  await page.locator("#app input[type=radio]:checked").waitFor();
  assert.deepEqual(seen.errors, []);
});

for (const lang of ["ja", "en"]) {
  test(`where the rest cannot be fetched, the page says what to do (${lang})`, async (t) => {
    let missing = true;
    const instead = (path, response) => void (missing && isLater(path) && response.writeHead(404).end());
    const { page } = await open(t, lang, { instead, whole: false });
    await page.locator(".notice[data-kind=error][role=alert]").waitFor();
    await page.waitForFunction(isShut);
    // What stands on the first pages goes on.
    await begin(page);
    assert.deepEqual(await axe(page), []);
    await picture(page, `later-missing-${lang}`);
    missing = false;
    await page.locator(".notice[data-kind=error] button").click();
    await page.locator("#app form fieldset").first().waitFor();
    assert.equal(await page.locator(".notice[data-kind=error]").count(), 0);
    await page.evaluate(() => (location.hash = "#/tasks"));
    await page.locator(".task-list-items a").first().waitFor();
  });
}

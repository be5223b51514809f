// Every page can be used with other senses and hands: axe finds nothing, and nothing needs
// scrolling sideways on a phone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, open } from "./browser.mjs";
import { begin, go, openFirm } from "./person.mjs";
import { firm, words } from "./words.mjs";

const WITHOUT_CASE = ["#/", "#/data", "#/keys", "#/seal", "#/unlock", "#/lenders", "#/bench", "#/bench/policy", "#/bench/1", "#/asked", "#/workshop", "#/words", "#/not-found"];
const WITH_CASE = [
  "#/profile",
  "#/quick/1",
  "#/quick/2",
  "#/quick/12",
  "#/first",
  "#/tasks",
  "#/question/supplier.top1_spend_share",
  "#/question/supplier.critical_goods_use",
  "#/question/tech.retention",
  "#/suppliers",
  "#/ledger",
  "#/matters",
  "#/matters/1",
  "#/matters/99",
  "#/markets",
  "#/check",
  "#/result",
  "#/scenarios",
  "#/scenarios/scn.casting_exit",
  "#/scenarios/scn.staff_detention",
  "#/scenarios/scn.customs_slowdown/scn.market_import_ban",
  "#/scenarios/all",
  "#/plan",
  "#/report",
  "#/lock",
  "#/dossier",
  "#/history",
  "#/parts",
  "#/versions",
  "#/next",
];

/** What is wrong on these pages, each line with its page. */
async function faults(page, addresses) {
  const found = [];
  for (const address of addresses) {
    await go(page, address);
    // What lies behind a line is read by somebody, too.
    await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
    for (const fault of await axe(page)) found.push(`${address} ${fault}`);
    const [needed, there] = await page.evaluate(() => [document.scrollingElement.scrollWidth, innerWidth]);
    if (needed > there) found.push(`${address} is ${needed} px wide on a screen of ${there} px`);
  }
  return found;
}

for (const lang of ["ja", "en"]) {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1280, 360]) {
      const how = `${lang}, ${colorScheme}, ${width} px`;
      const context = { colorScheme, viewport: { width, height: 800 } };

      test(`every page of an empty assessment is within everybody's reach (${how})`, async (t) => {
        const { page, seen } = await open(t, lang, context);
        await begin(page, words(lang));
        assert.deepEqual(await faults(page, [...WITHOUT_CASE, ...WITH_CASE]), []);
        assert.deepEqual(seen.errors, []);
        assert.deepEqual(seen.violations, []);
      });

      test(`every page of a firm is within everybody's reach (${how})`, async (t) => {
        const { page, seen } = await open(t, lang, context);
        await openFirm(page, words(lang), firm("soramame_pump"));
        assert.deepEqual(await faults(page, ["#/", "#/data", ...WITH_CASE]), []);
        assert.deepEqual(seen.errors, []);
        assert.deepEqual(seen.violations, []);
      });
    }
  }
}

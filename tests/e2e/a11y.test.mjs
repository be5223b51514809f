// Every page can be used with other senses and hands: axe finds nothing, and nothing needs
// scrolling sideways on a phone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, open } from "./browser.mjs";
import { begin, go, openFirm } from "./person.mjs";
import { firm, words } from "./words.mjs";

const WITHOUT_CASE = ["#/", "#/data", "#/proof", "#/security", "#/keys", "#/seal", "#/unlock", "#/lenders", "#/bench", "#/bench/policy", "#/bench/portfolio", "#/bench/pool", "#/bench/1", "#/bench/1/memo", "#/bench/1/ask", "#/asked", "#/workshop", "#/room", "#/after", "#/totals", "#/seat", "#/kits", "#/kits/kit.soramame_pump", "#/course/kit.soramame_pump", "#/home", "#/words", "#/not-found"];
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

/** In the page: letters, words, lines and paragraphs as far apart as WCAG 1.4.12 asks for. */
function spread() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { letter-spacing: 0.12em !important; line-height: 1.5 !important; word-spacing: 0.16em !important; }
    p { margin-block-end: 2em !important; }
  `);
  document.adoptedStyleSheets = [sheet];
}

/** In the page: text of which a part is cut off, each with its element. */
function cutOff() {
  const cut = [];
  for (const element of document.querySelectorAll("#app *")) {
    const { overflowX, overflowY, position, textOverflow } = getComputedStyle(element);
    const hidden = [overflowX, overflowY].some((overflow) => overflow === "hidden" || overflow === "clip");
    // What is there for the ear alone is hidden on purpose.
    if (!hidden || position === "absolute" || textOverflow === "ellipsis" || !element.innerText?.trim()) continue;
    if (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1) {
      cut.push(`${element.tagName.toLowerCase()}.${element.className} “${element.innerText.slice(0, 40)}”`);
    }
  }
  return cut;
}

for (const lang of ["ja", "en"]) {
  test(`at 400 % and with text set apart every page flows, and no text is cut off (${lang})`, async (t) => {
    // 1,280 px at 400 % are 320 px (WCAG 1.4.10).
    const { page } = await open(t, lang, { viewport: { width: 320, height: 256 } });
    await openFirm(page, words(lang), firm("soramame_pump"));
    await page.evaluate(spread);
    const found = [];
    for (const address of [...WITHOUT_CASE, ...WITH_CASE]) {
      await go(page, address);
      await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
      const [needed, there] = await page.evaluate(() => [document.scrollingElement.scrollWidth, innerWidth]);
      if (needed > there) found.push(`${address} is ${needed} px wide on a screen of ${there} px`);
      for (const cut of await page.evaluate(cutOff)) found.push(`${address} cuts off ${cut}`);
    }
    assert.deepEqual(found, []);
  });

  test(`in the colours of the system, and with nothing moving, every page keeps its outlines (${lang})`, async (t) => {
    const { page } = await open(t, lang, { forcedColors: "active", reducedMotion: "reduce" });
    await openFirm(page, words(lang), firm("soramame_pump"));
    const found = [];
    for (const address of ["#/", "#/profile", "#/question/tech.retention", "#/suppliers", "#/result", "#/scenarios/all", "#/dossier"]) {
      await go(page, address);
      const bare = await page.evaluate(() => {
        // Whatever can be pressed or filled in is to be seen by its outline or its underline.
        const controls = document.querySelectorAll("#app :is(button, input:not([type=file]), select, textarea, a[href])");
        const seen = (element) => {
          const style = getComputedStyle(element);
          const outlined = ["Top", "Bottom"].some((side) => parseFloat(style[`border${side}Width`]) > 0 && style[`border${side}Style`] !== "none");
          return outlined || style.textDecorationLine.includes("underline") || element.querySelector("svg, u") !== null;
        };
        const moving = (element) => element.getAnimations().some((one) => one.effect.getComputedTiming().duration > 1);
        return Array.from(controls)
          .filter((element) => element.checkVisibility() && (moving(element) || !(seen(element) || element.closest("label, li, td, th, summary, .language, .top-bar-name"))))
          .map((element) => `${element.tagName} “${(element.innerText || element.id).slice(0, 30)}”`);
      });
      for (const one of bare) found.push(`${address} ${one}`);
    }
    assert.deepEqual(found, []);
  });

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

// Scenarios: the deck, a run with its sliders, two together, all side by side, and on paper.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, pdf, picture } from "./browser.mjs";
import { arrived, go, keptCase, openFirm } from "./person.mjs";
import { SCENARIOS, firm, words } from "./words.mjs";

const SORAMAME = firm("soramame_pump");
const CASTING = "scn.casting_exit";

const title = (id, lang) => SCENARIOS.scenarios.find((one) => one.id === id).title[lang];

/** Opens the firm, and the page at this address. */
async function opened(t, lang, address, context = {}) {
  const { page, seen } = await open(t, lang, context);
  const w = words(lang);
  await openFirm(page, w, SORAMAME);
  await go(page, address);
  return { page, seen, w };
}

const sentence = (page) => page.locator(".result-sentence").first().innerText();

/** Waits until the full result stands. */
const rested = (page) => page.waitForFunction(() => document.querySelector(".run-rest")?.ariaBusy === "false");

/** Moves a slider to a value, as keys do: step by step told. */
const slide = (page, label, value) =>
  page.getByRole("slider", { name: label, exact: true }).evaluate((slider, value) => {
    slider.value = String(value);
    slider.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }, value);

for (const lang of ["ja", "en"]) {
  test(`a scenario is found, played, changed, put back, and counted (${lang})`, async (t) => {
    const { page, seen, w } = await opened(t, lang, "#/tasks");
    const main = page.getByRole("main");
    const status = (text) => main.getByRole("status").filter({ hasText: text }).waitFor();

    await t.test("the task list leads to the deck, where what is near-certain stands first", async () => {
      await main.getByRole("link", { name: w.t("title.scenarios"), exact: true }).click();
      await arrived(page);
      const groups = await main.locator("section > h2").allInnerTexts();
      assert.deepEqual(groups.slice(0, 2), [w.t("scenarios.group.likely"), w.t("scenarios.group.possible")]);
      await status(w.t("scenarios.deck.count", { all: 16, shown: 16 }));
      await picture(page, `scenarios-deck-${lang}`);
    });

    await t.test("filters leave what they say", async () => {
      await page.getByLabel(w.t("scenarios.deck.kind")).selectOption({ label: w.t("scenarios.kind.people") });
      await status(w.t("scenarios.deck.count", { all: 16, shown: 1 }));
      await main.getByRole("link", { name: title("scn.staff_detention", lang), exact: true }).waitFor();
      await page.getByLabel(w.t("scenarios.deck.kind")).selectOption({ label: w.t("scenarios.deck.any") });
    });

    let before;
    await t.test("a card leads to its run, which says first what matters", async () => {
      await main.getByRole("link", { name: title(CASTING, lang), exact: true }).click();
      await arrived(page);
      await rested(page);
      before = await sentence(page);
      assert.match(before, /\d/);
      await picture(page, `scenarios-run-${lang}`);
    });

    await t.test("the figures move with a slider and can be put back", async () => {
      const figures = () => main.locator(".spread-middle").allInnerTexts();
      const [, loss] = await figures();
      await slide(page, w.t("scenarios.dial.weeks"), 3);
      await page.waitForFunction(
        (loss) => document.querySelectorAll(".spread-middle")[1].innerText !== loss,
        loss,
      );
      await rested(page);
      assert.notEqual(await sentence(page), before);
      await page.getByRole("button", { name: w.t("scenarios.dials.restore"), exact: true }).click();
      await rested(page);
      assert.equal(await sentence(page), before);
    });

    await t.test("arrow keys move a slider", async () => {
      const slider = page.getByRole("slider", { name: w.t("scenarios.dial.weeks"), exact: true });
      const at = Number(await slider.inputValue());
      await slider.press("ArrowRight");
      assert.equal(Number(await slider.inputValue()), at + 1);
      const name = w.t("scenarios.dials.original", { value: w.t("scenarios.weeks", { weeks: at }) });
      await page.getByRole("button", { name }).first().click();
      assert.equal(Number(await slider.inputValue()), at);
      await rested(page);
      assert.equal(await sentence(page), before);
    });

    await t.test("the same seed gives the same figures, another one others within the error", async () => {
      const seed = page.getByLabel(w.t("scenarios.surety.seed"), { exact: true });
      const shown = () => main.locator("#tail + .chart .chart-data").evaluate((data) => data.textContent);
      const first = await shown();
      await seed.fill("7");
      await seed.press("Tab");
      await page.waitForFunction(
        (first) => document.querySelector("#tail + .chart .chart-data").textContent !== first,
        first,
      );
      await seed.fill("20240202");
      await seed.press("Tab");
      await page.waitForFunction(
        (first) => document.querySelector("#tail + .chart .chart-data").textContent === first,
        first,
      );
    });

    await t.test("what counts changes the result, and undo takes it back", async () => {
      await slide(page, w.t("scenarios.dial.weeks"), 60);
      await rested(page);
      await page.getByRole("button", { name: w.t("scenarios.kept.keep"), exact: true }).click();
      await status(w.t("scenarios.kept.yes"));
      const { scenarios } = await keptCase(page);
      assert.deepEqual(scenarios, [{ events: [{ scenario: CASTING, weeks: 60 }] }]);
      await go(page, "#/result");
      await main.getByText(w.t("scenarios.result.text"), { exact: true }).waitFor();
      await main.getByRole("link", { name: title(CASTING, lang), exact: true }).click();
      await arrived(page);
      assert.equal(
        await page.getByRole("slider", { name: w.t("scenarios.dial.weeks"), exact: true }).inputValue(),
        "60",
      );
      await page.getByRole("button", { name: w.t("action.undo"), exact: true }).click();
      await status(w.t("scenarios.kept.no"));
      assert.equal((await keptCase(page)).scenarios, undefined);
    });

    await t.test("an action goes onto the plan with what it costs", async () => {
      const actions = SCENARIOS.actions.find((one) => one.id === "action.second_source").title[lang];
      const row = main.getByRole("row").filter({ hasText: actions });
      const cost = row.getByRole("textbox");
      await cost.fill(lang === "ja" ? "300" : "3");
      await cost.press("Tab");
      await row.getByText(w.like("scenarios.before.pays")).waitFor();
      await row.getByRole("button", { name: w.t("scenarios.before.plan") }).click();
      const [planned] = (await keptCase(page)).plan;
      assert.deepEqual(
        [planned.aim, planned.id, planned.scenarios, planned.cost_yen],
        ["action", "action.second_source", [CASTING], 3_000_000],
      );
    });

    await t.test("another scenario beside it is another page that Back leaves again", async () => {
      const together = page.getByLabel(w.t("scenarios.together"), { exact: true });
      await together.selectOption({ label: title("scn.rare_earth_licence", lang) });
      await arrived(page);
      assert.equal(await page.evaluate(() => location.hash), `#/scenarios/${CASTING}/scn.rare_earth_licence`);
      await rested(page);
      await page.getByRole("slider", { name: w.t("scenarios.dial.offset"), exact: true }).waitFor();
      await picture(page, `scenarios-pair-${lang}`);
      await page.goBack();
      await arrived(page);
      await page.getByRole("slider", { name: w.t("scenarios.dial.offset"), exact: true }).waitFor({ state: "detached" });
    });

    await t.test("what is missing leads to where it is filled in", async () => {
      await go(page, "#/scenarios/scn.insider_leak");
      await main.locator("#missing ~ ul").getByRole("link", { name: w.t("scenarios.dial.product") }).click();
      assert.equal(await page.evaluate(() => document.activeElement.id), "run.product");
    });

    await t.test("all scenarios stand side by side and can be sorted", async () => {
      await go(page, "#/scenarios/all");
      await page.getByRole("button", { name: w.t("scenarios.stress.name") }).click();
      assert.equal(await main.locator("tbody > tr").count(), 16);
      assert.equal(await main.locator("[aria-sort=ascending]").count(), 1);
      await picture(page, `scenarios-all-${lang}`);
    });

    assert.deepEqual(seen.errors, []);
    assert.deepEqual(seen.violations, []);
    assert.equal(seen.requests.length, seen.loaded);
  });

  test(`a slider answers within a frame or two (${lang})`, async (t) => {
    const { page, w } = await opened(t, lang, `#/scenarios/${CASTING}`);
    await rested(page);
    const slider = page.getByRole("slider", { name: w.t("scenarios.dial.weeks"), exact: true });
    const times = await slider.evaluate(async (slider) => {
      const times = [];
      for (let week = 10; week < 40; week += 1) {
        const begin = performance.now();
        slider.value = String(week);
        slider.dispatchEvent(new InputEvent("input", { bubbles: true }));
        await new Promise((done) => queueMicrotask(done));
        times.push(performance.now() - begin);
        await new Promise((done) => requestAnimationFrame(done));
      }
      return times.toSorted((one, other) => one - other);
    });
    t.diagnostic(`median ${times[15].toFixed(1)} ms, longest ${times.at(-1).toFixed(1)} ms`);
    assert.ok(times[15] < 100, `${times[15]} ms`);
  });

  test(`a run is read on a phone and printed without its sliders (${lang})`, async (t) => {
    const { page, w } = await opened(t, lang, `#/scenarios/${CASTING}`, { viewport: { width: 360, height: 800 } });
    await rested(page);
    await picture(page, `scenarios-run-360-${lang}`);
    const { text } = await pdf(page, `scenario-run-${lang}`);
    const squeezed = (text) => text.normalize("NFKC").replace(/\s/g, "");
    assert.ok(!squeezed(text).includes(squeezed(w.t("scenarios.dials.heading"))));
    assert.ok(squeezed(text).includes(squeezed(w.t("scenarios.heading.standing"))));
    assert.ok(squeezed(text).includes(squeezed(w.t("frame.no_verdict"))));
  });
}

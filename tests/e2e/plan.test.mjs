// The plan: things chosen with who, when and cost, the ranges ahead, a budget, files, and paper.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { axe, open, pdf, picture } from "./browser.mjs";
import { answer, arrived, go, keptCase, openFirm, type } from "./person.mjs";
import { ranges, sheets } from "./result.mjs";
import { MODULES, firm, words } from "./words.mjs";

const squeezed = (text) => text.normalize("NFKC").replace(/\s/g, "");
const flat = (text) => text.replaceAll("\u2060", "").replace(/\s+/g, " ");
const title = (id, lang) => MODULES.flatMap((one) => one.questions).find((one) => one.id === id).short[lang];

/** The line of a thing that may be done. */
const offer = (page, name) =>
  page.locator(".plan-offer").filter({ has: page.getByRole("checkbox", { name, exact: true }) });

/** The card of a thing on the plan. */
const card = (page, name) => page.getByRole("group", { name, exact: true });

/** The lines that lie behind "more" are opened, as somebody who looks for one would. */
async function unfold(page) {
  const more = page.locator("section[aria-labelledby=offers] > details");
  if ((await more.count()) > 0 && !(await more.evaluate((it) => it.open))) await more.locator("> summary").click();
}

async function choose(page, name) {
  await unfold(page);
  await offer(page, name).getByRole("checkbox").check();
  await card(page, name).waitFor();
}

async function saved(page, button) {
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** What stands beside each module: its range today and after the plan. */
const ahead = (page) =>
  page.locator("section[aria-labelledby=ahead] .plan-module").evaluateAll((all) =>
    all.map((one) => ({
      name: one.querySelector("caption").textContent,
      ...Object.fromEntries(
        [...one.querySelectorAll("tbody tr")].map((row, index) => [
          index ? "after" : "before",
          row.cells[2].textContent
            .replaceAll("\u2060", "")
            .split(/[〜–]/)
            .map(Number),
        ]),
      ),
    })),
  );

for (const lang of ["ja", "en"]) {
  const w = words(lang);
  const SECRET = title("tech.secret_marking", lang);
  const KEY_PERSON = title("tech.key_person_dependence", lang);

  test(`a firm chooses what to do, sees the ranges ahead, and gets them once it answers so (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang, { acceptDownloads: true });
    const main = page.getByRole("main");
    const button = (key) => main.getByRole("button", { name: w.t(key), exact: true });
    await openFirm(page, w, firm("soramame_pump"));
    await main.getByRole("link", { name: w.t("plan.to_plan"), exact: true }).click();
    await arrived(page);
    assert.equal(await page.evaluate(() => location.hash), "#/plan");
    assert.match(flat(await main.innerText()), w.like("plan.chosen_none"));

    await t.test("all that may be done stands in one list, each opened for its reasons", async () => {
      const lines = page.locator(".plan-offer");
      assert.ok((await lines.count()) > 30);
      const first = lines.first();
      assert.ok((await first.innerText()).includes(w.t("plan.frees")));
      await first.locator("summary").click();
      for (const key of ["what", "why", "behind", "effect"]) {
        assert.ok((await first.innerText()).includes(w.t(`plan.${key}`)), key);
      }
      await first.locator("summary").click();
      await picture(page, `plan-empty-${lang}`);
    });

    await t.test("who, when, cost, work and state are kept, and taken back by undo", async () => {
      await choose(page, SECRET);
      const here = card(page, SECRET);
      await type(here.getByLabel(w.t("plan.role"), { exact: true }), w.t("plan.roles").split("／")[1]);
      await here.getByLabel(w.t("plan.due"), { exact: true }).fill("2027-03-31");
      await type(here.getByLabel(w.t("plan.cost"), { exact: true }), lang === "ja" ? "３０" : "¥300,000");
      await type(here.getByLabel(w.t("plan.hours"), { exact: true }), "16");
      await here.getByLabel(w.t("plan.status"), { exact: true }).selectOption("doing");
      const [planned] = (await keptCase(page)).plan;
      assert.deepEqual(
        { ...planned, cost_yen: undefined },
        {
          aim: "answer",
          id: "tech.secret_marking",
          role: w.t("plan.roles").split("／")[1],
          due: "2027-03-31",
          cost_yen: undefined,
          hours: 16,
          status: "doing",
        },
      );
      assert.ok([300_000].includes(planned.cost_yen), `${planned.cost_yen}`);
    });

    await t.test("what cannot be read stays as it was typed, with what is wrong", async () => {
      const here = card(page, SECRET);
      await type(here.getByLabel(w.t("plan.hours"), { exact: true }), "abc");
      await here.locator(".field-error").waitFor();
      assert.equal((await keptCase(page)).plan[0].hours, 16);
      await type(here.getByLabel(w.t("plan.hours"), { exact: true }), "24");
      await here.locator(".field-error").waitFor({ state: "detached" });
      assert.equal((await keptCase(page)).plan[0].hours, 24);
      await button("action.undo").click();
      assert.equal((await keptCase(page)).plan[0].hours, 16);
      assert.equal(await here.getByLabel(w.t("plan.hours"), { exact: true }).inputValue(), "16");
      await button("action.redo").click();
      assert.equal((await keptCase(page)).plan[0].hours, 24);
    });

    await t.test("a thing taken off the plan hands the focus on", async () => {
      await choose(page, KEY_PERSON);
      const name = `${w.t("plan.remove")}${w.t("frame.colon")}${KEY_PERSON}`;
      await page.getByRole("button", { name, exact: true }).click();
      await card(page, KEY_PERSON).waitFor({ state: "detached" });
      await page.waitForFunction(() => document.activeElement?.id === "chosen");
      await choose(page, KEY_PERSON);
      assert.equal((await keptCase(page)).plan.length, 2);
    });

    let promised;
    await t.test("the ranges ahead stand beside today's, and move with the plan", async () => {
      promised = await ahead(page);
      assert.equal(promised.length, MODULES.length);
      const technology = promised.find(({ before, after }) => after[1] < before[1]);
      assert.ok(technology, JSON.stringify(promised));
      assert.deepEqual(await axe(page), []);
      await picture(page, `plan-${lang}`);
    });

    await t.test("a budget picks a set, says what it costs, and puts it on the plan in one step", async () => {
      const stock = page.locator("section[aria-labelledby=budget]");
      await type(stock.getByRole("textbox", { name: w.t("plan.budget_amount") }), lang === "ja" ? "10000" : "100,000,000");
      await stock.locator(".plan-picked").waitFor();
      assert.match(flat(await stock.innerText()), w.like("plan.picked"));
      const slider = stock.getByRole("slider");
      await slider.press("Home");
      await stock.locator(".plan-picked").waitFor({ state: "detached" });
      await slider.press("End");
      await stock.locator(".plan-picked").waitFor();
      const before = (await keptCase(page)).plan;
      await button("plan.take_picked").click();
      await page.waitForFunction((count) => document.querySelectorAll(".plan-item").length > count, before.length);
      await picture(page, `plan-budget-${lang}`);
      // One step takes all of them back.
      await button("action.undo").click();
      assert.deepEqual((await keptCase(page)).plan, before);
    });

    await t.test("files: a marked table, a workbook, a calendar and a text", async () => {
      const csv = await saved(page, button("plan.csv"));
      assert.match(csv.name, /^sonae-plan-\d{4}-\d{2}-\d{2}\.csv$/);
      assert.deepEqual([...csv.bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
      assert.ok(csv.bytes.toString().includes(SECRET) && csv.bytes.toString().includes("300000"));
      const xlsx = await saved(page, button("plan.xlsx"));
      assert.equal(xlsx.bytes.subarray(0, 2).toString(), "PK");
      const ics = (await saved(page, button("plan.ics"))).bytes;
      const lines = ics.toString().split("\r\n");
      assert.ok(lines.every((line) => Buffer.byteLength(line) <= 75));
      const whole = ics.toString().replaceAll("\r\n ", "").split("\r\n");
      assert.ok(whole.includes("DTSTART;VALUE=DATE:20270331"));
      assert.equal(whole.filter((line) => line === "BEGIN:VEVENT").length, 1);
      assert.ok(whole.some((line) => /^DTSTAMP:\d{8}T\d{6}Z$/.test(line)));
      assert.ok(whole.some((line) => /^UID:[0-9a-f]{32}@sonae$/.test(line)));
      const again = (await saved(page, button("plan.ics"))).bytes.toString();
      const uid = (text) => text.match(/UID:[^\r]*/)[0];
      assert.equal(uid(again), uid(ics.toString()));
      const text = (await saved(page, button("plan.txt"))).bytes.toString();
      assert.ok(text.includes(`1. ${w.t("plan.written.goal")}\r\n`));

      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await button("plan.copy").click();
      await main.getByText(w.t("plan.copied"), { exact: true }).waitFor();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      assert.equal(`\ufeff${copied.replaceAll("\n", "\r\n")}`, text);
    });

    await t.test("on paper the plan is a table on A4, without what can only be clicked", async () => {
      const { file, text } = await pdf(page, `plan-${lang}`);
      const paper = squeezed(text);
      // A long title goes over several lines of its cell, so its beginning is looked for.
      const begins = (name) => name.split(" ")[0];
      for (const part of [w.t("title.plan"), begins(SECRET), begins(KEY_PERSON), w.t("plan.ahead"), begins(w.t("plan.then"))]) {
        assert.ok(paper.includes(squeezed(part)), part);
      }
      assert.ok(!paper.includes(squeezed(w.t("plan.budget_text"))));
      for (const [index, { width, height, words: written }] of sheets(file).entries()) {
        assert.deepEqual([Math.round(width), Math.round(height)], [595, 842]);
        const beyond = written.filter(({ left, right, bottom }) => left < 0 || right > width || bottom > height);
        assert.deepEqual(beyond, [], `sheet ${index + 1}`);
      }
      await go(page, "#/report");
      const report = await pdf(page, `plan-report-${lang}`);
      const second = squeezed(report.text.split("\f")[1]);
      assert.ok(second.includes(squeezed(w.t("plan.report"))) && second.includes(squeezed(begins(SECRET))));
    });

    await t.test("once the answers are changed so, the result is what was projected", async () => {
      for (const [id, key] of [
        ["tech.secret_marking", "both"],
        ["tech.key_person_dependence", "documented"],
      ]) {
        await go(page, `#/question/${id}`);
        await answer(page, w, id, key);
      }
      await go(page, "#/result");
      const now = await ranges(page);
      for (const { name, after } of promised) {
        const { low, high } = now.slice(1).find((one) => one.name === name);
        assert.deepEqual([low, high], [after[0], after.at(-1)], name);
      }
      await go(page, "#/tasks");
      assert.ok((await main.innerText()).includes(w.t("plan.chosen_count.other", { count: 2 })));
    });

    assert.deepEqual(seen.requests.slice(seen.loaded), []);
    assert.deepEqual(seen.errors, []);
    assert.deepEqual(seen.violations, []);
  });

  test(`the plan fits a phone (${lang})`, async (t) => {
    const { page } = await open(t, lang, { viewport: { width: 360, height: 800 } });
    await openFirm(page, w, firm("soramame_pump"));
    await go(page, "#/plan");
    await choose(page, SECRET);
    await type(page.getByRole("textbox", { name: w.t("plan.budget_amount") }), "100,000,000");
    await page.locator(".plan-picked, section[aria-labelledby=budget] [role=status]").first().waitFor();
    const wide = await page.evaluate(() => [document.scrollingElement.scrollWidth, innerWidth]);
    assert.ok(wide[0] <= wide[1], `${wide}`);
    assert.deepEqual(await axe(page), []);
    await picture(page, `plan-360-${lang}`);
  });

  test(`looking at the plan and typing into it holds the page up for no longer than a glance (${lang})`, async (t) => {
    const { page } = await open(t, lang);
    await openFirm(page, w, firm("soramame_pump"));
    await go(page, "#/tasks");
    const tasks = page.evaluate(
      () =>
        new Promise((done) => {
          const long = [];
          new PerformanceObserver((list) => long.push(...list.getEntries().map((one) => one.duration))).observe({
            type: "longtask",
          });
          setTimeout(() => done(long), 3000);
        }),
    );
    await go(page, "#/plan");
    await choose(page, SECRET);
    await type(card(page, SECRET).getByLabel(w.t("plan.hours"), { exact: true }), "8");
    t.diagnostic(`long tasks: ${(await tasks).map(Math.round).join(", ")} ms`);
  });
}

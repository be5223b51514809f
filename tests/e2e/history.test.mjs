// Looking back: a result is recorded on saving, an earlier file is set beside the open case with
// sums that add up, another version of the pack is told apart, and a case is carried over.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, open, picture } from "./browser.mjs";
import { SORAMAME } from "./firm.mjs";
import { answer, arrived, go, kept, keptCase, openFile, openFirm, save, untilKept } from "./person.mjs";
import { PACK, words } from "./words.mjs";

const SECRET = "tech.secret_marking";
const flat = (text) => text.replaceAll("\u2060", "").replace(/\s+/g, " ");
const file = (name, buffer) => ({ name, mimeType: "application/json", buffer: Buffer.from(buffer) });
const number = (text) => Number(text.replace("−", "-").replace("+", "").replaceAll(",", ""));

/** Every table of steps on the page: then, rules, answers, tables, now; low and high. */
const steps = (page) =>
  page.locator("section[aria-labelledby=compare] table").evaluateAll((all) =>
    all.map((one) => [...one.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent))),
  );

async function narrow(page, name) {
  await page.setViewportSize({ width: 360, height: 780 });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "scrolled sideways");
  await picture(page, name);
  await page.setViewportSize({ width: 1280, height: 900 });
}

for (const lang of ["ja", "en"]) {
  const w = words(lang);

  test(`a result is recorded, compared and carried over to another year (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang, { acceptDownloads: true });
    const main = page.getByRole("main");
    const button = (key) => main.getByRole("button", { name: w.t(key), exact: true });
    await openFirm(page, w, SORAMAME);
    await go(page, "#/history");
    assert.ok(flat(await main.innerText()).includes(w.t("history.none")));
    await picture(page, `history-empty-${lang}`);
    const first = await save(page, w);

    await t.test("the file holds the result, and saved again unchanged it is the same", async () => {
      const [past] = JSON.parse(first.bytes).history;
      assert.equal(past.pack.version, PACK.version);
      assert.ok(past.overall[0] <= past.overall[1] && past.modules.length === 3);
      await openFile(page, w, file("again.sonae", first.bytes));
      await arrived(page);
      assert.deepEqual((await save(page, w)).bytes, first.bytes);
    });

    await t.test("an earlier file is set beside what is open, and the movements add up", async () => {
      // Made a year ago by another version of the pack, with another result then.
      const earlier = JSON.parse(first.bytes);
      delete earlier.sha256;
      earlier.pack.version = earlier.history[0].pack.version = "2025.11.1";
      earlier.history[0].day = "2025-11-30";
      earlier.history[0].overall = [31.25, 80];
      earlier.suppliers[0].sales_dependent_pct = 5;
      await go(page, `#/question/${SECRET}`);
      await answer(page, w, SECRET, "none");
      await go(page, "#/history");
      const before = await kept(page);
      await page.getByLabel(w.t("history.choose")).setInputFiles(file("last-year.sonae", JSON.stringify(earlier)));
      await page.getByText(w.t("history.beside", { name: "last-year.sonae" })).first().waitFor();
      const tables = await steps(page);
      assert.equal(tables.length, 4);
      for (const table of tables) {
        for (const end of [0, 1]) {
          const [then, rules, answers, facts, now] = table.map((row) => number(row[end]));
          assert.ok(Math.abs(then + rules + answers + facts - now) < 1e-6, JSON.stringify(table));
        }
      }
      // 31.25 is shown as 31.3, and the rules moved it.
      assert.deepEqual(tables[0][0].map(number), [31.3, 80]);
      assert.notEqual(number(tables[0][1][0]), 0);
      const differing = main.locator("details").filter({ hasText: w.t("history.answers_differ", { count: 1 }) });
      await differing.locator("summary").first().click();
      assert.ok(flat(await differing.innerText()).includes(w.option(SECRET, "none")));
      const cells = main.locator("details").filter({ hasText: w.t("history.tables_differ", { count: 1 }) });
      await cells.locator("summary").first().click();
      assert.ok(flat(await cells.innerText()).includes(w.column("suppliers", "sales_dependent_pct")));
      const shut = main.locator("details:not([open]) > summary");
      while ((await shut.count()) > 0) await shut.first().click();
      assert.equal(await kept(page), before);
      assert.deepEqual(await axe(page), []);
      await picture(page, `history-compared-${lang}`);
      await narrow(page, `history-compared-360-${lang}`);
      await button("history.put_away").click();
      assert.equal((await steps(page)).length, 0);
    });

    await t.test("what is no earlier file is refused in words, and nothing changes", async () => {
      const before = await kept(page);
      await page.getByLabel(w.t("history.choose")).setInputFiles(file("notes.sonae", "hello"));
      await page.locator(".notice[data-kind=error]").filter({ hasText: "notes.sonae" }).waitFor();
      assert.equal(await kept(page), before);
    });

    await t.test("of another version of the pack the answers, the questions and the rules are told apart", async () => {
      const older = JSON.parse(first.bytes);
      delete older.sha256;
      older.pack.version = older.history[0].pack.version = "2025.11.1";
      older.history[0].day = "2025-11-30";
      await openFile(page, w, file("old.sonae", JSON.stringify(older)));
      await arrived(page);
      await go(page, "#/history");
      const renewed = page.locator("section[aria-labelledby=renewed]");
      const text = flat(await renewed.innerText());
      for (const key of ["your_answers", "the_questions", "the_rules", "answers_kept"]) assert.ok(text.includes(w.t(`history.${key}`)), key);
      assert.ok(text.includes(w.t("history.no_record", { from: "2025.11.1" })));
      assert.ok(text.includes("2025.11.1") && text.includes(PACK.version));
      await picture(page, `history-renewed-${lang}`);
      // The old score stays, the new one is recorded behind it.
      const saved = JSON.parse((await save(page, w)).bytes);
      assert.deepEqual(saved.history.map((past) => past.pack.version), ["2025.11.1", PACK.version]);
    });

    await t.test("a case for another year keeps all but what is bound to its time", async () => {
      await go(page, "#/history");
      const old = await keptCase(page);
      const section = page.locator("section[aria-labelledby=forward]");
      const said = flat(await section.innerText());
      assert.ok(said.includes(w.short("profile.cash")) && !said.includes(w.short(SECRET)));
      await button("history.forward_button").click();
      const next = await untilKept(page, (one) => one.profile["profile.cash"] === undefined);
      assert.equal(next.suppliers.length, old.suppliers.length);
      assert.ok(next.suppliers.every((row) => row.annual_spend === undefined && row.alias));
      assert.deepEqual(next.answers[SECRET], old.answers[SECRET]);
      assert.deepEqual(next.history, old.history);
      await go(page, "#/");
      const cards = page.locator(".shelf > li");
      const before = await cards.count();
      assert.ok(before >= 2, "the old one is still there");
    });

    assert.deepEqual(seen.errors, []);
    assert.deepEqual(seen.violations, []);
  });
}

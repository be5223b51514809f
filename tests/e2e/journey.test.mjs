// An owner's whole way: from the first page through all questions and tables to a printed report.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { axe, open, pdf, picture } from "./browser.mjs";
import { QUICK, SORAMAME, fillProfile, fillTable, fiveMinutes } from "./firm.mjs";
import { answer, begin, digit, field, follow, go, kept, keptCase, openFile, save, type, unit } from "./person.mjs";
import { ranges, receipts, scored, sheets, tenths } from "./result.mjs";
import { MODULES, PACK, words } from "./words.mjs";

const CONTRADICTED = "supplier.single_source_items";
const NOTED = "supplier.monitoring";

for (const lang of ["ja", "en"]) {
  test(`an owner finds out where the firm stands, from the first page to a printed report (${lang})`, async (t) => {
    const w = words(lang);
    const { page, seen } = await open(t, lang);
    const main = page.getByRole("main");
    const heading = (name) => page.getByRole("heading", { level: 1, name, exact: true });
    const saidToBe = async (id) => (await keptCase(page)).answers[id];
    let file;

    await t.test("only the industry is asked for", async () => {
      await begin(page, w);
      await page.getByRole("button", { name: w.t("action.next"), exact: true }).click();
      const wrong = page.getByRole("alert");
      await wrong.waitFor();
      await wrong.getByRole("link").click();
      assert.equal(await page.evaluate(() => document.activeElement.id), "profile.industry");
      assert.equal((await keptCase(page)).profile["profile.industry"], undefined);
    });

    await t.test("a bare amount is read in the unit beside it, and what was understood is said", async () => {
      const sales = "profile.annual_sales";
      await type(field(page, w, sales), "１，４５０");
      assert.equal((await keptCase(page)).profile[sales], 1_450_000_000);
      const amount = lang === "ja" ? "14億5,000万円" : "¥1.45 billion";
      await page.getByText(w.t("field.echo", { amount }), { exact: true }).waitFor();
      await unit(page, w, sales).selectOption({ label: w.t("unit.thousand") });
      assert.equal((await keptCase(page)).profile[sales], 1_450_000);
      await unit(page, w, sales).selectOption({ label: w.t("unit.million") });
    });

    await t.test("amounts and shares are taken the way people write them", async () => {
      await fillProfile(page, w);
    });

    await t.test("twelve questions stand a page each and are answered by clicks and by keys", async () => {
      await follow(page, w.t("action.next"));
      await fiveMinutes(page, w);
      const { answers } = await keptCase(page);
      assert.deepEqual(Object.keys(answers).toSorted(), PACK.quick_check.toSorted());
      assert.ok(Object.values(answers).every((given) => given.estimate));
      assert.deepEqual(answers["supplier.stock_weeks_critical"], { unknown: true, estimate: true });
    });

    await t.test("the first picture is called rough", async () => {
      assert.equal(await page.evaluate(() => location.hash), "#/first");
      await page.getByRole("heading", { level: 1 }).getByText(w.t("tasks.rough"), { exact: true }).waitFor();
      assert.equal((await ranges(page)).length, MODULES.length);
    });

    await t.test("Back leads to the answer that was given, and a question can be flagged", async () => {
      await main.getByRole("link", { name: w.t("action.back"), exact: true }).click();
      const [before, last] = PACK.quick_check.slice(-2);
      await heading(w.asks(last)).waitFor();
      assert.ok(await page.getByRole("radio", { name: w.option(last, QUICK[last]), exact: true }).isChecked());
      await page.goBack();
      await page.goForward();
      await heading(w.asks(last)).waitFor();
      await follow(page, w.t("action.back"));
      await heading(w.asks(before)).waitFor();
      const flag = page.getByRole("button", { name: w.t("question.flag"), exact: true });
      await flag.click();
      assert.equal((await saidToBe(before)).flag, true);
      assert.equal(await flag.getAttribute("aria-pressed"), "true");
      assert.equal((await saidToBe(before)).value, QUICK[before]);
    });

    await t.test("the supplier table is typed by keyboard alone, and the rest of it pasted", async () => {
      await go(page, "#/suppliers");
      await fillTable(page, w, "suppliers", 2);
      // What would stop the firm stands there at once: the castings of which it has no other source.
      const single = page.getByRole("region", { name: w.t("tables.single.heading") });
      await single.getByRole("heading", { name: SORAMAME.suppliers[0].item[lang] }).waitFor();
      await picture(page, `suppliers-${lang}`);
    });

    await t.test("the market table likewise", async () => {
      await go(page, "#/markets");
      await fillTable(page, w, "markets", 1);
    });

    await t.test("the list of parts says how far each is and how long the rest takes", async () => {
      await go(page, "#/tasks");
      const line = (name) => main.getByRole("listitem").filter({ has: page.getByRole("link", { name, exact: true }) });
      assert.match(await line(w.t("title.profile")).innerText(), new RegExp(w.t("stage.done")));
      const states = await main.locator(".task-list .state").allInnerTexts();
      assert.deepEqual(
        [...new Set(states)].toSorted(),
        [w.t("stage.none"), w.t("stage.part"), w.t("stage.done")].toSorted(),
      );
      assert.match(await main.innerText(), w.like("tasks.minutes_left.other"));
      assert.match(await main.innerText(), w.like("tasks.estimates_wait.other"));
    });

    await t.test("a rough answer is confirmed as it is", async () => {
      const id = "supplier.alternative_status";
      await go(page, `#/question/${id}`);
      await main.getByRole("button", { name: w.t("question.confirm"), exact: true }).click();
      assert.deepEqual(await saidToBe(id), { value: QUICK[id] });
    });

    await t.test("a question that the table answers says so, and can be answered otherwise", async () => {
      await go(page, `#/question/${CONTRADICTED}`);
      await main.getByRole("heading", { name: w.like("question.from_table") }).waitFor();
      await main.getByText(w.t("question.otherwise"), { exact: true }).click();
      await answer(page, w, CONTRADICTED, "zero");
      await main.getByRole("heading", { name: w.like("question.table_says") }).waitFor();
      assert.deepEqual(await saidToBe(CONTRADICTED), { value: "zero" });
    });

    await t.test("full questions take options, several of them, figures, notes and keys", async () => {
      const given = { ...SORAMAME.answers, "coercion.top_customer_share": 25 };
      for (const id of ["supplier.licence_materials", "coercion.top_customer_share", "tech.classification"]) {
        await go(page, `#/question/${id}`);
        await answer(page, w, id, given[id]);
        assert.deepEqual(await saidToBe(id), { value: given[id] });
      }
      await go(page, `#/question/${NOTED}`);
      await page.keyboard.press(digit(NOTED, SORAMAME.answers[NOTED]));
      await page.getByRole("button", { name: w.t("question.note_open"), exact: true }).click();
      await type(page.getByRole("textbox", { name: w.t("question.note") }), "ask Ms Sato <b>&</b>");
      assert.deepEqual(await saidToBe(NOTED), { value: SORAMAME.answers[NOTED], note: "ask Ms Sato <b>&</b>" });
    });

    await t.test("the page to check shows what does not go together, with a way to both places", async () => {
      await go(page, "#/check");
      const notice = main
        .getByRole("region", { name: w.t("check.contradictions") })
        .locator(".notice", { hasText: w.short(CONTRADICTED) });
      for (const [key, address] of [
        ["check.look_answer", `#/question/${CONTRADICTED}`],
        ["check.look_suppliers", "#/suppliers"],
      ]) {
        await notice.getByRole("link", { name: w.t(key) }).click();
        await page.waitForURL((url) => url.hash === address);
        await page.goBack();
        await heading(w.t("title.check")).waitFor();
      }
      const text = await main.innerText();
      assert.match(text, w.like("check.answered"));
      assert.ok(text.includes(w.t("check.note", { note: "ask Ms Sato <b>&</b>" })));
      assert.ok(text.includes(w.t("check.flag")));
      await picture(page, `check-${lang}`);
    });

    await t.test("the result shows three ranges, what sets the overall one, floors with rows, and steps", async () => {
      await follow(page, w.t("check.to_result"));
      await heading(w.t("title.result")).waitFor();
      const [overall, ...modules] = await ranges(page);
      assert.deepEqual(modules.map((one) => one.name).toSorted(), MODULES.map((one) => one.title[lang]).toSorted());
      assert.equal(overall.low, Math.max(...modules.map((one) => one.low)));
      assert.equal(overall.high, Math.max(...modules.map((one) => one.high)));
      assert.ok((await main.locator(".range").first().innerText()).includes(modules[0].name));
      const gate = main
        .getByRole("region", { name: w.t("result.gates"), exact: true })
        .locator(".gate[data-state=certain]")
        .first();
      assert.ok((await gate.getByRole("row").count()) > 1);
      assert.match(await gate.innerText(), new RegExp(SORAMAME.suppliers[0].item[lang]));
      assert.ok(
        (await main
          .getByRole("region", { name: w.t("result.steps"), exact: true })
          .locator(".card")
          .count()) >= 3,
      );
      assert.deepEqual(await axe(page), []);
      await picture(page, `result-${lang}`);
    });

    await t.test("every receipt adds up to the tenth of a point, and to the range above it", async () => {
      const shown = await ranges(page);
      const all = await receipts(page);
      assert.equal(all.length, MODULES.length);
      for (const { caption, total, themes } of all) {
        for (const end of [0, 1]) {
          for (const { sum, parts } of themes) {
            assert.equal(
              parts.reduce((added, part) => added + tenths(part[end]), 0),
              tenths(sum[end]),
              caption,
            );
          }
          assert.equal(
            themes.reduce((added, theme) => added + tenths(theme.sum[end]), 0),
            tenths(total[end]),
            caption,
          );
        }
        const { low, high } = shown.slice(1).find((one) => caption.includes(one.name));
        assert.ok(Math.abs(total[0] - low) <= 0.55 && Math.abs(total[1] - high) <= 0.55, `${caption}: ${total}`);
      }
    });

    await t.test("the other language says the same in other words", async () => {
      const other = words(lang === "ja" ? "en" : "ja");
      const [before, text, figures] = [
        await kept(page),
        await main.innerText(),
        [await ranges(page), await receipts(page)],
      ];
      const bare = (all) =>
        JSON.stringify(all, (key, value) => (["name", "caption"].includes(key) ? undefined : value));
      const button = (name) => page.getByRole("button", { name, exact: true });
      await button(lang === "ja" ? "English" : "日本語").click();
      await heading(other.t("title.result")).waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.lang), other.lang);
      assert.notEqual(await main.innerText(), text);
      assert.equal(bare([await ranges(page), await receipts(page)]), bare(figures));
      await button(lang === "ja" ? "日本語" : "English").click();
      await heading(w.t("title.result")).waitFor();
      assert.equal(await main.innerText(), text);
      assert.equal(await kept(page), before);
    });

    await t.test("during all this, nothing was asked of any place and nothing went wrong", () => {
      assert.deepEqual(seen.requests.slice(seen.loaded), []);
      assert.deepEqual(seen.errors, []);
      assert.deepEqual(seen.violations, []);
    });

    await t.test("a reload brings everything back", async () => {
      const [before, text] = [await kept(page), await main.innerText()];
      await page.reload();
      await heading(w.t("title.result")).waitFor();
      assert.equal(await main.innerText(), text);
      assert.equal(await kept(page), before);
    });

    await t.test(
      "the file that is saved opens elsewhere, and is the same byte for byte when saved again",
      async (inner) => {
        const saved = await save(page, w);
        assert.match(saved.name, /^sonae-assessment-\d{4}-\d{2}-\d{2}\.sonae$/);
        // The browser keeps the same, without the hash of what is handed on.
        const { sha256, ...rest } = JSON.parse(saved.bytes);
        assert.deepEqual(rest, await keptCase(page));
        assert.match(sha256, /^[0-9a-f]{64}$/);
        const folder = await mkdtemp(join(tmpdir(), "sonae-"));
        t.after(() => rm(folder, { recursive: true }));
        file = join(folder, saved.name);
        await writeFile(file, saved.bytes);
        const elsewhere = await open(inner, lang);
        await openFile(elsewhere.page, w, file);
        await elsewhere.page.getByRole("heading", { name: w.t("notice.opened", { name: saved.name }) }).waitFor();
        const again = await save(elsewhere.page, w);
        assert.equal(again.bytes.toString(), saved.bytes.toString());
      },
    );

    await t.test("the command line computes what the page shows", async () => {
      await go(page, "#/result");
      const { overall, modules } = scored(file);
      const named = (one) => MODULES.find((module) => modules[module.id] === one)?.title[lang];
      const shown = await ranges(page);
      for (const one of Object.values(modules)) {
        const { low, high } = shown.slice(1).find((range) => range.name === named(one));
        assert.deepEqual([low, high], [Math.round(one.low), Math.round(one.high)]);
        const { total } = (await receipts(page)).find(({ caption }) => caption.includes(named(one)));
        assert.ok(Math.abs(total[0] - one.low) <= 0.06 && Math.abs(total[1] - one.high) <= 0.06, `${total}`);
      }
      assert.deepEqual([shown[0].low, shown[0].high], [Math.round(overall.low), Math.round(overall.high)]);
      assert.deepEqual(shown[0].band, overall.band);
    });

    await t.test(
      "the report is printed whole: the owner's one sheet first, every sheet with its number and what it rests on",
      async () => {
        await go(page, "#/report");
        const printed = await pdf(page, `report-${lang}`);
        const all = sheets(printed.file);
        assert.ok(all.length >= 4 && all.length <= 30, `${all.length} sheets`);
        const pages = printed.text.split("\f").slice(0, all.length);
        const squeezed = (text) => text.normalize("NFKC").replace(/\s/g, "");
        const today = await page.evaluate(() => {
          const now = new Date();
          return { year: now.getFullYear(), month: now.getMonth() + 1, day: now.getDate() };
        });
        const date =
          lang === "ja"
            ? `${today.year}年${today.month}月${today.day}日`
            : `${today.day} ${w.t(`month.${today.month}`)} ${today.year}`;
        const foot = w.t("print.foot", { date, pack: `${PACK.id} ${PACK.version}`, method: PACK.method });
        for (const [index, text] of pages.entries()) {
          assert.ok(squeezed(text).includes(squeezed(foot)), `sheet ${index + 1} has no foot`);
          assert.ok(squeezed(text).includes(`${index + 1}/${all.length}`), `sheet ${index + 1} has no number`);
        }
        assert.ok(squeezed(pages[0]).includes(squeezed(w.t("report.owner"))));
        assert.ok(
          squeezed(pages[0]).includes(squeezed(w.t("report.colophon"))),
          "the owner's page ends on its first sheet",
        );
        assert.ok(!squeezed(pages[0]).includes(squeezed(w.t("report.details"))));
        assert.ok(squeezed(pages[1]).includes(squeezed(w.t("report.details"))));
        for (const [index, { width, height, words: all }] of sheets(printed.file).entries()) {
          assert.deepEqual([Math.round(width), Math.round(height)], [595, 842]);
          const beyond = all.filter(
            ({ left, top, right, bottom }) => left < 0 || top < 0 || right > width || bottom > height,
          );
          assert.deepEqual(beyond, [], `sheet ${index + 1}`);
        }
      },
    );
  });
}

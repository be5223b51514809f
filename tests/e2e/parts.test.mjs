// Answering together: a part goes out as a file, two colleagues answer it, and what they bring
// back joins in any order; conflicts are chosen, and undo takes it all back.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { axe, open, picture } from "./browser.mjs";
import { SORAMAME } from "./firm.mjs";
import { answer, arrived, go, kept, keptCase, openFile, openFirm, save, type, untilKept } from "./person.mjs";
import { MODULES, words } from "./words.mjs";

const SECRET = "tech.secret_marking";
const THEME = MODULES.flatMap((module) => module.questions).find((one) => one.id === SECRET).theme;
const TITLE = MODULES.flatMap((module) => module.themes).find((one) => one.id === THEME).title;
const file = (name, buffer) => ({ name, mimeType: "application/json", buffer });

for (const lang of ["ja", "en"]) {
  const w = words(lang);

  /** A colleague opens the part, says who it is, answers, and gives it back. */
  async function colleague(t, part, by, given, look) {
    const { page, seen } = await open(t, lang, { acceptDownloads: true });
    await openFile(page, w, file("part.sonae", part));
    await page.getByRole("heading", { level: 1, name: w.t("parts.yours") }).waitFor();
    await page.locator(".top-bar .tag").filter({ hasText: w.t("parts.tag") }).waitFor();
    await page.evaluate(() => (location.hash = "#/result"));
    await page.waitForFunction(() => location.hash === "#/tasks");
    if (look) {
      assert.deepEqual(await axe(page), []);
      await picture(page, `part-${lang}`);
      await page.setViewportSize({ width: 360, height: 780 });
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      await picture(page, `part-360-${lang}`);
    }
    if (by) await type(page.getByLabel(w.t("parts.by"), { exact: true }), by);
    await go(page, `#/question/${SECRET}`);
    await answer(page, w, SECRET, given);
    await untilKept(page, (one) => one.answers[SECRET]?.value === given);
    const saved = await save(page, w);
    assert.match(saved.name, /^sonae-part-\d{4}-\d\d-\d\d\.sonae$/);
    assert.deepEqual(seen.errors, []);
    return saved.bytes;
  }

  test(`two colleagues answer a part, and what they say joins in either order (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang, { acceptDownloads: true });
    const main = page.getByRole("main");
    const button = (key) => main.getByRole("button", { name: w.t(key), exact: true });
    const choose = (files) => page.getByLabel(w.t("parts.choose")).setInputFiles(files);
    await openFirm(page, w, SORAMAME);
    await go(page, "#/parts");
    assert.ok((await main.innerText()).includes(w.t("parts.none")));

    // Nothing chosen is said in words.
    await button("parts.save").click();
    await page.getByText(w.t("notice.no_theme")).waitFor();
    await page.getByRole("checkbox", { name: new RegExp(`^${TITLE[lang].replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`) }).check();
    const [download] = await Promise.all([page.waitForEvent("download"), button("parts.save").click()]);
    const part = await readFile(await download.path());
    const sent = JSON.parse(part);
    assert.ok(sent.part.asked.includes(SECRET));
    assert.deepEqual(sent.suppliers, []);
    assert.equal(sent.profile["profile.cash"], undefined);

    const own = SORAMAME.answers[SECRET]?.value ?? SORAMAME.answers[SECRET];
    const [one, other] = ["none", "some", "both"].filter((key) => key !== own);
    const first = await colleague(t, part, lang === "ja" ? "開発" : "R&D", one, true);
    const second = await colleague(t, part, lang === "ja" ? "総務" : "Office", other);

    const before = await kept(page);
    await choose([file("a.sonae", first), file("b.sonae", second)]);
    const joined = await untilKept(page, (one) => one.returned);
    assert.equal(joined.returned[SECRET].length, 2);
    const bytes = await kept(page);
    // Twice changes nothing; in the other order it is the same.
    await choose([file("b.sonae", second)]);
    assert.equal(await kept(page), bytes);
    await button("action.undo").click();
    assert.equal(await kept(page), before);
    await choose([file("b.sonae", second)]);
    await untilKept(page, (one) => one.returned);
    await choose([file("a.sonae", first)]);
    await untilKept(page, (one) => one.returned?.[SECRET].length === 2);
    assert.equal(await kept(page), bytes);

    await t.test("the answers stand side by side, and one is chosen", async () => {
      const card = main.locator("article").filter({ hasText: w.short(SECRET) });
      const text = await card.innerText();
      for (const key of [own, one, other]) assert.ok(text.includes(w.option(SECRET, key)), key);
      assert.deepEqual(await axe(page), []);
      await picture(page, `parts-${lang}`);
      await page.setViewportSize({ width: 360, height: 780 });
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      await picture(page, `parts-360-${lang}`);
      await page.setViewportSize({ width: 1280, height: 900 });
      const row = card.locator(".summary-row").filter({ hasText: w.option(SECRET, one) });
      // By keyboard.
      await row.getByRole("button").focus();
      await page.keyboard.press("Enter");
      const taken = await untilKept(page, (it) => !it.returned);
      assert.equal(taken.answers[SECRET].value, one);
      await arrived(page);
      await button("action.undo").click();
      assert.equal(await kept(page), bytes);
      await button("action.redo").click();
      assert.equal((await keptCase(page)).answers[SECRET].value, one);
    });

    await t.test("what is agreed is taken at once", async () => {
      // Back to before anything came back: the choice, and both parts.
      for (let step = 0; step < 3; step += 1) await button("action.undo").click();
      assert.equal(await kept(page), before);
      await choose([file("a.sonae", first)]);
      await button("parts.take_all").click();
      const taken = await untilKept(page, (it) => !it.returned);
      assert.equal(taken.answers[SECRET].value, one);
    });

    await t.test("a whole case is no part, and is refused in words", async () => {
      const whole = await save(page, w);
      await go(page, "#/parts");
      const before = await kept(page);
      await choose([file("whole.sonae", whole.bytes)]);
      await page.locator(".notice[data-kind=error]").filter({ hasText: "whole.sonae" }).waitFor();
      assert.equal(await kept(page), before);
    });
    assert.deepEqual(seen.errors, []);
    assert.deepEqual(seen.violations, []);
  });
}

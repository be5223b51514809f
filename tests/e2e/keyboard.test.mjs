// The short way from the first page to the result with no mouse at all.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./browser.mjs";
import { QUICK, SORAMAME, fillRow } from "./firm.mjs";
import { digit, go, isNumber, kept, keptCase, openFirm, untilKept } from "./person.mjs";
import { PACK, TABLES, question, words } from "./words.mjs";

/** Presses Tab until this has the focus. */
async function tabTo(page, wanted, limit = 150) {
  const name = String(wanted);
  for (let pressed = 0; pressed <= limit; pressed += 1) {
    if ((await wanted.count()) > 0 && (await wanted.first().evaluate((one) => one === document.activeElement))) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`Tab does not lead to ${name}`);
}

/** The page's heading has the focus, and says this. */
async function headed(page, name) {
  const heading = page.getByRole("heading", { level: 1, name });
  await heading.and(page.locator(":focus")).waitFor();
}

for (const lang of ["ja", "en"]) {
  test(`from the first page to the result by keyboard alone, each new page beginning at its heading (${lang})`, async (t) => {
    const w = words(lang);
    const { page, seen } = await open(t, lang);
    const press = (...keys) =>
      keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
    const link = (name) => page.getByRole("link", { name, exact: true });
    const button = (name) => page.getByRole("button", { name, exact: true });

    await t.test("the first Tab offers to skip to the content", async () => {
      await press("Tab");
      assert.ok(await link(w.t("frame.skip")).evaluate((one) => one === document.activeElement));
      await press("Enter");
      await page.locator("#main:focus").waitFor();
      assert.equal(await page.evaluate(() => location.hash), "");
    });

    await t.test("the industry is chosen from its list", async () => {
      await tabTo(page, button(w.t("start.begin")));
      await press("Enter");
      await headed(page, w.t("title.profile"));
      const industry = "profile.industry";
      await tabTo(page, page.getByRole("combobox", { name: w.asks(industry) }));
      const steps = question(industry).options.findIndex((one) => one.key === SORAMAME.profile[industry]) + 1;
      await press("Space", ...Array(steps).fill("ArrowDown"), "Enter");
      await untilKept(page, ({ profile }) => profile[industry]);
      assert.equal((await keptCase(page)).profile[industry], SORAMAME.profile[industry]);
      await tabTo(page, button(w.t("action.next")));
      await press("Enter");
    });

    await t.test("twelve questions take digits, arrows, figures and Enter", async () => {
      for (const [index, id] of PACK.quick_check.entries()) {
        await headed(page, w.asks(id));
        const given = QUICK[id];
        if (isNumber(id)) {
          await tabTo(page, page.getByRole("textbox", { name: w.short(id) }));
          await page.keyboard.type(String(given));
        } else if (index === 2) {
          const radio = (key) => page.getByRole("radio", { name: w.option(id, key), exact: true });
          await tabTo(page, radio(question(id).options[0].key));
          await press("Space");
          for (const { key } of question(id).options) {
            if (await radio(given).isChecked()) break;
            assert.ok(key);
            await press("ArrowDown");
          }
          assert.ok(await radio(given).isChecked());
        } else {
          await press(digit(id, given));
        }
        await press("Enter");
      }
      await headed(page, w.t("title.first"));
      const { answers } = await keptCase(page);
      assert.deepEqual(Object.keys(answers).toSorted(), PACK.quick_check.toSorted());
    });

    await t.test("a row of the supplier table is written, and the table is left again", async () => {
      await tabTo(page, link(w.t("first.suppliers")));
      await press("Enter");
      await headed(page, TABLES.suppliers.title[lang]);
      await tabTo(page, button(w.t("tables.begin")));
      await press("Enter");
      await fillRow(page, w, "suppliers", 0, SORAMAME.suppliers[0]);
      assert.equal((await keptCase(page)).suppliers[0].item, SORAMAME.suppliers[0].item[lang]);
      await tabTo(page, link(w.t("tables.to_tasks")));
      await press("Enter");
      await headed(page, w.t("title.tasks"));
    });

    await t.test("the result is reached, and Back leads to where one came from", async () => {
      await tabTo(page, page.getByRole("main").getByRole("link", { name: w.t("title.result"), exact: true }));
      await press("Enter");
      await headed(page, w.t("title.result"));
      await page.goBack();
      await headed(page, w.t("title.tasks"));
      assert.deepEqual(seen.errors, []);
      assert.deepEqual(seen.violations, []);
    });
  });
}

for (const width of [1280, 360]) {
  test(`the cell that has the focus is in sight, whichever way one came to it (${width} px)`, async (t) => {
    const w = words("ja");
    const { page } = await open(t, "ja", { viewport: { width, height: 720 } });
    await openFirm(page, w, SORAMAME);
    await go(page, "#/suppliers");
    const covered = () =>
      page.evaluate(() => {
        const here = document.activeElement;
        const { left, right, top, bottom } = here.getBoundingClientRect();
        const points = [left + 3, (left + right) / 2, right - 3].map((x) =>
          document.elementFromPoint(x, (top + bottom) / 2),
        );
        return points.every((found) => here.contains(found)) ? null : here.id;
      });
    const found = [];
    await page.locator('[id="suppliers.0.alias"]').focus();
    const way = (key, times) => Array(times).fill(key);
    for (const key of [
      ...way("ArrowRight", 12),
      ...way("ArrowDown", 14),
      ...way("ArrowLeft", 12),
      ...way("ArrowUp", 14),
    ]) {
      await page.keyboard.press(key);
      const id = await covered();
      if (id) found.push(`${id} after ${key}`);
    }
    assert.equal(await page.evaluate(() => document.activeElement.id), "suppliers.0.alias");
    assert.deepEqual(found, []);
  });
}

test("while something is typed, a digit is a digit", async (t) => {
  const w = words("en");
  const { page } = await open(t, "en");
  const id = "supplier.monitoring";
  await page.getByRole("button", { name: w.t("start.begin"), exact: true }).press("Enter");
  await headed(page, w.t("title.profile"));
  await page.evaluate((address) => (location.hash = address), `#/question/${id}`);
  await headed(page, w.asks(id));
  await page.getByRole("button", { name: w.t("question.note_open"), exact: true }).press("Enter");
  await page.getByRole("textbox", { name: w.t("question.note") }).pressSequentially("2 of 3");
  await page.keyboard.press("Tab");
  assert.deepEqual((await keptCase(page)).answers[id], { note: "2 of 3" });
});

test("Escape leaves a question that takes something away unanswered", async (t) => {
  const w = words("en");
  const { page } = await open(t, "en");
  await page.getByRole("button", { name: w.t("start.begin"), exact: true }).press("Enter");
  await headed(page, w.t("title.profile"));
  const before = await kept(page);
  await page.evaluate(() => (location.hash = "#/next"));
  await headed(page, w.t("title.next"));
  await tabTo(page, page.getByRole("button", { name: w.t("next.button"), exact: true }));
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.equal(await kept(page), before);
});

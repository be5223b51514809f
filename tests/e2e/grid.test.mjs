// A supplier table of two thousand rows: few of them are drawn, and all of them are within reach.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, open, pdf, picture } from "./browser.mjs";
import { SORAMAME, cell, paste } from "./firm.mjs";
import { openWith, suppliers } from "./grid.mjs";
import { begin, go, keptCase, openFirm, type, untilKept } from "./person.mjs";
import { words } from "./words.mjs";

const ROWS = 2000;
const id = (row, key) => `suppliers.${row}.${key}`;

/** The app with a table of so many rows, on the page of the suppliers. */
async function long(t, lang, context = {}, count = ROWS) {
  const opened = await open(t, lang, context);
  await openFirm(opened.page, words(lang), SORAMAME);
  await openWith(opened.page, count);
  return opened;
}

const drawn = (page) => page.locator(".sheet-table tbody tr[data-row]");
const at = (page, row, key) => page.locator(`[id="${id(row, key)}"]`);
const focused = (page, row, key) => at(page, row, key).and(page.locator(":focus")).waitFor();
/** The rows drawn in sight, from top to bottom, by their number in the table. */
const inSight = (page) =>
  page.evaluate(() => {
    const sheet = document.querySelector(".sheet").getBoundingClientRect();
    const head = document.querySelector(".sheet-table thead").getBoundingClientRect();
    const [top, bottom] = [Math.max(sheet.top, 0, head.bottom), Math.min(sheet.bottom, innerHeight)];
    return [...document.querySelectorAll(".sheet-table tbody tr[data-row]")]
      .filter((row) => {
        const place = row.getBoundingClientRect();
        return place.bottom > top + 1 && place.top < bottom - 1;
      })
      .map((row) => Number(row.dataset.row));
  });
const said = (page) => page.locator(".sheet-look-said");
const number = (count) => count.toLocaleString("en");

for (const lang of ["ja", "en"]) {
  const w = words(lang);

  test(`of two thousand rows few are drawn, and a screen reader knows of all (${lang})`, async (t) => {
    const { page, seen } = await long(t, lang);
    assert.ok((await drawn(page).count()) < 60);
    const table = page.locator(".sheet-table");
    assert.equal(await table.getAttribute("aria-rowcount"), String(ROWS + 1));
    assert.equal(await drawn(page).first().getAttribute("aria-rowindex"), "2");
    await page.locator(".sheet").evaluate((sheet) => sheet.scrollTo(0, sheet.scrollHeight / 2));
    await page.waitForFunction(() => document.querySelector("[data-row='1000']"));
    const rows = await inSight(page);
    assert.ok(rows.length >= 5, `${rows}`);
    assert.deepEqual(rows, Array.from(rows, (_, index) => rows[0] + index));
    assert.ok((await drawn(page).count()) < 60);
    const [middle] = rows;
    assert.equal(await page.locator(`[data-row="${middle}"]`).getAttribute("aria-rowindex"), String(middle + 2));
    assert.equal(await at(page, middle, "item").inputValue(), suppliers(ROWS)[middle].item);
    await cell(page, w, "suppliers", middle, "item").waitFor();
    assert.deepEqual(seen.errors, []);
    assert.deepEqual(seen.violations, []);
  });

  test(`the keyboard reaches the last row, and what is typed there is kept (${lang})`, async (t) => {
    const { page, seen } = await long(t, lang);
    await at(page, 0, "alias").focus();
    await page.keyboard.press("Control+End");
    await focused(page, ROWS - 1, "flags");
    await page.keyboard.press("ArrowLeft");
    await focused(page, ROWS - 1, "tier2_country");
    await page.keyboard.press("PageUp");
    const up = Number((await page.evaluate(() => document.activeElement.id)).split(".")[1]);
    assert.ok(up < ROWS - 5 && up > ROWS - 30, `PageUp led to ${up}`);
    await page.keyboard.press("PageDown");
    await focused(page, ROWS - 1, "tier2_country");
    for (let column = 0; column < 10; column += 1) await page.keyboard.press("ArrowLeft");
    await focused(page, ROWS - 1, "item");
    await page.keyboard.type("last of all");
    await page.keyboard.press("Enter");
    // Behind the last row there is another now.
    await focused(page, ROWS, "item");
    assert.equal((await keptCase(page)).suppliers[ROWS - 1].item, "last of all");
    await page.keyboard.type("and one more");
    await page.keyboard.press("Control+Home");
    await focused(page, 0, "alias");
    assert.equal((await keptCase(page)).suppliers[ROWS].item, "and one more");
    assert.deepEqual((await inSight(page)).slice(0, 2), [0, 1]);
    for (let row = 1; row < 30; row += 1) {
      await page.keyboard.press("ArrowDown");
      await focused(page, row, "alias");
    }
    assert.ok((await inSight(page)).includes(29));
    assert.deepEqual(seen.errors, []);
  });

  test(`the cell with the focus stays, however far one scrolls (${lang})`, async (t) => {
    const { page } = await long(t, lang);
    await at(page, 5, "item").selectText();
    await page.keyboard.type("half a w");
    for (const part of [0.2, 0.9, 0.4, 1, 0.001]) {
      await page.locator(".sheet").evaluate((sheet, part) => sheet.scrollTo(0, sheet.scrollHeight * part), part);
      await page.waitForTimeout(150);
      assert.equal(await page.evaluate(() => document.activeElement.id), id(5, "item"), `at ${part}`);
    }
    await page.locator(".sheet").evaluate((sheet) => sheet.scrollTo(0, sheet.scrollHeight / 2));
    await page.waitForTimeout(150);
    await page.keyboard.type("ord");
    await page.keyboard.press("Tab");
    await focused(page, 5, "category");
    assert.equal((await keptCase(page)).suppliers[5].item, "half a word");
    // Tab goes on into the next row, as if all were drawn.
    for (let tab = 0; tab < 12; tab += 1) await page.keyboard.press("Tab");
    await focused(page, 6, "alias");
  });

  test(`a word is found in any width, from hit to hit, and only its rows can be shown (${lang})`, async (t) => {
    const { page, seen } = await long(t, lang);
    const find = page.getByLabel(w.t("tables.look.find"), { exact: true });
    const found = suppliers(ROWS).flatMap(({ item }, row) => (item.includes("ＡＢＣ") ? [row] : []));
    await find.fill("ケーシング abc");
    await said(page)
      .getByText(w.t("tables.look.found", { count: number(found.length) }))
      .waitFor();
    const place = (row) => w.t("tables.cell", { row: number(row + 1), column: w.column("suppliers", "item") });
    const stands = (hit) =>
      said(page)
        .getByText(w.t("tables.look.at", { at: number(hit + 1), count: number(found.length), place: place(found[hit]) }))
        .waitFor();
    await find.press("Enter");
    await stands(0);
    await find.press("Shift+Enter");
    await stands(found.length - 1);
    const last = found.at(-1);
    assert.ok((await inSight(page)).includes(last));
    assert.equal(await page.locator("[data-found]").count(), 1);
    assert.ok(await find.evaluate((one) => one === document.activeElement));
    await page.getByLabel(w.t("tables.look.only"), { exact: true }).check();
    await said(page)
      .getByText(w.t("tables.look.some_rows", { shown: number(found.length), total: number(ROWS) }))
      .waitFor();
    await find.press("ArrowDown");
    await focused(page, last, "item");
    // The last row shown is not the last there is: Enter makes none.
    await page.keyboard.press("Enter");
    await focused(page, last, "item");
    await page.keyboard.press("ArrowUp");
    await focused(page, found.at(-2), "item");
    await find.focus();
    await find.press("Escape");
    assert.equal(await find.inputValue(), "");
    await said(page)
      .getByText(w.t("tables.look.all_rows", { total: number(ROWS) }))
      .waitFor();
    assert.equal((await keptCase(page)).suppliers.length, ROWS);
    assert.deepEqual(seen.errors, []);
  });

  test(`a heading sorts: up, down, as entered; nothing moves while one types (${lang})`, async (t) => {
    const { page } = await long(t, lang);
    const key = "annual_spend";
    const heading = page.getByRole("button", { name: w.column("suppliers", key), exact: true });
    const head = page.locator("th").filter({ has: heading });
    const rows = suppliers(ROWS).map((one, row) => ({ row, spend: one[key] }));
    const known = rows.filter(({ spend }) => spend !== undefined);
    const [least] = known.toSorted((one, other) => one.spend - other.spend || one.row - other.row);
    const down = known.toSorted((one, other) => other.spend - one.spend || one.row - other.row);
    const first = async (row) => page.waitForFunction((row) => document.querySelector("tbody tr").dataset.row === String(row), row);
    const before = (await keptCase(page)).suppliers;
    await heading.press("Enter");
    assert.equal(await head.getAttribute("aria-sort"), "ascending");
    await first(least.row);
    await heading.press("Enter");
    assert.equal(await head.getAttribute("aria-sort"), "descending");
    await first(down[0].row);
    const way = w.t("tables.look.largest");
    await said(page).getByText(w.t("tables.look.sorted", { column: w.column("suppliers", key), way })).waitFor();
    assert.deepEqual((await inSight(page)).slice(0, 5), down.slice(0, 5).map(({ row }) => row));
    assert.deepEqual((await keptCase(page)).suppliers, before);
    // What is typed goes into the row of its number, which stays where it is.
    await at(page, down[1].row, key).selectText();
    await page.keyboard.type("1");
    await page.keyboard.press("Enter");
    await focused(page, down[2].row, key);
    assert.equal((await keptCase(page)).suppliers[down[1].row][key], 1);
    assert.deepEqual((await inSight(page)).slice(0, 5), down.slice(0, 5).map(({ row }) => row));
    await page.keyboard.press("Control+End");
    const end = await page.evaluate(() => Number(document.activeElement.id.split(".")[1]));
    assert.equal(before[end][key], undefined, "what is not known comes last");
    await heading.press("Enter");
    assert.equal(await head.getAttribute("aria-sort"), null);
    await page.waitForFunction(() => document.querySelector("[aria-rowindex='2']:not(thead *)"));
  });

  test(`rows without an entry are filtered, and another row shows all again (${lang})`, async (t) => {
    const { page } = await long(t, lang);
    const filter = page.getByLabel(w.t("tables.look.filter"), { exact: true });
    const without = suppliers(ROWS).flatMap(({ country }, row) => (country ? [] : [row]));
    await filter.selectOption({ label: w.t("tables.look.empty", { column: w.column("suppliers", "country") }) });
    await said(page)
      .getByText(w.t("tables.look.some_rows", { shown: number(without.length), total: number(ROWS) }))
      .waitFor();
    assert.deepEqual((await inSight(page)).slice(0, 3), without.slice(0, 3));
    await page.getByRole("button", { name: w.t("tables.add_row"), exact: true }).click();
    await focused(page, ROWS, "alias");
    await said(page)
      .getByText(w.t("tables.look.all_rows", { total: number(ROWS + 1) }))
      .waitFor();
    await filter.selectOption({ label: w.t("tables.look.unread") });
    await said(page)
      .getByText(w.t("tables.look.some_rows", { shown: "0", total: number(ROWS + 1) }))
      .waitFor();
  });

  test(`links, faults and pasted ranges lead to rows far away (${lang})`, async (t) => {
    const { page } = await long(t, lang);
    await page.locator(".sheet").evaluate((sheet) => sheet.scrollTo(0, sheet.scrollHeight));
    await page.waitForFunction((last) => document.querySelector(`[data-row="${last}"]`), ROWS - 1);
    const missing = page.locator(".notice[data-kind=note]").getByRole("link");
    await missing.first().click();
    await focused(page, 9, "annual_spend");
    // What cannot be read in the last row is listed above with a way there.
    await page.keyboard.press("Control+End");
    await focused(page, ROWS - 1, "flags");
    await at(page, ROWS - 1, "annual_spend").focus();
    await paste(page, "lots\t30\r\n12\t40\r\n");
    await at(page, ROWS, "annual_spend").waitFor();
    await page.locator(".sheet").evaluate((sheet) => sheet.scrollTo(0, 0));
    await page.waitForFunction(() => document.querySelector("[data-row='3']"));
    await at(page, 3, "alias").focus();
    await page
      .locator(".notice[data-kind=caution]")
      .getByRole("link", { name: w.t("tables.cell", { row: ROWS, column: w.column("suppliers", "annual_spend") }) })
      .click();
    await focused(page, ROWS - 1, "annual_spend");
    assert.equal(await at(page, ROWS - 1, "annual_spend").inputValue(), "lots");
    assert.equal((await keptCase(page)).suppliers[ROWS].annual_spend, 12);
    await page.keyboard.press("Control+z");
    await focused(page, ROWS - 1, "annual_spend");
    assert.equal((await keptCase(page)).suppliers.length, ROWS);
  });

  test(`on paper stand the thirty largest and the others together (${lang})`, async (t) => {
    const { page } = await long(t, lang);
    const all = suppliers(ROWS);
    const spend = (one) => one.annual_spend ?? 0;
    const sorted = all.toSorted((one, other) => spend(other) - spend(one));
    const sum = (rows) => rows.reduce((total, one) => total + spend(one), 0);
    const share = (Math.round((1000 * sum(sorted.slice(30))) / sum(all)) / 10).toString();
    const squeezed = (text) => text.normalize("NFKC").replace(/\s/g, "");
    const others = w.t("report.other_rows.other", { count: ROWS - 30, share });
    for (const [name, address, rows] of [
      ["grid", "#/suppliers", ".paper-only .report-rows tbody tr"],
      ["grid-report", "#/report", ".report-block .report-rows tbody tr"],
    ]) {
      await go(page, address);
      await page.emulateMedia({ media: "print" });
      assert.equal(await page.locator(".sheet:visible").count(), 0);
      const printed = await page.locator(rows).evaluateAll((rows) => rows.map((row) => row.querySelector("th").innerText));
      assert.equal(printed.length, 30);
      for (const [index, one] of sorted.slice(0, 30).entries()) assert.ok(printed[index].includes(one.item), printed[index]);
      await page.emulateMedia({ media: null });
      const text = squeezed((await pdf(page, `${name}-${lang}`)).text);
      for (const part of others.split("%{spend}")) assert.ok(text.includes(squeezed(part)), `${address} ${part}`);
    }
  });

  for (const width of [1280, 360]) {
    test(`a long table is within everybody's reach (${lang}, ${width} px)`, async (t) => {
      const { page, seen } = await long(t, lang, { viewport: { width, height: 800 }, colorScheme: "dark" });
      const find = page.getByLabel(w.t("tables.look.find"), { exact: true });
      await find.fill("abc");
      await find.press("Enter");
      await page.locator("[data-found]").waitFor();
      assert.deepEqual(await axe(page), []);
      const [needed, there] = await page.evaluate(() => [document.scrollingElement.scrollWidth, innerWidth]);
      assert.ok(needed <= there, `${needed} px wide`);
      if (width === 360) {
        assert.ok(await page.locator(".sheet-table thead").isHidden());
        const order = page.getByLabel(w.t("tables.look.sort"), { exact: true });
        const column = w.column("suppliers", "annual_spend");
        await order.selectOption({ label: w.t("tables.look.sorted", { column, way: w.t("tables.look.largest") }) });
        await find.fill("");
      }
      // Cards or lines: the last row is reached, and the rows around it stand where they belong.
      await at(page, (await inSight(page))[0] ?? 0, "alias").focus();
      await page.keyboard.press("Control+End");
      await page.waitForFunction(() => document.activeElement.id.endsWith(".flags"));
      await page.waitForTimeout(300);
      const row = Number((await page.evaluate(() => document.activeElement.id)).split(".")[1]);
      assert.ok((await inSight(page)).includes(row));
      assert.ok((await drawn(page).count()) < 60);
      await page.evaluate(() => document.activeElement.blur());
      await page.screenshot({ path: `output/grid-${width}-${lang}.png` });
      assert.deepEqual(seen.errors, []);
      assert.deepEqual(seen.violations, []);
    });
  }
}

test("a table one sees at a glance has no such tools, and all its rows", async (t) => {
  const w = words("en");
  const { page } = await long(t, "en", {}, 15);
  assert.equal(await page.locator(".sheet-look").count(), 0);
  assert.equal(await page.locator(".sheet-sort").count(), 0);
  assert.equal(await drawn(page).count(), 15);
  await page.getByRole("button", { name: w.t("tables.add_row"), exact: true }).click();
  await focused(page, 15, "alias");
  await page.locator(".sheet-look").waitFor();
  await type(at(page, 15, "item"), "the sixteenth");
  assert.equal((await keptCase(page)).suppliers[15].item, "the sixteenth");
});

test("an empty table takes two thousand pasted rows", async (t) => {
  const w = words("ja");
  const { page, seen } = await open(t, "ja");
  await begin(page, w);
  await go(page, "#/suppliers");
  await page.getByRole("button", { name: w.t("tables.begin"), exact: true }).click();
  await focused(page, 0, "alias");
  await paste(page, suppliers(ROWS).map(({ alias, item }) => `${alias}\t${item}`).join("\r\n"));
  await untilKept(page, ({ suppliers }) => suppliers.length === ROWS);
  assert.ok((await drawn(page).count()) < 60);
  await at(page, 0, "alias").focus();
  await page.keyboard.press("Control+End");
  await focused(page, ROWS - 1, "flags");
  await picture(page, "grid-pasted-ja");
  assert.deepEqual(seen.errors, []);
});

// A purchase ledger as an accounting package prints it: dropped, understood, its names looked
// through, taken, looked at three ways, taken out again; and whatever is wrong with it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { axe, open, pdf, picture } from "./browser.mjs";
import { SORAMAME } from "./firm.mjs";
import { arrived, begin, go, kept, keptCase, openFirm, untilKept } from "./person.mjs";
import { words } from "./words.mjs";

const data = (name) => fileURLToPath(new URL(`../data/e2e/${name}`, import.meta.url));

const flat = async (place) => (await place.innerText()).replace(/\s+/g, " ");

/** Chooses files on the page that reads ledgers, and waits until they were understood or refused. */
async function bring(page, w, ...files) {
  await go(page, "#/ledger");
  await page.locator('input[type="file"]').first().setInputFiles(files);
  await page.locator("#understood").waitFor();
  await page.waitForFunction(() => !document.querySelector("#main progress"));
}

const button = (page, name) => page.getByRole("button", { name, exact: true });

for (const lang of ["ja", "en"]) {
  const w = words(lang);

  test(`a ledger in the encoding of Japanese Windows goes from the drop to the report (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang);
    await begin(page, w);
    await page.getByLabel(w.asks("profile.industry")).selectOption({ label: w.option("profile.industry", "machinery") });
    const before = await kept(page);
    await bring(page, w, data("ledger-cp932.csv"));

    // What was understood, and nothing taken yet.
    const main = page.getByRole("main");
    const shown = await flat(main);
    for (const text of [
      w.t("ledger.total_matches", { rows: "9", total: "168,000,000", sheet: "168,000,000" }),
      w.t("ledger.encoding.cp932"),
      w.t("ledger.subtotals", { count: "3" }),
      w.t("ledger.rows", { read: "9", skipped: "9" }),
    ]) {
      assert.ok(shown.includes(text.replace(/\s+/g, " ")), `${text} in ${shown}`);
    }
    assert.match(shown, w.like("finding.unreadable_cell.what"));
    assert.equal(await kept(page), before);
    assert.deepEqual(await axe(page), []);
    await picture(page, `ledger-${lang}`);

    // The safe names together, and taken back, and accepted again.
    const safe = page.getByRole("button", { name: w.like("ledger.same.accept_safe.other") });
    await safe.click();
    await page.getByRole("button", { name: w.t("ledger.same.undo_all"), exact: true }).click();
    await safe.click();
    await button(page, w.t("tables.import.take")).click();
    await arrived(page);
    const { suppliers, ledger } = await keptCase(page);
    const spend = Object.fromEntries(suppliers.map(({ alias, annual_spend }) => [alias, annual_spend]));
    assert.equal(Object.values(spend).reduce((sum, yen) => sum + yen, 0), 168_000_000);
    assert.equal(ledger.merges.length, 2);
    // Through a trading firm, without an origin: unknown and not domestic.
    assert.equal(suppliers.find(({ alias }) => alias === "東都トレーディング").country, undefined);
    assert.equal(suppliers.find(({ alias }) => alias === "朝日磁石商事").country, "CN");

    // Markup stays text.
    assert.equal(await page.locator("main img").count(), 0);

    // Three ways, and what if.
    const ways = page.locator("section", { has: page.locator("#ways") });
    assert.match(await flat(ways), w.like("ways.invoiced"));
    const slider = ways.getByRole("slider");
    const says = ways.locator("p[role=status]");
    const half = await flat(says);
    await slider.focus();
    await page.keyboard.press("End");
    await page.waitForFunction((half) => !document.body.innerText.replace(/\s+/g, " ").includes(half), half);

    // A merger is parted again from the table, too.
    const companies = page.locator("section", { has: page.locator("#companies") });
    await companies.getByRole("button", { name: w.like("companies.part") }).first().click();
    await untilKept(page, ({ ledger }) => ledger.merges.length === 1);
    assert.equal((await keptCase(page)).suppliers.reduce((sum, { annual_spend }) => sum + annual_spend, 0), 168_000_000);
    assert.deepEqual(await axe(page), []);
    await picture(page, `ledger-taken-${lang}`);

    // Two suppliers under one owner.
    await companies.locator("details summary").last().click();
    await page.locator('[id="group.0"]').fill("朝日磁石商事");
    await page.locator('[id="group.1"]').fill("東都ホールディングス");
    await button(page, w.t("companies.group")).click();
    await untilKept(page, ({ ledger }) => ledger.groups?.length === 1);

    // Taken out again: text that looks like a formula is made harmless, and the workbook opens.
    const download = async (name) => {
      const [one] = await Promise.all([page.waitForEvent("download"), button(page, name).click()]);
      return readFile(await one.path());
    };
    const csv = await download(w.t("take_out.suppliers_csv"));
    assert.deepEqual([...csv.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    assert.match(csv.toString(), /'=HYPERLINK/);
    assert.equal((await download(w.t("take_out.xlsx"))).subarray(0, 2).toString(), "PK");

    // The log stands in the report.
    await go(page, "#/report");
    const { text } = await pdf(page, `ledger-report-${lang}`);
    assert.ok(text.includes("朝日磁石商事"));
    assert.match((await flat(page.getByRole("main"))), w.like("report.ledger.heading"));
    assert.deepEqual(seen.errors, []);
    assert.deepEqual(seen.violations, []);
    assert.deepEqual(seen.requests.slice(seen.loaded), []);
  });

  test(`a column can be taken for something else, and the ledger is read anew (${lang})`, async (t) => {
    const { page } = await open(t, lang, { viewport: { width: 360, height: 800 } });
    await begin(page, w);
    await bring(page, w, data("ledger-cp932.csv"));
    await page.locator("summary", { hasText: w.t("ledger.columns") }).click();
    await page.locator('[id="ledger.0.unit"]').selectOption("thousand");
    const total = w.t("ledger.total_matches", { rows: "9", total: "168,000,000,000", sheet: "168,000,000,000" });
    await page.getByText(total).waitFor();
    await page.locator('[id="ledger.0.role.3"]').selectOption("ignored");
    await page.waitForFunction(() => document.getElementById("ledger.0.role.3")?.value === "ignored");
    await picture(page, `ledger-360-${lang}`);
    assert.deepEqual(await axe(page), []);
    const [needed, there] = await page.evaluate(() => [document.scrollingElement.scrollWidth, innerWidth]);
    assert.ok(needed <= there, `${needed} px`);
    await button(page, w.t("tables.import.drop")).click();
    await page.locator(".drop-zone").waitFor();
    assert.deepEqual((await keptCase(page)).suppliers, []);
  });

  test(`what matters is chosen and asked by keyboard alone (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang);
    await openFirm(page, w, SORAMAME);
    await go(page, "#/matters");
    assert.deepEqual(await axe(page), []);
    await picture(page, `matters-${lang}`);
    const boxes = page.locator(".matters input");
    assert.ok((await boxes.count()) >= 8);
    await boxes.first().focus();
    const first = await boxes.first().isChecked();
    await page.keyboard.press("Space");
    assert.equal(await boxes.first().isChecked(), !first);
    await page.keyboard.press("Space");
    await page.locator("main .actions a").last().press("Enter");
    await page.waitForURL((url) => url.hash === "#/matters/1");
    await arrived(page);
    assert.deepEqual(await axe(page), []);
    await picture(page, `matter-${lang}`);
    const stock = page.getByLabel(w.column("suppliers", "stock_weeks"), { exact: true });
    await stock.fill("いくつか");
    await stock.press("Tab");
    await page.locator(".field-error").waitFor();
    await stock.fill("７");
    await stock.press("Tab");
    await untilKept(page, ({ suppliers }) => suppliers.some(({ stock_weeks }) => stock_weeks === 7));
    assert.deepEqual(seen.errors, []);
  });

  for (const [what, name, ...codes] of [
    ["an empty file", "empty.csv", "empty_table"],
    ["a table of one column", "one-column.csv", "empty_table"],
  ]) {
    test(`${what} as a ledger ends in a reason, and the table stays as it was (${lang})`, async (t) => {
      const { page, seen } = await open(t, lang);
      await openFirm(page, w, SORAMAME);
      const before = await kept(page);
      await bring(page, w, data(name));
      const shown = await flat(page.getByRole("main"));
      for (const code of codes) assert.match(shown, w.like(`finding.${code}.what`));
      assert.equal(await kept(page), before);
      assert.deepEqual(seen.errors, []);
    });
  }
}

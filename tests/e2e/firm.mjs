// Soramame Pump Works as its owner types it in: amounts and shares in the ways people write
// them, tables by keyboard and by paste.
import assert from "node:assert/strict";
import { answer, arrived, choose, digit, field, follow, isNumber, keptCase, type, unit } from "./person.mjs";
import { PACK, firm } from "./words.mjs";

export const SORAMAME = firm("soramame_pump");

/** How each figure of the profile is typed: the text, and a unit where it is not the usual one. */
const TYPED = {
  ja: {
    "profile.headcount": ["６８人"],
    "profile.annual_sales": ["14億5,000万"],
    "profile.contribution_margin": ["３４％"],
    "profile.monthly_fixed_cost": ["３，６００"],
    "profile.cash": ["１４０"],
    "profile.credit_line": ["50,000", "thousand"],
    "profile.equity": ["4億2千万円"],
    "profile.foreign_sales_share": ["18"],
    "profile.import_spend_share": ["34%"],
  },
  en: {
    "profile.headcount": ["68"],
    "profile.annual_sales": ["1450 million"],
    "profile.contribution_margin": ["34%"],
    "profile.monthly_fixed_cost": ["36m"],
    "profile.cash": ["140"],
    "profile.credit_line": ["¥50,000,000", "yen"],
    "profile.equity": ["0.42bn"],
    "profile.foreign_sales_share": ["18.0"],
    "profile.import_spend_share": ["34"],
  },
};

/** Fills in the profile: the industry first, then whatever the page asks. */
export async function fillProfile(page, w) {
  const industry = "profile.industry";
  await page.getByLabel(w.asks(industry)).selectOption({ label: w.option(industry, SORAMAME.profile[industry]) });
  for (const [id, given] of Object.entries(SORAMAME.profile)) {
    if (id === industry) continue;
    if (isNumber(id)) {
      const [text, name] = TYPED[w.lang][id];
      if (name) await unit(page, w, id).selectOption({ label: w.t(`unit.${name}`) });
      await type(field(page, w, id), text);
    } else {
      await choose(page, w, id, given);
    }
  }
  assert.deepEqual((await keptCase(page)).profile, SORAMAME.profile);
}

/** The five-minute check before any table: four answers the tables will give later are guesses. */
export const QUICK = {
  "supplier.single_source_items": "one_two",
  "supplier.top_country_spend_share": 15,
  "supplier.alternative_status": "identified",
  "supplier.stock_weeks_critical": "unknown",
  "coercion.top_export_share": "6%",
  "coercion.top_customer_share": "２４",
  "coercion.substitutability": "some",
  "coercion.cash_runway": "m6",
  "tech.core_tech_identified": "talked",
  "tech.key_person_dependence": "one",
  "tech.secret_marking": "some",
  "tech.exit_procedure": "mostly",
};

/** Answers the twelve questions, by clicking and by keys in turn; ends on the first picture. */
export async function fiveMinutes(page, w) {
  for (const [index, id] of PACK.quick_check.entries()) {
    const given = QUICK[id];
    const heading = page.getByRole("heading", { level: 1, name: w.asks(id), exact: true });
    await heading.waitFor();
    if (index % 2 === 1 && !isNumber(id)) {
      await page.keyboard.press(digit(id, given));
      await page.keyboard.press("Enter");
    } else {
      await answer(page, w, id, given);
      await follow(page, w.t(index + 1 === PACK.quick_check.length ? "question.to_first" : "action.next"));
    }
    await heading.waitFor({ state: "detached" });
    await arrived(page);
  }
}

/** A cell of a table, as it is called to those who cannot see where it stands. */
export const cell = (page, w, table, row, key) => {
  const name = `${w.t("tables.row_number", { row: row + 1 })} ${w.column(table, key)}`;
  return page.getByLabel(name, { exact: true });
};

/** The row as the app keeps it, without what is not known. */
const plain = (row, lang) =>
  Object.fromEntries(
    Object.entries(row)
      .map(([key, value]) => [key, value?.[lang] ?? (Array.isArray(value) ? value.toSorted() : value)])
      .filter(([, value]) => value !== null && value !== "" && !(Array.isArray(value) && value.length === 0)),
  );

const SHEET = {
  suppliers: [
    "alias",
    "item",
    "category",
    "country",
    "buy_via",
    "annual_spend",
    "sales_dependent_pct",
    "alternatives",
    "stock_weeks",
    "lead_time_weeks",
    "requal_weeks",
    "tier2_country",
    "flags",
  ],
  markets: ["country", "share_pct", "main_products", "receivables_days", "insured_yn"],
};

/** The keys that fill in the cell that has the focus. */
async function typeCell(page, w, table, key, value) {
  const { type: kind, options } = w.columnOf(table, key);
  if (value === undefined) return;
  if (kind === "choice") {
    // The list opens on the blank entry; behind it stand the options.
    await page.keyboard.press("Space");
    const steps = options.findIndex((one) => one.key === value) + 1;
    for (let step = 0; step < steps; step += 1) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
  } else if (kind === "choices") {
    await page.keyboard.press("Space");
    for (const { key: option } of options) {
      await page.keyboard.press("Tab");
      if (value.includes(option)) await page.keyboard.press("Space");
    }
    await page.keyboard.press("Escape");
  } else {
    await page.keyboard.type(w.cell(table, key, value));
  }
}

/** Types a row by keyboard alone, from its first cell on; Tab and the right arrow take turns. */
export async function fillRow(page, w, table, index, row) {
  for (const [at, key] of SHEET[table].entries()) {
    const here = page.locator(`[id="${table}.${index}.${key}"]`);
    await here.and(page.locator(":focus")).waitFor();
    await typeCell(page, w, table, key, row[key]);
    if (at + 1 < SHEET[table].length) await page.keyboard.press(at % 2 ? "Tab" : "ArrowRight");
  }
}

/** Pastes text into whatever has the focus, from the clipboard. */
export async function paste(page, text) {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await page.keyboard.press("ControlOrMeta+V");
}

/** The rows as a spreadsheet copies them. */
export const range = (w, table, rows) =>
  rows.map((row) => SHEET[table].map((key) => w.cell(table, key, row[key])).join("\t")).join("\r\n");

/** Fills a table: the first rows typed by keyboard alone, the others pasted below them. */
export async function fillTable(page, w, table, typed) {
  const rows = SORAMAME[table];
  await page.getByRole("button", { name: w.t("tables.begin"), exact: true }).press("Enter");
  for (let index = 0; index < typed; index += 1) {
    await fillRow(page, w, table, index, rows[index]);
    // The way back to the first cell is by the arrows; there Enter makes another row.
    for (let at = 1; at < SHEET[table].length; at += 1) await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Enter");
  }
  const first = page.locator(`[id="${table}.${typed}.${SHEET[table][0]}"]`);
  await first.and(page.locator(":focus")).waitFor();
  await paste(page, range(w, table, rows.slice(typed)));
  await page.locator(`[id="${table}.${rows.length - 1}.${SHEET[table][0]}"]`).waitFor();
  const kept = (await keptCase(page))[table];
  assert.deepEqual(
    kept.map((row) => plain(row, w.lang)),
    rows.map((row) => plain(row, w.lang)),
  );
}

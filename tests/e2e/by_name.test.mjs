// An owner's way by the accessibility tree alone: every control is found by its role and its name,
// as a screen reader finds it. In Chromium, and in Debian's Firefox with both editions.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
// Firefox ESR is spoken to over WebDriver BiDi; later versions ask it for more than it knows.
import bidi from "playwright-bidi";
import { start } from "./chromium.mjs";
import { QUICK, SORAMAME } from "./firm.mjs";
import { isNumber } from "./person.mjs";
import { DIST, serve } from "./server.mjs";
import { PACK, TABLES, question, words } from "./words.mjs";

const FULL = "tech.training";

const firefox = (lang) =>
  bidi._bidiFirefox.launch({
    executablePath: process.env.SONAE_FIREFOX ?? execFileSync("which", ["firefox-esr"], { encoding: "utf8" }).trim(),
    firefoxUserPrefs: { "intl.accept_languages": lang },
  });

/** From the first page to the result, with a table, a full answer and a file. */
async function journey(t, page, w) {
  const by = (role, name, exact = true) => page.getByRole(role, { name, exact });
  const headed = (name) => page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
  const next = async (name = w.t("action.next")) => {
    const main = page.getByRole("main");
    await main.getByRole("button", { name, exact: true }).or(main.getByRole("link", { name, exact: true })).first().click();
  };
  const answer = async (id, given) => {
    const role = question(id).type === "single" ? "radio" : "checkbox";
    if (given === "unknown") await by(role, w.t("field.unknown")).check();
    else if (isNumber(id)) await by("textbox", w.short(id), false).fill(String(given));
    else for (const key of [given].flat()) await by(role, w.option(id, key)).check();
  };

  await t.test("the firm is described", async () => {
    await by("button", w.t("start.begin")).click();
    await headed(w.t("title.profile"));
    const industry = "profile.industry";
    await by("combobox", w.asks(industry), false).selectOption({ label: w.option(industry, SORAMAME.profile[industry]) });
    await by("textbox", w.asks("profile.cash")).fill("140");
    await next();
  });

  await t.test("twelve questions are answered", async () => {
    for (const [index, id] of PACK.quick_check.entries()) {
      await headed(w.asks(id));
      await answer(id, QUICK[id]);
      await next(index + 1 === PACK.quick_check.length ? w.t("question.to_first") : w.t("action.next"));
    }
    await page.getByRole("heading", { level: 1, name: w.t("title.first") }).waitFor();
  });

  await t.test("a range is said in words", async () => {
    const said = page.getByRole("img", { name: w.like("range.label") });
    assert.ok((await said.count()) > 0);
    await said.first().waitFor();
  });

  await t.test("a supplier is entered in the table, cell by cell", async () => {
    await by("link", w.t("first.suppliers")).click();
    await headed(TABLES.suppliers.title[w.lang]);
    await by("button", w.t("tables.begin")).click();
    const row = page.getByRole("row", { name: w.t("tables.row_number", { row: 1 }) }).first();
    const item = row.getByRole("textbox", { name: w.column("suppliers", "item") });
    await item.fill(SORAMAME.suppliers[0].item[w.lang]);
    await item.press("Tab");
    await by("link", w.t("tables.to_tasks")).first().click();
    await headed(w.t("title.tasks"));
  });

  await t.test("a question of the full check is answered", async () => {
    await by("link", w.t("tasks.go_on")).first().click();
    const unknown = by("radio", w.t("field.unknown")).or(by("checkbox", w.t("field.unknown")));
    await unknown.check();
    assert.ok(await unknown.isChecked());
    await next();
    // What was answered is there when one comes back.
    await next(w.t("action.back"));
    await unknown.and(page.getByRole("radio", { checked: true }).or(page.getByRole("checkbox", { checked: true }))).waitFor();
    await page.goBack();
    await page.goBack();
    await page.goBack();
    await headed(w.t("title.tasks"));
  });

  await t.test("the result stands, and is there again when the page is loaded anew", async () => {
    await by("link", w.t("title.result")).first().click();
    await headed(w.t("title.result"));
    const ranges = page.getByRole("img", { name: w.like("range.label") });
    await ranges.first().waitFor();
    await page.reload();
    await headed(w.t("title.result"));
    await ranges.first().waitFor();
  });
}

const skip = process.env.SONAE_FIREFOX === "missing" && "no Firefox";
for (const lang of ["ja", "en"]) {
  const w = words(lang);
  const locale = lang === "ja" ? "ja-JP" : "en-GB";

  test(`from the first page to the result by roles and names alone, in Chromium (${lang})`, async (t) => {
    const [browser, server] = [await start(), await serve(DIST)];
    t.after(() => Promise.all([browser.close(), server.close()]));
    const page = await (await browser.newContext({ locale })).newPage();
    await page.goto(server.url);
    await journey(t, page, w);
  });

  test(`the same in Firefox, from a server and from the disk (${lang})`, { skip }, async (t) => {
    const [browser, server] = [await firefox(lang), await serve(DIST)];
    t.after(() => browser.close());
    for (const [edition, url] of [
      ["hosted", server.url],
      ["one file", pathToFileURL(join(DIST, "sonae.html")).href],
    ]) {
      await t.test(edition, async (t) => {
        const page = await (await browser.newContext({ locale })).newPage();
        await page.goto(url);
        await journey(t, page, w);
        // It asked for its own parts, and for nothing else; the one file has nobody to ask.
        const parts = ["", ...(await readdir(DIST))];
        assert.deepEqual(server.asked.filter((path) => !parts.includes(path.slice(1))), []);
        await server.close();
      });
    }
  });
}

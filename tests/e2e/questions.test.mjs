// Questions back: a lender asks about a dossier, the firm answers exactly that, and the lender sees
// what the answers changed. All of it through files, as between two firms.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { bothWidths, open, pdf } from "./browser.mjs";
import { SORAMAME } from "./firm.mjs";
import { arrived, digit, go, kept, keptCase, openFile, openFirm, untilKept } from "./person.mjs";
import { words } from "./words.mjs";

const SECRET = "tech.secret_marking";
const CASH = "profile.cash";
const file = (name, buffer) => ({ name, mimeType: "application/json", buffer: Buffer.from(buffer) });
const hash = (page) => page.evaluate(() => location.hash);

for (const lang of ["ja", "en"]) {
  const w = words(lang);
  const button = (page, key, values) => page.getByRole("button", { name: w.t(key, values), exact: true });
  const link = (page, key) => page.getByRole("main").getByRole("link", { name: w.t(key), exact: true });
  const pressed = async (page, key) => {
    const [download] = await Promise.all([page.waitForEvent("download"), button(page, key).first().press("Enter")]);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  };
  const both = (page, name) => bothWidths(page, name, lang);
  const bring = async (page, name, bytes, count) => {
    await page.getByLabel(w.t("bench.choose_files"), { exact: true }).first().setInputFiles(file(name, bytes));
    await page.getByText(w.t(`bench.all_done.${count === 1 && lang === "en" ? "one" : "other"}`, { count }), { exact: true }).waitFor();
  };

  test(`questions go to the firm as a file, and the answers come back as a dossier (${lang})`, async (t) => {
    const firm = await open(t, lang, { acceptDownloads: true });
    const lender = await open(t, lang, { acceptDownloads: true });

    // The fictional firm as a real one that leaves two things open, and hands a dossier on.
    await openFirm(firm.page, w, SORAMAME);
    const real = JSON.parse(await kept(firm.page));
    real.practice = false;
    delete real.answers[SECRET];
    delete real.profile[CASH];
    await openFile(firm.page, w, file("real.sonae", JSON.stringify(real)));
    await untilKept(firm.page, (one) => one.practice === false);
    await go(firm.page, "#/dossier");
    await firm.page.getByRole("radio", { name: new RegExp(`^${w.t("dossier.level.full.title")}`) }).check();
    const first = await pressed(firm.page, "dossier.save");
    const { disclosures } = await untilKept(firm.page, (one) => one.disclosures?.length === 1);
    const before = await kept(firm.page);

    let asked;
    await t.test("the lender ticks what to ask, and gets a letter and a file", async () => {
      const { page } = lender;
      await go(page, "#/bench");
      await bring(page, "first.json", first.bytes, 1);
      await page.locator("#row-0").press("Enter");
      await arrived(page);
      await link(page, "enquiry.write").press("Enter");
      await page.locator(".enquiry-sheet").waitFor();
      await arrived(page);
      // What is not suggested is found by its module; what is, is ticked.
      const box = page.getByRole("checkbox", { name: w.short(SECRET) }).first();
      if (!(await box.isVisible())) {
        const group = page.locator("details").filter({ has: page.locator("label", { hasText: w.short(SECRET) }) });
        await group.locator("summary").press("Enter");
      }
      if (!(await box.isChecked())) await box.press("Space");
      const cash = page.getByRole("checkbox", { name: w.short(CASH) }).first();
      if (!(await cash.isVisible())) {
        await page.locator("summary").filter({ hasText: w.t("tasks.firm") }).press("Enter");
      }
      if (!(await cash.isChecked())) await cash.press("Space");
      // The letter has its own language, and a day only where one is said.
      const sheet = page.locator(".enquiry-sheet");
      for (const [other, name] of [["ja", "日本語"], ["en", "English"]]) {
        await page.getByRole("group", { name: w.t("enquiry.language") }).getByRole("button", { name }).press("Enter");
        const letter = words(other);
        await sheet.getByText(letter.t("enquiry.sheet.no_decision")).waitFor();
        await sheet.getByText(letter.asks(SECRET)).waitFor();
      }
      assert.doesNotMatch(await sheet.innerText(), /2027/);
      await page.getByLabel(w.t("enquiry.until")).fill("2027-01-15");
      await sheet.getByText("15 January 2027").waitFor();
      await both(page, "enquiry");
      const printed = await pdf(page, `enquiry-${lang}`);
      assert.ok(printed.text.includes(words("en").t("enquiry.sheet.heading")));
      assert.ok(!printed.text.includes(w.t("enquiry.choose")), "only the letter is printed");
      asked = await pressed(page, "enquiry.save");
      assert.match(asked.name, /^sonae-questions-\d{4}-\d\d-\d\d\.json$/);
      const sent = JSON.parse(asked.bytes);
      assert.equal(sent.dossier, disclosures[0].sha256);
      assert.ok(sent.questions.includes(SECRET) && sent.questions.includes(CASH));
      assert.ok(!asked.bytes.toString().includes(SORAMAME.title.ja));
    });

    let second;
    await t.test("the firm opens it like any file, is led through exactly that, and hands on anew", async () => {
      const { page } = firm;
      const sent = JSON.parse(asked.bytes);
      const count = sent.questions.length + sent.tables.length;
      await go(page, "#/");
      await page.getByLabel(w.t("start.open")).setInputFiles(file(asked.name, asked.bytes));
      await page.getByRole("heading", { level: 1, name: w.t("title.asked") }).waitFor();
      await arrived(page);
      const items = page.getByRole("main").locator(".task-list-items li");
      assert.equal(await items.count(), count);
      assert.equal(await kept(page), before, "the assessment is left alone");
      const addresses = await items.locator("a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
      const stops = [...new Set(addresses)];
      await both(page, "asked");
      // Next leads through these pages and no other; loading the page again changes nothing.
      await items.locator("a").first().press("Enter");
      await arrived(page);
      const seen = [];
      for (let at = await hash(page); at !== "#/asked"; at = await hash(page)) {
        seen.push(at);
        assert.ok(seen.length <= stops.length, seen.join(" "));
        await page.getByRole("navigation", { name: w.t("title.asked"), exact: true }).first().waitFor({ state: "attached" });
        if (at === `#/question/${SECRET}`) {
          await both(page, "asked-question");
          await page.reload();
          await page.getByRole("heading", { level: 1, name: w.asks(SECRET) }).waitFor();
          await page.getByRole("link", { name: w.t("asked.to_list"), exact: true }).first().waitFor();
          await page.evaluate(() => document.activeElement?.blur());
          await page.keyboard.press(digit(SECRET, "both"));
          await untilKept(page, (one) => one.answers[SECRET]?.value === "both");
        }
        if (at === "#/profile") {
          await page.getByText(w.t("asked.here", { asked: w.short(CASH) }).slice(0, 12)).waitFor();
          await both(page, "asked-profile");
        }
        if (at.startsWith("#/question/")) {
          await page.evaluate(() => document.activeElement?.blur());
          await page.keyboard.press("Enter");
        } else await page.getByRole("link", { name: w.t("asked.after"), exact: true }).press("Enter");
        await page.waitForFunction((at) => location.hash !== at, at);
        await arrived(page);
      }
      assert.deepEqual(seen, stops);
      const row = items.filter({ hasText: w.short(SECRET) });
      assert.ok((await row.innerText()).includes(w.t("asked.standing.answered")));
      await button(page, "asked.hand_on_button").press("Enter");
      await page.waitForFunction(() => location.hash === "#/dossier");
      await arrived(page);
      assert.ok(await page.getByRole("radio", { name: new RegExp(`^${w.t("dossier.level.full.title")}`) }).isChecked());
      second = await pressed(page, "dossier.save");
      await untilKept(page, (one) => one.disclosures?.length === 2);
      await page.getByRole("button", { name: w.t("asked.leave"), exact: true }).first().press("Enter");
      await page.getByRole("link", { name: w.t("asked.to_list"), exact: true }).first().waitFor({ state: "detached" });
      await page.reload();
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      assert.equal(await page.getByRole("link", { name: w.t("asked.to_list"), exact: true }).count(), 0);
    });

    await t.test("the lender holds the later file against the earlier one", async () => {
      const { page } = lender;
      await go(page, "#/bench");
      await page.locator("summary").filter({ hasText: w.t("bench.more_files") }).press("Enter");
      await bring(page, "second.json", second.bytes, 2);
      await go(page, "#/bench/2");
      await link(page, "answers.compare").press("Enter");
      await arrived(page);
      await page.getByText(w.t("answers.none")).waitFor();
      await page.getByLabel(w.t("answers.here")).selectOption("first.json");
      await page.getByRole("heading", { name: w.t("answers.beside", { name: "first.json" }) }).waitFor();
      const main = page.getByRole("main");
      await main.locator("details").evaluateAll((all) => all.forEach((one) => (one.open = true)));
      assert.ok((await main.innerText()).includes(w.option(SECRET, "both")));
      assert.equal(await main.locator("a[href^='#/question']").count(), 0);
      await both(page, "answers");
      const { text } = await pdf(page, `answers-${lang}`);
      assert.ok(text.includes(w.t("answers.before")));
      // The same from a folder; and what is none, in words.
      const choose = page.getByLabel(w.t("answers.choose"));
      await choose.setInputFiles(file("again.json", first.bytes));
      await page.getByRole("heading", { name: w.t("answers.beside", { name: "again.json" }) }).waitFor();
      await choose.setInputFiles(file("bad.json", "{}"));
      await page.getByText(w.t("answers.refused", { name: "bad.json" })).waitFor();
    });

    await t.test("what is none, or somebody else's, is said in words and loses nothing", async () => {
      const { page } = firm;
      const now = await kept(page);
      const refused = (name) => page.locator(".notice[data-kind=error]").filter({ hasText: name });
      await openFile(page, w, file("dossier.json", first.bytes));
      await refused("dossier.json").getByText(w.t("finding.foreign_format.what", { format: w.t("finding.format.sonae-dossier.is") })).waitFor();
      await openFile(page, w, file("changed.json", asked.bytes.toString().replace(/"day": "\d{4}/, '"day": "2031')));
      await refused("changed.json").waitFor();
      await openFile(page, w, file("newer.json", asked.bytes.toString().replace('"version": 1,', '"version": 9,')));
      await refused("newer.json").waitFor();
      assert.equal(await kept(page), now);
      // A firm that never handed it on is told so, and goes on if it wants to.
      const other = await open(t, lang);
      await openFile(other.page, w, file(asked.name, asked.bytes));
      await other.page.getByText(w.t("asked.which_text")).waitFor();
      await both(other.page, "asked-nobody");
      await go(other.page, "#/");
      await openFirm(other.page, w, SORAMAME);
      await other.page.getByRole("link", { name: w.t("asked.go_on"), exact: true }).press("Enter");
      await other.page.getByText(w.t("asked.not_ours"), { exact: true }).waitFor();
      await both(other.page, "asked-not-ours");
      await button(other.page, "asked.take_anyway").press("Enter");
      await other.page.getByText(w.t("asked.not_in_log")).waitFor();
    });
    assert.equal((await keptCase(firm.page)).disclosures.length, 2);
    for (const { seen } of [firm, lender]) {
      // That what keeps the app for when there is no network is blocked here is no error of the page.
      assert.deepEqual(seen.errors.filter((one) => !one.startsWith("Service Worker registration blocked")), []);
      assert.deepEqual(seen.violations, []);
    }
  });
}

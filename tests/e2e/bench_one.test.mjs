// One applicant on the lender's bench: note and judgement by keyboard, the lender's own figures,
// the memo on one sheet, as a page of its own and as rows; notes saved and opened again.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { bothWidths, open, pdf } from "./browser.mjs";
import { arrived, go, kept, openFirm } from "./person.mjs";
import { sheets } from "./result.mjs";
import { firm, question, words } from "./words.mjs";

const FIRMS = ["soramame_pump", "umineko_foods"];
const squeezed = (text) => text.normalize("NFKC").replace(/\s/g, "");
const hash = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** A part of a file that is a zip. */
const part = (file, name) =>
  execFileSync("python3", ["-c", "import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]).decode())", file, name], {
    encoding: "utf8",
    maxBuffer: 2 ** 27,
  });

for (const lang of ["ja", "en"]) {
  const w = words(lang);
  const button = (page, key) => page.getByRole("button", { name: w.t(key), exact: true });
  const label = (page, key) => page.getByLabel(w.t(key), { exact: true });
  const focused = (page) => page.evaluate(() => document.activeElement.id);
  const saved = async (page, key, folder, name) => {
    const [download] = await Promise.all([page.waitForEvent("download"), button(page, key).click()]);
    const path = join(folder, name ?? download.suggestedFilename());
    await download.saveAs(path);
    return path;
  };
  const both = (page, name) => bothWidths(page, name, lang);
  const bring = async (page, folder) => {
    await go(page, "#/bench");
    await label(page, "bench.choose_folder").first().setInputFiles(folder);
    await page.getByText(w.t("bench.all_done.other", { count: FIRMS.length }), { exact: true }).waitFor();
  };
  const applicant = async (page, name) => {
    await go(page, "#/bench");
    await page.getByRole("link", { name: new RegExp(`${name}\\.sonae$`) }).first().click();
    await arrived(page);
    await page.locator(".review-run").waitFor();
  };

  test(`one applicant is noted, judged, worked out with the lender's figures, and stands on one sheet (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang, { acceptDownloads: true });
    const folder = mkdtempSync(join(tmpdir(), "sonae-"));
    const out = mkdtempSync(join(tmpdir(), "sonae-"));
    t.after(() => [folder, out].forEach((one) => rmSync(one, { recursive: true })));
    for (const name of FIRMS) {
      await go(page, "#/");
      await openFirm(page, w, firm(name));
      writeFileSync(join(folder, `${name}.sonae`), (await kept(page)).replace('"practice": true', '"practice": false'));
    }
    const file = join(folder, "soramame_pump.sonae");
    const before = readFileSync(file);
    await bring(page, folder);
    await applicant(page, "soramame_pump");
    const classes = () => page.locator("section[aria-labelledby=class] h2 .bench-class").getAttribute("data-class");
    const computed = await classes();
    await both(page, "applicant");

    await t.test("a judgement is made by keyboard alone, lacks nothing, and is taken back with one press", async () => {
      const judge = () => button(page, "review.judge");
      await judge().focus();
      await page.keyboard.press("Enter");
      await page.getByText(w.t("review.missing.class"), { exact: true }).waitFor();
      assert.equal(await focused(page), "judged-class");
      assert.equal(await page.locator("#judged-class").getAttribute("aria-invalid"), "true");
      await page.locator("#judged-class").selectOption("closer_look");
      await judge().press("Enter");
      await page.waitForFunction(() => document.activeElement.id === "judged-reason");
      await page.keyboard.type("契約 signed");
      await judge().press("Enter");
      await page.waitForFunction(() => document.activeElement.id === "judged-initials");
      await page.keyboard.type("KS");
      await both(page, "applicant-judging");
      await judge().press("Enter");
      await button(page, "review.take_back").press("Enter");
      assert.equal(await page.locator("#judged-reason").inputValue(), "契約 signed");
      await judge().press("Enter");
      await page.locator("section[aria-labelledby=class] .review-judged").waitFor();
      assert.equal(await classes(), computed);
      assert.match(await page.locator("section[aria-labelledby=class]").innerText(), /契約 signed.*KS/s);
    });

    await t.test("the lender's figures are played beside the applicant's, and go into no file of theirs", async () => {
      await label(page, "review.note").pressSequentially("Stock <seen>, 在庫を確認");
      const rows = () => page.locator(".review-run tbody tr").allInnerTexts();
      const own = await page.locator(".review-run tbody tr td:nth-of-type(1)").allInnerTexts();
      const field = (id) => page.getByLabel(question(id).short[lang], { exact: true });
      await field("profile.cash").fill("x");
      await field("profile.cash").press("Tab");
      await page.locator("[id='lender.profile.cash-error']").waitFor();
      for (const id of ["profile.cash", "profile.credit_line"]) {
        await field(id).fill("0");
        await field(id).press("Tab");
      }
      await page.locator(".review-run thead th:nth-child(3)").waitFor();
      assert.equal((await rows()).length, 5);
      assert.deepEqual(await page.locator(".review-run tbody tr td:nth-of-type(1)").allInnerTexts(), own);
      assert.notDeepEqual(await page.locator(".review-run tbody tr td:nth-of-type(2)").allInnerTexts(), own);
      await both(page, "applicant-figures");
    });

    const reviews = await saved(page, "review.save", out);
    await t.test("what is saved stands under the hash of the file, with the lender's figures", async () => {
      const told = JSON.parse(readFileSync(reviews, "utf8"));
      assert.deepEqual(Object.keys(told.reviews), [hash(before)]);
      const { note, override, figures } = told.reviews[hash(before)];
      assert.equal(note, "Stock <seen>, 在庫を確認");
      assert.deepEqual(override, { class: "closer_look", reason: "契約 signed", initials: "KS" });
      assert.deepEqual(figures, { "profile.cash": 0, "profile.credit_line": 0 });
      await page.getByText(w.t(lang === "ja" ? "review.saved.other" : "review.saved.one", { count: 1 })).waitFor();
      assert.deepEqual(readFileSync(file), before);
    });

    await t.test("the memo is one sheet, and says by what it was made and what it is not", async () => {
      await page.getByRole("link", { name: w.t("memo.open"), exact: true }).click();
      await arrived(page);
      await page.locator(".memo").waitFor();
      await both(page, "memo");
      const { file: paper, text } = await pdf(page, `memo-${lang}`);
      assert.equal(sheets(paper).length, 1);
      const flat = squeezed(text);
      for (const wanted of [w.t("memo.title"), w.t("memo.no_decision"), hash(before), w.t("memo.figures").split("%")[0], w.t("memo.exposure"), w.t("memo.asking"), w.t("review.of_lender"), "契約 signed", "KS", "Stock <seen>"]) {
        assert.ok(flat.includes(squeezed(wanted)), wanted);
      }
    });

    await t.test("it is saved as a page that needs nothing else, and as a row", async () => {
      const path = await saved(page, "memo.save_page", out);
      const text = readFileSync(path, "utf8");
      assert.ok(!/<script|<link|<img|src=|url\(/.test(text) && text.includes("Stock &lt;seen&gt;"));
      const alone = await page.context().newPage();
      await alone.goto(`file://${path}`);
      assert.equal(await alone.locator("h1").innerText(), w.t("memo.title"));
      await alone.close();
      const row = await saved(page, "memo.save_row", out, "row.xlsx");
      assert.ok(part(row, "xl/sharedStrings.xml").includes("在庫を確認"));
    });

    await t.test("the queue shows what was reviewed, and gives the rows of all", async () => {
      await go(page, "#/bench");
      assert.equal(await page.locator(".review-mark").count(), 1);
      await both(page, "bench-reviewed");
      const all = await saved(page, "memo.save_rows", out, "rows.xlsx");
      const texts = part(all, "xl/sharedStrings.xml");
      for (const wanted of [...FIRMS, "在庫を確認", w.t("memo.no_decision")]) assert.ok(texts.includes(wanted), wanted);
    });
    assert.deepEqual(seen.errors, []);
    assert.deepEqual(seen.violations, []);

    await t.test("in another sitting the notes come back by the file", async (t) => {
      const { page, seen } = await open(t, lang, { acceptDownloads: true });
      await bring(page, folder);
      const chooser = page.locator("label", { hasText: w.t("review.open") }).locator("input");
      await chooser.setInputFiles(file);
      await page.getByText(w.t("notice.reviews_refused", { name: "soramame_pump.sonae" })).waitFor();
      await chooser.setInputFiles(reviews);
      await page.locator(".review-mark").waitFor();
      await applicant(page, "soramame_pump");
      assert.equal(await label(page, "review.note").inputValue(), "Stock <seen>, 在庫を確認");
      // The lender's figures are back, and played.
      assert.equal(await page.locator(".review-run thead th").count(), 3);
      assert.equal(await page.getByLabel(question("profile.cash").short[lang], { exact: true }).inputValue(), "0");
      assert.deepEqual(seen.errors, []);
    });
  });
}

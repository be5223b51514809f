// The lender's bench, all applicants together: figures, stops, exposures, pools and the archive, each
// the same as the command line's.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import Papa from "papaparse";
import { axe, bothWidths, open, pdf } from "./browser.mjs";
import { command } from "./command.mjs";
import { arrived, go, kept, openFirm } from "./person.mjs";
import { firm, words } from "./words.mjs";

const FIRMS = ["hotaru_imaging", "soramame_pump", "tsukushi_finechem", "umineko_foods"];

/** A folder with seven files of each fictional firm, as if they were real ones. */
async function inbox(t, page, w) {
  const folder = mkdtempSync(join(tmpdir(), "sonae-"));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "inbox"));
  for (const [at, name] of FIRMS.entries()) {
    await go(page, "#/");
    await openFirm(page, w, firm(name));
    const one = JSON.parse((await kept(page)).replace('"practice": true', '"practice": false'));
    for (let by = 0; by < 7; by += 1) {
      one.suppliers[0].annual_spend += by;
      writeFileSync(join(folder, `inbox/firm-${at}-${by}.sonae`), JSON.stringify(one));
    }
  }
  writeFileSync(join(folder, "inbox/photo.jpg"), Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]));
  return folder;
}

for (const lang of ["ja", "en"]) {
  const w = words(lang);
  const button = (page, key) => page.getByRole("button", { name: w.t(key), exact: true });
  const chooser = (page, key) => page.getByLabel(w.t(key), { exact: true }).first();
  const pressed = async (page, key) => {
    const [download] = await Promise.all([page.waitForEvent("download"), button(page, key).click()]);
    return readFile(await download.path());
  };
  const both = (page, name) => bothWidths(page, name, lang);

  test(`all applicants are added up, pooled and kept as the command line does it (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang, { acceptDownloads: true });
    const folder = await inbox(t, page, w);
    const sonae = command();
    const run = (...given) => {
      try {
        return execFileSync(sonae, ["screen", "inbox", ...given], { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
      } catch (refused) {
        // It says by its end that one file is none of ours.
        return refused.stdout;
      }
    };
    const figures = (...given) => JSON.parse(run("--portfolio", ...given).trim().split("\n").at(-1)).portfolio;

    await go(page, "#/bench/portfolio");
    await page.getByText(w.t("portfolio.empty"), { exact: true }).waitFor();
    await both(page, "portfolio-empty");
    await go(page, "#/bench");
    await chooser(page, "bench.choose_folder").setInputFiles(join(folder, "inbox"));
    await page.getByText(w.t("bench.all_done.other", { count: 29 }), { exact: true }).waitFor();

    const rows = async (table) => {
      const { data } = Papa.parse((await pressed(page, "portfolio.save_csv")).toString().replace(/^\ufeff/, ""), { header: true, skipEmptyLines: true });
      return data.filter((row) => row[w.t("portfolio.column.table")] === w.t(`portfolio.${table}`));
    };
    const firms = (of) => of.map((row) => Number(row[w.t("portfolio.column.firms")])).sort();

    await t.test("the figures are the command line's, for the usual time and for another", async () => {
      await page.getByRole("link", { name: w.t("portfolio.open"), exact: true }).click();
      await arrived(page);
      await page.getByText(w.t("portfolio.firms.other", { count: 28 }), { exact: true }).waitFor();
      const usual = figures();
      assert.equal(usual.firms, 28);
      const unknowns = Object.values(usual.figures.unknowns).map((part) => part.firms);
      assert.deepEqual(firms(await rows("unknowns")), unknowns.sort());
      const stops = (of) => Object.values(of.figures.stops).flatMap((cash) => Object.values(cash).map((part) => part.firms)).sort();
      assert.deepEqual(firms(await rows("stops")), stops(usual));
      await both(page, "portfolio");
      await page.emulateMedia({ media: "print" });
      assert.ok(await page.locator("#industries").isVisible());
      assert.ok(!(await page.locator("#pools").isVisible()));
      await pdf(page, `portfolio-${lang}`);
      await page.emulateMedia({ media: null });
      const days = page.getByRole("textbox", { name: w.t("portfolio.days") });
      await days.fill("0");
      await days.blur();
      await page.locator("[aria-invalid=true]").waitFor();
      await days.fill("365");
      await days.blur();
      await page.getByRole("heading", { name: w.t("portfolio.stops_for", { days: 365 }), exact: true }).waitFor();
      assert.deepEqual(firms(await rows("stops")), stops(figures("--days", "365")));
    });

    await t.test("what is lent weighs, and what the table lacks is told", async () => {
      const lent = ["file,exposure", ...Array.from({ length: 27 }, (_, at) => `firm-${at % 4}-${Math.floor(at / 4)}.sonae,${at + 1}`), "gone.sonae,5"];
      writeFileSync(join(folder, "lent.csv"), lent.join("\n"));
      await chooser(page, "portfolio.exposures").setInputFiles(join(folder, "lent.csv"));
      await page.getByText(w.t("portfolio.of_exposure")).waitFor();
      await page.getByText(w.t("portfolio.missing.one", { count: 1 }), { exact: true }).waitFor();
      await page.getByText("gone.sonae").waitFor();
      await button(page, "portfolio.exposures_drop").click();
      await page.getByText(w.t("portfolio.of_firms")).waitFor();
    });

    await t.test("a pool is the command line's, and merges with another one", async () => {
      run("--pool", "pool.json", "--days", "365");
      const own = await pressed(page, "portfolio.pool_save");
      assert.deepEqual(own, readFileSync(join(folder, "pool.json")));
      await chooser(page, "portfolio.pools_open").setInputFiles(join(folder, "pool.json"));
      await page.getByText(w.t("portfolio.pools_merged.other", { count: 28 }), { exact: true }).waitFor();
      await page.getByRole("checkbox", { name: w.t("portfolio.pool_own") }).check();
      assert.deepEqual(await pressed(page, "portfolio.pools_save"), own);
      // Another sitting of the same firms but for one: in the sum, what is small stays withheld.
      mkdirSync(join(folder, "other"));
      for (let at = 0; at < 6; at += 1) copyFileSync(join(folder, `inbox/firm-0-${at}.sonae`), join(folder, `other/firm-0-${at}.sonae`));
      const screen = (...given) => execFileSync(sonae, ["screen", ...given], { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
      screen("other", "--pool", "other.json", "--days", "365", "--name", lang === "ja" ? "架空銀行" : "Imaginary Bank");
      await chooser(page, "portfolio.pools_open").setInputFiles(join(folder, "other.json"));
      await page.getByText(w.t("portfolio.pools_merged.other", { count: 34 }), { exact: true }).waitFor();
      await page.getByRole("link", { name: w.t("portfolio.pool_see"), exact: true }).click();
      await arrived(page);
      const told = JSON.parse(execFileSync(sonae, ["pool", "pool.json", "other.json"], { cwd: folder, encoding: "utf8" })).pool;
      assert.equal(told.firms, 34);
      const shown = (await rows("industries")).filter((row) => row[w.t("portfolio.column.part")] === w.t("portfolio.all"));
      assert.deepEqual(firms(shown), Object.values(told.figures.industries).map((group) => group.firms).sort());
      assert.deepEqual(firms(await rows("stops")), Object.values(told.figures.stops).flatMap((cash) => Object.values(cash).map((part) => part.firms)).sort());
      await both(page, "pool");
      const { text } = await pdf(page, `pool-${lang}`);
      assert.ok(text.includes(told.pack.split(" ")[1]) && text.includes(lang === "ja" ? "架空銀行" : "Imaginary Bank"));
      await page.getByRole("link", { name: w.t("portfolio.pool_back"), exact: true }).click();
      await arrived(page);
      run("--pool", "short.json", "--days", "30");
      await chooser(page, "portfolio.pools_open").setInputFiles(join(folder, "short.json"));
      await page.getByRole("heading", { name: w.t("portfolio.pools_apart"), exact: true }).waitFor();
      assert.deepEqual(await axe(page), []);
      await button(page, "portfolio.pools_drop").click();
    });

    await t.test("an archive is the command line's byte for byte, and tells what was changed in it", async () => {
      await go(page, "#/bench");
      await page.getByRole("link", { name: /firm-1-2\.sonae$/ }).first().click();
      await arrived(page);
      const note = page.getByLabel(w.t("review.note"), { exact: true });
      await note.fill("在庫を確認 <seen>");
      await note.press("Tab");
      writeFileSync(join(folder, "reviews.json"), await pressed(page, "review.save"));
      // Back on the bench the focus is on the applicant's row.
      await page.evaluate(() => (location.hash = "#/bench"));
      await button(page, "archive.keep").waitFor();
      const made = await pressed(page, "archive.keep");
      run("--archive", "bare.zip");
      assert.ok(!made.equals(readFileSync(join(folder, "bare.zip"))));
      run("--archive", "kept.zip", "--reviews", "reviews.json");
      assert.ok(made.equals(readFileSync(join(folder, "kept.zip"))));
      await chooser(page, "archive.check").setInputFiles(join(folder, "kept.zip"));
      await page.getByRole("heading", { name: w.t("archive.same", { name: "kept.zip" }), exact: true }).waitFor();
      const counts = { entries: "33", lines: "29", recomputed: "29", reviews: "1" };
      await page.getByText(w.t("archive.counts", counts), { exact: true }).waitFor();
      made[200] ^= 1;
      writeFileSync(join(folder, "changed.zip"), made);
      await chooser(page, "archive.check").setInputFiles(join(folder, "changed.zip"));
      await page.locator("[aria-labelledby=archive] .notice[data-kind=caution] li").first().waitFor();
      await both(page, "bench-archive");
      writeFileSync(join(folder, "none.zip"), "PK");
      await chooser(page, "archive.check").setInputFiles(join(folder, "none.zip"));
      await page.getByRole("heading", { name: w.t("archive.refused", { name: "none.zip" }), exact: true }).waitFor();
    });
    assert.deepEqual(seen.errors ?? [], []);
  });
}

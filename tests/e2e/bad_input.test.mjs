// Whatever comes in that is broken, foreign or wrong: the app says what it is and what to do,
// and nothing of what the firm had changes.
import assert from "node:assert/strict";
import { mkdtemp, open as openDisk, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { axe, open } from "./browser.mjs";
import { SORAMAME, paste } from "./firm.mjs";
import { begin, field, go, kept, keptCase, openFile, openFirm, save, type } from "./person.mjs";
import { words } from "./words.mjs";

const broken = (name) => fileURLToPath(new URL(`../data/e2e/${name}`, import.meta.url));

/** The message that stands there now says what happened and what to do, for each of these codes. */
async function says(message, w, ...codes) {
  await message.waitFor();
  const text = (await message.innerText()).replace(/\s+/g, " ");
  for (const code of codes) {
    assert.match(text, w.like(`finding.${code}.what`));
    assert.match(text, w.like(`finding.${code}.todo`));
  }
}

/** A folder that goes with the test. */
async function folder(t) {
  const made = await mkdtemp(join(tmpdir(), "sonae-"));
  t.after(() => rm(made, { recursive: true }));
  return made;
}

/** The button that opens a table on the page of the markets, and on that of the suppliers. */
const csv = (page, w) => page.getByLabel(w.t("tables.open_csv"), { exact: true });
const ledger = (page, w) => page.getByLabel(w.t("ledger.open"), { exact: true });

for (const lang of ["ja", "en"]) {
  const w = words(lang);

  for (const [what, id, typed, code] of [
    ["an amount in letters", "profile.annual_sales", "たくさん", "not_a_number"],
    ["an amount with two points", "profile.cash", "1.2.3", "not_a_number"],
    ["a share of 140%", "profile.foreign_sales_share", "140", "out_of_range"],
    ["half a person", "profile.headcount", "12.5", "not_whole"],
  ]) {
    test(`${what} stays in its field with what is wrong, and holds nobody back for long (${lang})`, async (t) => {
      const { page, seen } = await open(t, lang);
      await begin(page, w);
      await page
        .getByLabel(w.asks("profile.industry"))
        .selectOption({ label: w.option("profile.industry", "machinery") });
      const here = field(page, w, id);
      await type(here, "42");
      const before = await kept(page);
      await type(here, typed);
      await says(page.locator(".field-error"), w, code);
      assert.equal(await here.inputValue(), typed);
      assert.equal(await here.getAttribute("aria-invalid"), "true");
      assert.match(await here.getAttribute("aria-describedby"), /-error/);
      assert.equal(await kept(page), before);
      // The first Next shows where, the second goes on without it.
      const next = page.getByRole("button", { name: w.t("action.next"), exact: true });
      await next.click();
      await page.getByRole("alert").waitFor();
      await page.getByRole("alert").getByRole("link").click();
      assert.ok(await here.evaluate((one) => one === document.activeElement));
      assert.deepEqual(await axe(page), []);
      await next.click();
      await page.waitForURL((url) => url.hash === "#/quick/1");
      assert.equal(await kept(page), before);
      assert.deepEqual(seen.errors, []);
    });
  }

  test(`a cell that cannot be read keeps its text, and the table its value before (${lang})`, async (t) => {
    const { page } = await open(t, lang);
    await openFirm(page, w, SORAMAME);
    await go(page, "#/suppliers");
    const before = await kept(page);
    await type(page.locator('[id="suppliers.1.annual_spend"]'), "about a lot");
    await says(
      page.getByRole("main").locator(".notice[data-kind=caution]").filter({ hasText: "about a lot" }),
      w,
      "not_a_number",
    );
    assert.equal(await kept(page), before);
    assert.equal(await page.locator('[id="suppliers.1.annual_spend"]').getAttribute("aria-invalid"), "true");
  });

  for (const [what, name, code] of [
    ["a table of one column", "one-column.csv", "one_column"],
    ["an empty table", "empty.csv", "empty_table"],
    ["something that is no table", "foreign.json", "no_known_heading"],
  ]) {
    test(`${what} is refused with the reason and what to do (${lang})`, async (t) => {
      const { page, seen } = await open(t, lang);
      await openFirm(page, w, SORAMAME);
      await go(page, "#/markets");
      const before = await kept(page);
      await csv(page, w).setInputFiles(broken(name));
      const message = page.getByRole("alert");
      await says(message, w, code);
      assert.match(await message.innerText(), w.like("notice.table_refused"));
      assert.equal(await kept(page), before);
      assert.deepEqual(seen.errors, []);
    });
  }

  for (const [what, name] of [
    ["in the encoding of Japanese Windows", "suppliers-cp932.csv"],
    ["with a mark of UTF-8 in front", "suppliers-utf8-bom.csv"],
  ]) {
    test(`a table ${what} is shown, and only then taken in (${lang})`, async (t) => {
      const { page, seen } = await open(t, lang);
      await begin(page, w);
      await go(page, "#/suppliers");
      const before = await kept(page);
      await ledger(page, w).setInputFiles(broken(name));
      await page
        .getByRole("heading", { name: w.t("tables.import.file", { name }) })
        .and(page.locator(":focus"))
        .waitFor();
      assert.equal(await kept(page), before);
      const preview = (await page.getByRole("main").innerText()).replace(/\s+/g, " ");
      for (const text of ["丸山鋳造", "㈱髙橋電子", "ネオジム磁石"]) assert.ok(preview.includes(text), text);
      assert.match(preview, w.like("finding.column_ignored.what"));
      await page.getByRole("button", { name: w.t("tables.import.take"), exact: true }).click();
      await page.locator('[id="suppliers.2.alias"]').waitFor();
      const rows = (await keptCase(page)).suppliers.map(({ alias, item, country, annual_spend, stock_weeks }) => [
        alias,
        item,
        country,
        annual_spend,
        stock_weeks,
      ]);
      assert.deepEqual(rows, [
        ["丸山鋳造", "鋳鉄ケーシング", "JP", 92_000_000, 3],
        ["朝日磁石", "ネオジム磁石", "CN", 26_000_000, 5],
        ["㈱髙橋電子", "制御基板", "VN", 54_000_000, 4],
      ]);
      assert.deepEqual(seen.errors, []);
    });
  }

  test(`a pasted range with headings is shown first, and a bare one goes in as far as it can be read (${lang})`, async (t) => {
    const { page } = await open(t, lang);
    await openFirm(page, w, SORAMAME);
    await go(page, "#/markets");
    const before = await kept(page);
    await page.locator('[id="markets.0.country"]').focus();
    await paste(page, `${w.column("markets", "country")}\t${w.column("markets", "share_pct")}\r\nKR\t7\r\n`);
    await page.getByRole("heading", { name: w.t("tables.import.pasted") }).waitFor();
    assert.equal(await kept(page), before);
    await page.getByRole("button", { name: w.t("tables.import.drop"), exact: true }).click();
    await page.locator('[id="markets.4.country"]').focus();
    await paste(page, "KR\t140\r\nAtlantis\t2\r\n");
    await page.getByRole("heading", { name: w.t("notice.pasted_partly", { cells: 2, refused: 2 }) }).waitFor();
    await says(
      page.getByRole("main").locator(".notice[data-kind=caution]").first(),
      w,
      "out_of_range",
      "unknown_country",
    );
    const { markets } = await keptCase(page);
    assert.deepEqual(
      markets.slice(4).map(({ country, share_pct }) => [country ?? null, share_pct ?? null]),
      [
        ["KR", 3],
        [null, 2],
      ],
    );
  });

  test(`a file dropped on its place is read, and one dropped elsewhere does nothing (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang);
    await begin(page, w);
    await go(page, "#/suppliers");
    const bytes = [...(await readFile(broken("suppliers-utf8-bom.csv")))];
    const drop = async (place) => {
      const dataTransfer = await page.evaluateHandle((bytes) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], "dropped.csv"));
        return data;
      }, bytes);
      for (const event of ["dragenter", "dragover", "drop"]) await place.dispatchEvent(event, { dataTransfer });
    };
    const [address, before] = [page.url(), await kept(page)];
    await drop(page.getByRole("contentinfo"));
    await drop(page.locator(".drop-zone"));
    await page.getByRole("heading", { name: w.t("tables.import.file", { name: "dropped.csv" }) }).waitFor();
    assert.equal(page.url(), address);
    assert.equal(await kept(page), before);
    assert.deepEqual(seen.errors, []);
  });

  test(`what looks like markup or code is text on every page (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang);
    await openFirm(page, w, SORAMAME);
    const { bytes } = await save(page, w);
    const code = `<img src=x onerror="document.title='broken'"><b>%{name}</b>{{1+1}}`;
    const file = join(await folder(t), "code.sonae");
    const change = edited((one) => {
      one.suppliers[0].item = code;
      one.markets[0].main_products = code;
      one.answers["tech.training"].note = code;
    });
    await writeFile(file, change(bytes.toString()));
    await openFile(page, w, file);
    await page.getByRole("heading", { name: w.t("notice.opened", { name: "code.sonae" }) }).waitFor();
    for (const address of ["#/suppliers", "#/markets", "#/check", "#/result", "#/report", "#/question/tech.training"]) {
      await go(page, address);
      assert.equal(await page.locator("main b, main img").count(), 0, address);
      const written = await page.evaluate(() =>
        [
          document.body.textContent,
          ...[...document.querySelectorAll("input, textarea")].map((field) => field.value),
        ].join("\n"),
      );
      assert.ok(written.includes(code), address);
    }
    assert.deepEqual(seen.errors, []);
    assert.deepEqual(seen.violations, []);
    assert.deepEqual(seen.requests.slice(seen.loaded), []);
  });

  test(`files of 200 MB are refused at once, whatever they are meant for (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang);
    const file = join(await folder(t), "huge.csv");
    const disk = await openDisk(file, "w");
    await disk.truncate(200_000_000);
    await disk.close();
    await openFirm(page, w, SORAMAME);
    const before = await kept(page);
    await go(page, "#/suppliers");
    await ledger(page, w).setInputFiles(file);
    await says(page.getByRole("alert"), w, "too_large");
    await openFile(page, w, file);
    await says(page.getByRole("alert"), w, "too_large");
    assert.equal(await kept(page), before);
    assert.deepEqual(seen.errors, []);
  });

  for (const [what, change, ...codes] of [
    ["a file that ends in the middle", (text) => text.slice(0, text.length / 2), "truncated"],
    ["a file that somebody wrote into", (text) => text.replace('"answers"', '"answers" oops'), "not_json"],
    ["a file of another program", () => readFile(broken("foreign.json")), "foreign_format"],
    [
      "a file with a question nobody asks",
      edited((file) => (file.answers["supplier.favourite_colour"] = { value: "blue" })),
      "unknown_question",
    ],
    ["a file made with another pack", edited((file) => (file.pack.id = "another")), "foreign_pack"],
    [
      "a file with three things wrong",
      edited((file) => {
        file.profile["profile.foreign_sales_share"] = 140;
        file.answers["tech.training"] = { value: "daily" };
        file.suppliers[0].country = "ZZ";
      }),
      "out_of_range",
      "unknown_option",
      "unknown_country",
    ],
  ]) {
    test(`${what} is refused whole, with every reason (${lang})`, async (t) => {
      const { page, seen } = await open(t, lang);
      await openFirm(page, w, SORAMAME);
      const { bytes } = await save(page, w);
      const file = join(await folder(t), "broken.sonae");
      await writeFile(file, await change(bytes.toString()));
      const before = await kept(page);
      await openFile(page, w, file);
      const message = page.getByRole("alert");
      await says(message, w, ...codes);
      // Of a file of ours, what can be read is offered besides.
      const ours = !/^foreign/.test(codes[0]);
      const key = ours ? "notice.file_damaged" : "notice.file_refused";
      assert.ok((await message.innerText()).includes(w.t(key, { name: "broken.sonae" })));
      assert.equal(await message.getByRole("button", { name: w.t("notice.rescue") }).count(), Number(ours));
      assert.ok(await message.evaluate((one) => one === document.activeElement));
      assert.deepEqual(await axe(page), []);
      assert.equal(await kept(page), before);
      assert.deepEqual(seen.errors, []);
    });
  }

  test(`a file of another version of the pack is opened, and says so (${lang})`, async (t) => {
    const { page } = await open(t, lang);
    await openFirm(page, w, SORAMAME);
    const { bytes } = await save(page, w);
    const file = join(await folder(t), "older.sonae");
    await writeFile(file, edited((one) => (one.pack.version = "2026.10.1"))(bytes.toString()));
    await openFile(page, w, file);
    const notice = page.locator(".notice", { hasText: w.t("notice.opened", { name: "older.sonae" }) });
    await says(notice, w, "other_pack_version");
  });

  test(`what an earlier build kept and cannot be read is said, and stays until something new begins (${lang})`, async (t) => {
    const { page } = await open(t, lang);
    await openFirm(page, w, SORAMAME);
    const cut = (await kept(page)).slice(0, 1000);
    await page.evaluate((cut) => localStorage.setItem("sonae.assessment", cut), cut);
    await page.reload();
    const message = page.getByRole("alert");
    await says(message, w, "truncated");
    assert.ok((await message.innerText()).includes(w.t("notice.kept_damaged")));
    assert.equal(await page.evaluate(() => localStorage.getItem("sonae.assessment")), cut);
    // What can be read of it is one step away, and only then takes its place.
    await message.getByRole("button", { name: w.t("notice.rescue") }).click();
    await page.waitForURL((url) => url.hash === "#/check");
    const rescued = await keptCase(page);
    assert.equal(rescued.profile["profile.industry"], "machinery");
    assert.equal(await page.evaluate(() => localStorage.getItem("sonae.assessment")), null);
  });

  test(`what can be read of a damaged file is opened as a new one, with a list of the rest (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang);
    await openFirm(page, w, SORAMAME);
    const whole = (await save(page, w)).bytes.toString();
    const lines = whole.split("\n");
    const at = lines.findIndex((line) => line.includes('"supplier.monitoring"'));
    lines[at + 1] = '      "value": "bo';
    const file = join(await folder(t), "broken.sonae");
    await writeFile(file, lines.join("\n"));
    await openFile(page, w, file);
    await page.getByRole("button", { name: w.t("notice.rescue") }).click();
    await page.waitForURL((url) => url.hash === "#/check");
    const notice = page.locator(".notice", { hasText: w.t("notice.rescued") });
    await says(notice, w, "damaged", "altered");
    assert.deepEqual(await axe(page), []);
    const [before, after] = [JSON.parse(whole), await keptCase(page)];
    assert.equal(after.answers["supplier.monitoring"]?.value, undefined);
    assert.deepEqual(after.suppliers, before.suppliers);
    assert.equal(Object.keys(after.answers).length, Object.keys(before.answers).length - 1);
    // The file is as it was, and what is saved now opens without a word.
    assert.equal(await readFile(file, "utf8"), lines.join("\n"));
    await writeFile(file, (await save(page, w)).bytes);
    await openFile(page, w, file);
    const opened = page.locator(".notice", { hasText: w.t("notice.opened", { name: "broken.sonae" }) });
    await opened.waitFor();
    assert.equal(await opened.locator("li").count(), 0);
    assert.deepEqual(seen.errors, []);
  });

  test(`where the browser keeps nothing, the app says so, goes on, and saves to a file (${lang})`, async (t) => {
    const { page } = await open(t, lang);
    await page.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException("forbidden", "SecurityError");
      };
    });
    await page.reload();
    await begin(page, w);
    const message = page.getByRole("alert").filter({ hasText: w.t("notice.not_kept") });
    await message.waitFor();
    await page.getByRole("banner").getByText(w.t("frame.place_refused")).waitFor();
    await page.getByLabel(w.asks("profile.industry")).selectOption({ label: w.option("profile.industry", "food") });
    await type(field(page, w, "profile.annual_sales"), "420");
    await go(page, "#/result");
    await message.waitFor();
    assert.equal(await page.locator(".range").count(), 4);
    assert.equal(await kept(page), null);
    const saved = JSON.parse((await save(page, w)).bytes);
    assert.deepEqual(saved.profile, { "profile.annual_sales": 420_000_000, "profile.industry": "food" });
    assert.deepEqual(await axe(page), []);
  });
}

/** The text of a file with something changed in it. */
function edited(change) {
  return (text) => {
    const file = JSON.parse(text);
    change(file);
    return JSON.stringify(file, null, 2);
  };
}

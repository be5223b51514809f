// The dossier: what leaves is what is shown, nothing else is in it, and the log stays at home.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync, inflateRawSync, inflateSync } from "node:zlib";
import { axe, open, pdf, picture } from "./browser.mjs";
import { command } from "./command.mjs";
import { paste, range } from "./firm.mjs";
import { begin, field, go, keptCase, save, type, unit, untilKept } from "./person.mjs";
import { words } from "./words.mjs";

const LEVELS = ["full", "masked", "dimensionless"];

/** What nobody but the firm would write. */
const NAMES = ["ヒミツ鋳造所", "Himitsu Magnet & Söhne", "秘密商社%41"];
const TEXTS = ["内緒の部品〇一", "hush-hush rotor", "隠し歯車", "秘蔵ポンプ", "Sato には「まだ」言わない", "影の購買課"];
const RECIPIENT = "ひそか銀行 本店";
const PURPOSE = "ないしょの相談";
const AMOUNTS = { "profile.annual_sales": 987_654_321, "profile.cash": 123_456_789, "profile.monthly_fixed_cost": 45_678_912 };
const SPENDS = [31_415_926, 27_182_818, 16_180_339];
const SUPPLIERS = NAMES.map((alias, index) => ({
  alias,
  item: TEXTS[index],
  category: ["casting_forging", "magnet", "part"][index],
  country: ["JP", "CN", "DE"][index],
  annual_spend: SPENDS[index],
  sales_dependent_pct: 35 + index,
  stock_weeks: 4 + index,
}));

/** Types the firm in. */
async function typed(page, w) {
  await begin(page, w);
  await page.getByLabel(w.asks("profile.industry")).selectOption({ label: w.option("profile.industry", "machinery") });
  for (const [id, yen] of Object.entries(AMOUNTS)) {
    await unit(page, w, id).selectOption({ label: w.t("unit.yen") });
    await type(field(page, w, id), String(yen));
  }
  await go(page, "#/suppliers");
  await page.getByRole("button", { name: w.t("tables.begin"), exact: true }).press("Enter");
  await page.locator('[id="suppliers.0.alias"]').and(page.locator(":focus")).waitFor();
  await paste(page, range(w, "suppliers", SUPPLIERS));
  await page.locator('[id="suppliers.2.alias"]').waitFor();
  await go(page, "#/markets");
  await page.getByRole("button", { name: w.t("tables.begin"), exact: true }).press("Enter");
  await page.locator('[id="markets.0.country"]').and(page.locator(":focus")).waitFor();
  await paste(page, range(w, "markets", [{ country: "JP", share_pct: 80, main_products: TEXTS[3] }]));
  await page.locator('[id="markets.0.main_products"]').waitFor();
  await go(page, "#/question/tech.training");
  await page.getByRole("button", { name: w.t("question.note_open"), exact: true }).click();
  await type(page.getByRole("textbox", { name: w.t("question.note") }), TEXTS[4]);
  await go(page, "#/plan");
  const offer = page.locator(".plan-offer").first();
  await offer.getByRole("checkbox").check();
  await type(page.getByLabel(w.t("plan.role"), { exact: true }).first(), TEXTS[5]);
  const kept = await untilKept(page, (one) => one.plan.length === 1 && one.plan[0].role);
  assert.deepEqual(
    kept.suppliers.map(({ alias, item, annual_spend }) => [alias, item, annual_spend]),
    SUPPLIERS.map(({ alias, item, annual_spend }) => [alias, item, annual_spend]),
  );
  for (const [id, yen] of Object.entries(AMOUNTS)) assert.equal(kept.profile[id], yen);
}

/** Every value with its place, as the file holds it. */
function flat(value, place = "") {
  if (Array.isArray(value)) return value.flatMap((one, index) => flat(one, `${place}[${index + 1}]`));
  if (value !== null && typeof value === "object") {
    return Object.entries(value).flatMap(([key, one]) => flat(one, place ? `${place}.${key}` : key));
  }
  return [[place, value]];
}

/** Everything that may be read out of bytes: as they are, unpacked, and each text decoded. */
function readings(bytes) {
  const found = [];
  const look = (some, depth) => {
    for (const encoding of ["utf8", "utf16le", "latin1"]) found.push(some.toString(encoding));
    if (depth > 2) return;
    for (const unpack of [gunzipSync, inflateSync, inflateRawSync]) {
      try {
        look(unpack(some), depth + 1);
      } catch {
        // Nothing was packed in this way.
      }
    }
    const text = some.toString("utf8");
    const texts = new Set(text.match(/[A-Za-z0-9+/_-]{12,}={0,2}/g) ?? []);
    try {
      const walk = (value) => {
        if (typeof value === "string") texts.add(value);
        else if (value && typeof value === "object")
          for (const [key, inner] of Object.entries(value)) {
            texts.add(key);
            walk(inner);
          }
      };
      walk(JSON.parse(text));
    } catch {
      // No JSON at this depth.
    }
    for (const one of texts) {
      found.push(one);
      if (/%[0-9a-f]{2}/i.test(one)) {
        try {
          found.push(decodeURIComponent(one));
        } catch {
          // Not percent-encoded.
        }
      }
      if (/^[A-Za-z0-9+/_-]{12,}={0,2}$/.test(one)) look(Buffer.from(one, "base64"), depth + 1);
      if (/^([0-9a-f]{2}){6,}$/i.test(one)) look(Buffer.from(one, "hex"), depth + 1);
    }
  };
  look(bytes, 0);
  return found.join("\n").normalize("NFKC");
}

const written = (text) => [text, JSON.stringify(text).slice(1, -1), encodeURIComponent(text)];
const holds = (all, text) => written(text).some((one) => all.includes(one.normalize("NFKC")));
const holdsAmount = (all, yen) => [String(yen), yen.toLocaleString("en"), `${yen}.0`, yen.toExponential()].some((one) => all.includes(one));

async function choose(page, level) {
  const radio = page.locator(`input[name=level][value=${level}]`);
  await radio.check();
  await page.waitForFunction(
    (level) => document.querySelector('[data-place="level"] code')?.textContent === level,
    level,
  );
}

/** What the page says leaves. */
const shown = (page) =>
  page
    .locator("[data-place]")
    .evaluateAll((lines) => lines.map((line) => [line.dataset.place, line.querySelector("code").textContent]));

async function saved(page, w) {
  const button = page.getByRole("button", { name: w.t("dossier.save"), exact: true });
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

test("the search finds what is packed, coded and escaped", () => {
  const packed = Buffer.from(`{"a": "${Buffer.from(NAMES[0]).toString("base64")}", "b": "${encodeURIComponent(TEXTS[0])}"}`);
  const all = readings(packed);
  assert.ok(holds(all, NAMES[0]) && holds(all, TEXTS[0]) && !holds(all, NAMES[1]));
  assert.ok(holdsAmount(readings(Buffer.from("x 31,415,926")), 31_415_926));
});

for (const lang of ["ja", "en"]) {
  const w = words(lang);

  test(`a firm hands on what it saw and nothing else, and keeps the log (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang, { acceptDownloads: true });
    const sonae = command();
    const folder = mkdtempSync(join(tmpdir(), "sonae-"));
    t.after(() => rmSync(folder, { recursive: true }));
    await typed(page, w);
    await go(page, "#/dossier");
    const main = page.getByRole("main");
    assert.ok((await main.innerText()).includes(w.t("dossier.log.none")));
    // Where nobody chose, the least is told.
    assert.ok(await page.locator("input[name=level][value=dimensionless]").isChecked());
    await type(page.getByLabel(w.t("dossier.to.label"), { exact: true }), RECIPIENT);
    await type(page.getByLabel(w.t("dossier.purpose.label"), { exact: true }), PURPOSE);

    const files = {};
    for (const level of LEVELS) {
      await t.test(`${level}: the preview is the file, the command writes the same`, async () => {
        await choose(page, level);
        const before = await shown(page);
        const file = await saved(page, w);
        files[level] = file.bytes;
        assert.match(file.name, /^sonae-dossier-\d{4}-\d\d-\d\d\.json$/);
        const told = JSON.parse(file.bytes);
        assert.equal(told.level, level);
        const inFile = flat(told).map(([place, value]) => place);
        assert.deepEqual(
          before.map(([place]) => place).sort(),
          inFile.sort(),
        );
        // Numbers as they are written, so that nothing is rounded on the way to the eye.
        const text = file.bytes.toString();
        const values = new Map(flat(told));
        for (const [place, value] of before) {
          const real = values.get(place);
          if (typeof real === "number") {
            assert.equal(Number(value), real, place);
            assert.ok(text.includes(value), `${place}: ${value}`);
          } else assert.equal(value, String(real), place);
        }
        await page.locator("section[aria-labelledby=log] tbody tr").nth(Object.keys(files).length - 1).waitFor();
        const case_ = await save(page, w);
        await go(page, "#/dossier");
        writeFileSync(join(folder, "firm.sonae"), case_.bytes);
        const day = file.name.slice("sonae-dossier-".length, -".json".length);
        const asked = ["dossier", "firm.sonae", "--level", level, "--day", day, "-o", `${level}.json`];
        execFileSync(sonae, asked, { cwd: folder });
        assert.deepEqual(readFileSync(join(folder, `${level}.json`)), file.bytes);
      });
    }

    await t.test("names, texts and amounts are where they are said to be, however one looks", () => {
      for (const level of LEVELS) {
        const all = readings(files[level]);
        for (const secret of [...NAMES, ...TEXTS]) assert.equal(holds(all, secret), level === "full", `${secret} in ${level}`);
        for (const yen of [...SPENDS, ...Object.values(AMOUNTS)])
          assert.equal(holdsAmount(all, yen), level !== "dimensionless", `${yen} in ${level}`);
        for (const logged of [RECIPIENT, PURPOSE, "disclosures"]) assert.ok(!holds(all, logged), `${logged} in ${level}`);
      }
    });

    await t.test("the text for an assistant is copied as it is shown, with no name and no amount", async () => {
      await choose(page, "dimensionless");
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      const text = await page.locator(".plan-text").textContent();
      await page.getByRole("button", { name: w.t("dossier.text.copy"), exact: true }).click();
      await main.getByText(w.t("dossier.text.copied"), { exact: true }).waitFor();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      assert.equal(copied, text);
      const all = readings(Buffer.from(copied));
      for (const secret of [...NAMES, ...TEXTS, RECIPIENT, PURPOSE]) assert.ok(!holds(all, secret), secret);
      for (const yen of [...SPENDS, ...Object.values(AMOUNTS)]) assert.ok(!holdsAmount(all, yen), `${yen}`);
      for (const key of ["read", "not_for", "ask"]) assert.ok(copied.includes(w.t(`dossier.text.${key}`)));
    });

    await t.test("the log names day, level, recipient and seal, outlives a reload and goes back by undo", async () => {
      const rows = page.locator("section[aria-labelledby=log] tbody tr");
      assert.equal(await rows.count(), 4);
      const { disclosures } = await untilKept(page, (one) => one.disclosures?.length === 4);
      assert.deepEqual(
        disclosures.map(({ level, form, to, purpose }) => [level, form, to, purpose]),
        [...LEVELS.map((level) => [level, "file", RECIPIENT, PURPOSE]), ["dimensionless", "text", RECIPIENT, PURPOSE]],
      );
      for (const [index, level] of LEVELS.entries()) {
        assert.equal(disclosures[index].sha256, JSON.parse(files[level]).sha256);
        const line = await rows.nth(3 - index).innerText();
        for (const part of [RECIPIENT, PURPOSE, disclosures[index].sha256.slice(0, 12), w.t(`dossier.level.${level}.title`)])
          assert.ok(line.includes(part), `${part} in ${line}`);
      }
      await page.reload();
      await rows.nth(3).waitFor();
      assert.equal(await rows.count(), 4);
      // What was handed on before is in no later dossier either.
      await choose(page, "full");
      assert.deepEqual((await saved(page, w)).bytes, files.full);
      await untilKept(page, (one) => one.disclosures?.length === 5);
      await page.getByRole("button", { name: w.t("action.undo"), exact: true }).click();
      await untilKept(page, (one) => one.disclosures?.length === 4);
    });

    await t.test("on paper stand the level, the values, the seal and the log", async () => {
      await choose(page, "masked");
      const { text } = await pdf(page, `dossier-${lang}`);
      const paper = text.normalize("NFKC").replace(/\s/g, "");
      for (const part of [w.t("dossier.level.masked.title"), w.t("dossier.log.heading"), RECIPIENT.split(" ")[0], "S-3", String(SPENDS[2])])
        assert.ok(paper.includes(part.normalize("NFKC").replace(/\s/g, "")), part);
      assert.ok(paper.includes(JSON.parse(files.masked).sha256.slice(0, 12)));
    });

    await t.test("everybody can use it, on a phone too", async () => {
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 900 });
        for (const level of LEVELS) {
          await choose(page, level);
          await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
          assert.deepEqual(await axe(page), []);
          assert.ok(await page.evaluate(() => document.scrollingElement.scrollWidth <= innerWidth), `${level} at ${width}`);
        }
        await picture(page, `dossier-${width}-${lang}`);
      }
    });
    assert.deepEqual(seen.errors, []);
    assert.deepEqual(seen.violations, []);
    assert.equal(seen.requests.filter((url) => !/^(blob|data):/.test(url)).every((url) => url.startsWith("http://127.0.0.1")), true);
  });

  test(`with two suppliers the page recommends bands, by keyboard, and leaves the choice (${lang})`, async (t) => {
    const { page } = await open(t, lang, { acceptDownloads: true });
    await begin(page, w);
    await page.getByLabel(w.asks("profile.industry")).selectOption({ label: w.option("profile.industry", "machinery") });
    await go(page, "#/suppliers");
    await page.getByRole("button", { name: w.t("tables.begin"), exact: true }).press("Enter");
    await page.locator('[id="suppliers.0.alias"]').and(page.locator(":focus")).waitFor();
    await paste(page, range(w, "suppliers", SUPPLIERS.slice(0, 2)));
    await page.locator('[id="suppliers.1.alias"]').waitFor();
    await go(page, "#/data");
    await page.getByRole("main").getByRole("link", { name: w.t("title.dossier"), exact: true }).click();
    const radios = page.locator("input[name=level]");
    await radios.first().focus();
    await page.keyboard.press("ArrowDown");
    const warning = page.getByRole("heading", { name: w.t("dossier.in_vain.heading") });
    await warning.waitFor();
    assert.ok(await page.locator("input[name=level][value=masked]").isChecked());
    assert.equal(JSON.parse((await saved(page, w)).bytes).level, "masked");
    await page.getByRole("button", { name: w.t("dossier.in_vain.instead"), exact: true }).press("Enter");
    await warning.waitFor({ state: "detached" });
    assert.ok(await page.locator("input[name=level][value=dimensionless]").isChecked());
    assert.equal((await keptCase(page)).disclosures.length, 1);
  });
}

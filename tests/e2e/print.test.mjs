// The printed report of every firm there is: the owner's page alone on its sheet, and whole.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, pdf } from "./browser.mjs";
import { arrived, begin, go, openFirm } from "./person.mjs";
import { sheets } from "./result.mjs";
import { firm, words } from "./words.mjs";

const squeezed = (text) => text.normalize("NFKC").replace(/\s/g, "");

/** The report fits its sheets: the first is the owner's and holds all of it. */
async function fits(page, w, name) {
  await go(page, "#/report");
  const { file, text } = await pdf(page, name);
  const all = sheets(file);
  const [first, second] = text.split("\f").map(squeezed);
  assert.ok(first.includes(squeezed(w.t("report.owner"))));
  assert.ok(first.includes(squeezed(w.t("report.colophon"))), "the owner's page ends on its first sheet");
  assert.ok(second.includes(squeezed(w.t("report.details"))), "the details begin on the second sheet");
  for (const [index, { width, height, words: written }] of all.entries()) {
    const beyond = written.filter(
      ({ left, top, right, bottom }) => left < 0 || top < 0 || right > width || bottom > height,
    );
    assert.deepEqual(beyond, [], `sheet ${index + 1}`);
    // The foot alone is no page.
    const body = written.filter(({ bottom }) => bottom < height - 45);
    assert.ok(body.length > 0, `sheet ${index + 1} of ${all.length} is empty`);
  }
  return text;
}

for (const lang of ["ja", "en"]) {
  const w = words(lang);

  for (const name of ["soramame_pump", "umineko_foods", "tsukushi_finechem", "hotaru_imaging"]) {
    test(`the report of ${name} is printed whole, its owner's page on one sheet, and called fictional (${lang})`, async (t) => {
      const { page, seen } = await open(t, lang);
      await openFirm(page, w, firm(name));
      const text = squeezed(await fits(page, w, `firm-${name}-${lang}`));
      assert.ok(
        text.includes(squeezed(w.t("frame.practice").toLowerCase())) || text.includes(squeezed(w.t("frame.practice"))),
      );
      assert.deepEqual(seen.errors, []);
    });
  }

  test(`a firm that gave nothing but its industry gets a report, too (${lang})`, async (t) => {
    const { page } = await open(t, lang);
    await begin(page, w);
    await page.getByLabel(w.asks("profile.industry")).selectOption({ label: w.option("profile.industry", "food") });
    await fits(page, w, `firm-empty-${lang}`);
  });

  test(`the button opens the browser's own print dialog (${lang})`, async (t) => {
    const { page } = await open(t, lang);
    await page.addInitScript(() => (window.print = () => (window.printed = true)));
    await page.reload();
    await page.getByRole("heading", { level: 1, name: w.t("start.purpose") }).waitFor();
    await openFirm(page, w, firm("soramame_pump"));
    await page
      .getByRole("main")
      .getByRole("link", { name: w.t("result.report"), exact: true })
      .click();
    await arrived(page);
    await page.getByRole("button", { name: w.t("action.print"), exact: true }).click();
    await page.waitForFunction(() => window.printed);
  });
}

// A kit of an association's own, start to finish: taken, changed, opened, printed, led, played, handed in, and put away.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { axe, bothWidths, open, pdf, picture } from "./browser.mjs";
import { arrived, begin, go } from "./person.mjs";
import { DIST } from "./server.mjs";
import { choose, handIn, handedFile, sitDown } from "./team.mjs";
import { escaped, firm, kit, words } from "./words.mjs";

const CORE = kit("soramame_pump");
const ID = "kit.minato";
const TITLE = { ja: "港が閉まる日", en: "The day the port closes" };
const FIRM = { ja: "みなとポンプ(架空)", en: "Minato Pumps (fictional)" };
const squeezed = (text) => text.normalize("NFKC").replace(/\s/g, "");
const yaml = (name, text) => ({ name, mimeType: "application/yaml", buffer: Buffer.from(text) });

const own = (page) => page.locator("section[aria-labelledby=own]");

/** Presses a button that saves a file, and gives its name and text. */
async function taken(page, button) {
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

/** A kit of the pack and its firm, taken on the page and made one's own as an employee would. */
async function changed(page, w) {
  const of = own(page).getByRole("listitem").filter({ hasText: CORE.title[w.lang] });
  const one = await taken(page, of.getByRole("button", { name: w.t("kits.own.take_kit") }));
  const two = await taken(page, of.getByRole("button", { name: w.t("kits.own.take_firm") }));
  assert.deepEqual([one.name, two.name], ["kit-soramame_pump.yaml", "firm-soramame_pump.yaml"]);
  assert.ok(one.text.startsWith("# A workshop on a fictional firm."), "with its comments");
  const kit = one.text
    .replace(CORE.id, ID)
    .replace("code: SORA", "code: MINA")
    .replace("firm: case.soramame_pump", "firm: case.minato")
    .replace(CORE.title.ja, TITLE.ja)
    .replace(CORE.title.en, TITLE.en);
  const title = firm("soramame_pump").title;
  const changed = two.text.replace("case.soramame_pump", "case.minato").replace(title.ja, FIRM.ja).replace(title.en, FIRM.en);
  // Notepad ends lines in its own way, and may put a mark before the first.
  return [yaml("kit-minato.yaml", `\ufeff${kit.replaceAll("\n", "\r\n")}`), yaml("firm-minato.yaml", changed)];
}

const bring = (page, w, files) => own(page).getByLabel(w.t("tables.choose")).setInputFiles(files);
const opened = (page, w) => page.getByText(w.t("notice.kits_opened", { names: TITLE[w.lang] }), { exact: true }).waitFor();
const card = (page, w) => page.locator("li.card").filter({ hasText: TITLE[w.lang] });

for (const lang of ["ja", "en"]) {
  const w = words(lang);
  const press = (page, key) => page.getByRole("button", { name: w.t(key), exact: true }).click();

  test(`an association makes its own kit, and a room is led with it from the code on the wall to the collection (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang, { path: "#/kits", acceptDownloads: true });
    await bothWidths(page, "own-kit", lang);
    const files = await changed(page, w);

    // Every fault at once, each with its line and what to do, and nothing is changed.
    const [text] = files.map((file) => file.buffer.toString());
    const at = (part) => text.split("\n").findIndex((line) => line.includes(part)) + 1;
    const broken = text.replace("[read, 5]", "[read, 6]").replace("rows: [P-04, P-06]", "rows: [P-99]");
    await bring(page, w, [yaml("kit-minato.yaml", broken), files[1], { name: "a.png", mimeType: "image/png", buffer: Buffer.from([137, 80, 78, 71, 0]) }]);
    const notice = page.locator(".notice[data-kind=error]");
    await notice.waitFor();
    const faults = await notice.locator("li").allInnerTexts();
    const said = [
      [w.t("finding.not_utf8.what"), "a.png"],
      [w.t("finding.amiss.minutes", { sum: 61, stated: 60 }), `kit-minato.yaml:${at("minutes: 60")}`],
      [w.t("finding.unknown_reference.what", { reference: "P-99", kind: w.t("finding.kind.row") }), `kit-minato.yaml:${at("rows: [P-04, P-06]") - 1}`],
    ];
    assert.equal(faults.length, said.length, faults.join("\n"));
    for (const [index, parts] of said.entries()) for (const part of parts) assert.ok(faults[index].includes(part), `${part} in ${faults[index]}`);
    assert.equal(await card(page, w).count(), 0);
    await bothWidths(page, "own-kit-faults", lang);

    // The sound one stands among the others.
    await bring(page, w, files);
    await opened(page, w);
    assert.equal(await notice.count(), 0);
    await card(page, w).getByText(w.t("kits.own.mark"), { exact: true }).waitFor();
    await bothWidths(page, "own-kit-open", lang);
    await card(page, w).getByRole("link", { name: w.t("kits.open") }).click();
    await arrived(page);
    const sheets = squeezed((await pdf(page, `own-kit-${lang}`)).text);
    for (const words of [TITLE, FIRM, CORE.injects[0].title]) assert.ok(sheets.includes(squeezed(words[lang])), words[lang]);

    // A room of it, which a reload does not lose.
    await go(page, "#/workshop");
    await page.getByLabel(w.t("workshop.kit"), { exact: true }).selectOption(ID);
    await press(page, "workshop.open");
    await page.getByRole("heading", { level: 1, name: w.t("title.room"), exact: true }).waitFor();
    const code = await page.locator(".room-code").first().innerText();
    assert.match(code, /^MINA-/);
    await page.reload();
    await page.locator(".room-code").first().getByText(code, { exact: true }).waitFor();
    const button = page.getByRole("button", { name: w.t("room.window"), exact: true });
    const [wall] = await Promise.all([page.context().waitForEvent("page"), button.click()]);
    await wall.getByRole("heading", { level: 1, name: TITLE[lang], exact: true }).waitFor();
    await picture(wall, `own-kit-projector-${lang}`);
    await wall.close();

    // A team's device has to have it, too, and says so.
    const team = await open(t, lang, { path: "#/seat", acceptDownloads: true });
    await team.page.getByLabel(w.t("seat.code"), { exact: true }).fill(code);
    await team.page.getByLabel(w.t("seat.team"), { exact: true }).selectOption("3");
    await press(team.page, "seat.sit");
    await team.page.getByText(w.t("seat.refused.no_kit.todo"), { exact: true }).waitFor();
    await go(team.page, "#/kits");
    await bring(team.page, w, files);
    await opened(team.page, w);
    await go(team.page, "#/seat");
    await sitDown(team.page, w, code, 3);
    await team.page.getByRole("heading", { level: 1, name: FIRM[lang], exact: true }).waitFor();
    await choose(team.page, w, [CORE.choices[0].action]);
    // Loaded again, kit and seat are there.
    await team.page.reload();
    await team.page.getByRole("heading", { level: 1, name: FIRM[lang], exact: true }).waitFor();
    await handIn(team.page, w);
    const record = await handedFile(team.page, w);
    await go(page, "#/collect");
    await page.locator("input[type=file]").setInputFiles(record);
    await page.getByText(w.t("handin.taken.new", { team: 3 }), { exact: true }).waitFor();

    // Put away, brought back, and gone with everything else.
    await go(page, "#/kits");
    const file = own(page).getByRole("listitem").filter({ hasText: "kit-minato.yaml" });
    await file.getByRole("button", { name: w.t("kits.own.remove") }).click();
    await page.getByText(w.t("notice.kits_removed"), { exact: true }).waitFor();
    assert.equal(await card(page, w).count(), 0);
    await own(page).getByRole("button", { name: w.t("action.undo"), exact: true }).click();
    await card(page, w).waitFor();
    assert.deepEqual(await axe(page), []);
    await go(page, "#/next");
    await press(page, "next.button");
    await press(page, "dialog.wipe.agree");
    await page.getByRole("heading", { name: w.t("next.nothing"), exact: true }).waitFor();
    await go(page, "#/kits");
    assert.equal(await card(page, w).count(), 0);
    // Loaded twice, and once more for the projector.
    for (const [one, times] of [[seen, 3], [team.seen, 2]]) {
      assert.deepEqual(one.errors, []);
      assert.deepEqual(one.violations, []);
      assert.equal(one.requests.length, times * one.loaded);
    }
  });

  test(`a file that names a kit that is not here says what to open first, and loses nothing (${lang})`, async (t) => {
    const { page } = await open(t, lang, { path: "#/kits", acceptDownloads: true });
    await bring(page, w, await changed(page, w));
    await opened(page, w);
    await go(page, "#/workshop");
    await page.getByLabel(w.t("workshop.kit"), { exact: true }).selectOption(ID);
    await press(page, "workshop.open");
    const room = await taken(page, page.getByRole("button", { name: w.t("room.save"), exact: true }));
    await go(page, "#/seat");
    await sitDown(page, w, "mina 7k3f", 1);
    await go(page, "#/data");
    const practice = await taken(page, page.getByRole("button", { name: w.t("action.save"), exact: true }));

    const other = await open(t, lang, { path: "#/data" });
    await begin((await other.page.goto(other.server.url), other.page), w);
    for (const [path, label, file] of [
      ["#/data", w.t("start.open"), practice],
      ["#/workshop", w.t("workshop.file"), room],
    ]) {
      await go(other.page, path);
      await other.page.getByLabel(label).setInputFiles({ name: file.name, mimeType: "application/json", buffer: Buffer.from(file.text) });
      const why = other.page.locator(".notice[data-kind=error]");
      await why.getByText(w.t("finding.kit_missing.todo")).waitFor();
      assert.ok((await why.innerText()).includes(w.t("finding.kit_missing.what", { kit: ID })));
      await picture(other.page, `own-kit-missing-${path.slice(2)}-${lang}`);
    }
    // The assessment of one's own is still the open one.
    await go(other.page, "#/profile");
    assert.deepEqual(other.seen.errors, []);
  });

  test(`a tab that is open already has the kit as soon as another one opens it (${lang})`, async (t) => {
    const { page, server } = await open(t, lang, { path: "#/kits", acceptDownloads: true });
    const beside = await page.context().newPage();
    await beside.goto(`${server.url}#/kits`);
    await beside.getByRole("heading", { level: 1, name: w.t("title.kits"), exact: true }).waitFor();
    await bring(page, w, await changed(page, w));
    await opened(page, w);
    await card(beside, w).waitFor();
  });

  test(`the one file opens a kit of one's own without a server (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang, { acceptDownloads: true });
    const address = pathToFileURL(join(DIST, "sonae.html")).href;
    await page.goto(`${address}#/kits`);
    await page.getByRole("heading", { level: 1, name: w.t("title.kits"), exact: true }).waitFor();
    await bring(page, w, await changed(page, w));
    await opened(page, w);
    await page.reload();
    await card(page, w).waitFor();
    await go(page, "#/seat");
    await sitDown(page, w, "mina 7k3f", 1);
    await page.reload();
    await page.getByRole("heading", { level: 1, name: new RegExp(escaped(FIRM[lang])) }).waitFor();
    assert.deepEqual(seen.errors, []);
  });
}

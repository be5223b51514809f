// Teams hand in and a trainer collects, without a network: real codes of real team pages before a
// camera, files, and a code that is read out.
import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { bothWidths, open } from "./browser.mjs";
import { film } from "./film.mjs";
import { begin, download, go, save } from "./person.mjs";
import { actionTitle, choose, codes, handIn, handedFile, sitDown, spokenCode } from "./team.mjs";
import { kit, words } from "./words.mjs";

const KIT = kit("soramame_pump");
const ROOM = `${KIT.code}-7K3F`;
const [FIRST, SECOND] = KIT.choices.map(({ action }) => action);

/** A team that sits down with the code on the wall. */
async function sit(t, w, team, context) {
  const opened = await open(t, w.lang, { path: "#/seat", ...context });
  await sitDown(opened.page, w, ROOM.toLowerCase(), team);
  return opened;
}

/** The room as the trainer saves it. */
async function roomFile(page, w) {
  const { name, bytes } = await download(page, w.t("room.save"));
  return { name, mimeType: "application/json", buffer: bytes };
}

/** A browser that finds codes by itself: the texts that are held up, or none where it fails. */
function findsCodes() {
  globalThis.held = [];
  globalThis.looked = 0;
  globalThis.BarcodeDetector = class {
    static getSupportedFormats = async () => ["aztec", "qr_code"];
    constructor({ formats }) {
      if (formats.join() !== "qr_code") throw new TypeError("formats");
    }
    async detect(picture) {
      globalThis.looked += 1;
      if (!(picture instanceof HTMLVideoElement) || globalThis.held === null) throw new DOMException("no service");
      return globalThis.held.map((rawValue) => ({ rawValue, format: "qr_code" }));
    }
  };
}

test("a browser that finds codes by itself is asked first, and the worker where it fails", async (t) => {
  const w = words("en");
  const one = await sit(t, w, 1);
  await choose(one.page, w, [FIRST]);
  await handIn(one.page, w);
  const shown = await codes(one.page);
  const file = await handedFile(one.page, w);
  const two = await sit(t, w, 2);
  await handIn(two.page, w);
  const letters = (await handedFile(two.page, w)).buffer.toString().trim();

  const path = join(await mkdtemp(join(tmpdir(), "sonae-film-")), "codes.y4m");
  await film(path, one.page, shown.map((png) => ({ png })));
  const { page, seen } = await open(t, "en", { path: "#/collect", film: path, permissions: ["camera"], init: findsCodes });
  const row = (number) => page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: w.t("handin.team", { team: number }), exact: true }) });
  await page.getByRole("button", { name: w.t("handin.camera_start"), exact: true }).click();
  await page.waitForFunction(() => globalThis.looked > 2);
  assert.equal(await page.getByRole("row").count(), 0, "the browser saw nothing, and the worker was not asked");
  await page.evaluate((letters) => (globalThis.held = ["https://example.com", letters]), letters);
  await row(2).filter({ hasText: w.t("handin.stands", { turn: 1 }) }).waitFor();
  await row(1).filter({ hasText: w.t("handin.gap") }).waitFor();
  // It was no code of ours, or it cannot any more: then the worker reads what the camera shows.
  await page.evaluate(() => (globalThis.held = null));
  await row(1).filter({ hasText: w.t("handin.stands", { turn: 1 }) }).waitFor();
  const looked = await page.evaluate(() => globalThis.looked);
  await page.waitForTimeout(500);
  assert.equal(await page.evaluate(() => globalThis.looked), looked, "it is not asked again");
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByText(w.t("handin.taken.again", { team: 1 })).waitFor();
  assert.deepEqual(seen.errors, []);
  assert.deepEqual(seen.violations, []);
});

for (const lang of ["ja", "en"]) {
  const w = words(lang);
  const team = (number) => w.t("handin.team", { team: number });

  test(`codes before a camera, files and a code read out make one class picture (${lang})`, async (t) => {
    const one = await sit(t, w, 1);
    await choose(one.page, w, [FIRST]);
    await handIn(one.page, w);
    const shown = await codes(one.page);
    await bothWidths(one.page, "handin", lang);
    assert.deepEqual(one.seen.errors, []);
    assert.deepEqual(one.seen.violations, []);
    assert.equal(one.seen.requests.length, one.seen.loaded);

    // The second changes its mind; the first file comes late.
    const two = await sit(t, w, 2);
    await choose(two.page, w, [FIRST]);
    await handIn(two.page, w);
    const early = await handedFile(two.page, w);
    await choose(two.page, w, [SECOND]);
    await handIn(two.page, w, true);
    shown.push(...(await codes(two.page)));

    // The third has no camera before it: it reads its code out. The fourth is lost.
    const three = await sit(t, w, 3);
    await choose(three.page, w, [SECOND]);
    await handIn(three.page, w);
    const spoken = await spokenCode(three.page);

    // The fifth brings last month's file.
    const five = await sit(t, w, 5, { clock: new Date(Date.now() - 30 * 86_400_000) });
    await handIn(five.page, w);
    const stale = await handedFile(five.page, w);

    // Somebody brings a firm of their own.
    const own = await open(t, lang);
    await begin(own.page, w);
    const real = await save(own.page, w);
    await go(own.page, "#/handin");
    await own.page.getByText(w.t("handin.own_firm")).waitFor();

    const path = join(await mkdtemp(join(tmpdir(), "sonae-film-")), "codes.y4m");
    await film(path, one.page, shown.map((png) => ({ png })));
    const { page, seen } = await open(t, lang, { path: "#/collect", film: path, permissions: ["camera"], acceptDownloads: true });
    const code = page.getByLabel(w.t("handin.room_code"), { exact: true });
    await code.fill(ROOM);
    await code.press("Enter");
    await page.getByText(w.t("handin.room", { code: ROOM })).waitFor();
    await page.getByRole("button", { name: w.t("handin.camera_start"), exact: true }).click();
    const stands = (number, text) => page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: team(number), exact: true }) }).filter({ hasText: text }).waitFor();
    await stands(1, w.t("handin.stands", { turn: 1 }));
    await stands(2, w.t("handin.stands", { turn: 2 }));
    await page.getByRole("button", { name: w.t("handin.camera_stop"), exact: true }).click();
    await page.getByRole("button", { name: w.t("handin.camera_start"), exact: true }).waitFor();

    const files = page.locator("input[type=file]");
    await files.setInputFiles([early, stale, { name: "own.sonae", mimeType: "application/json", buffer: real.bytes }]);
    await page.getByText(w.t("handin.taken.older", { team: 2 })).waitFor();
    await page.getByText(w.t("handin.taken.stale", { team: 5 })).waitFor();
    await page.getByText(w.t("handin.refused.real_firm")).waitFor();
    await stands(2, w.t("handin.stands", { turn: 2 }));
    await stands(5, w.t("handin.stands_stale", { turn: 1 }));
    // Nothing of it is kept: what is collected is the room's, and stands in its file.
    const saved = await roomFile(page, w);
    assert.deepEqual(Object.keys(JSON.parse(saved.buffer)).toSorted(), ["code", "done", "format", "kit", "language", "minutes", "opened", "records", "teams", "version"]);
    assert.ok(JSON.parse(saved.buffer).records.every((text) => text.startsWith("SONAE:")));

    const short = page.getByLabel(w.t("handin.spoken"), { exact: true });
    await short.fill(`${spoken.slice(0, -1)}${spoken.endsWith("0") ? "1" : "0"}`);
    await short.press("Enter");
    await page.getByText(w.t("handin.misread.unknown")).waitFor();
    await short.fill(spoken.toLowerCase());
    await short.press("Enter");
    await stands(3, w.t("handin.stands_spoken", { turn: 1 }));
    await stands(4, w.t("handin.gap"));
    await bothWidths(page, "collect", lang);

    // It survives a reload, and what was taken away comes back.
    await page.reload();
    await stands(3, w.t("handin.stands_spoken", { turn: 1 }));
    const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: team(5), exact: true }) });
    await row.getByRole("button").click();
    await stands(5, w.t("handin.gap"));
    await page.getByRole("button", { name: w.t("action.undo"), exact: true }).click();
    await stands(5, w.t("handin.stands_stale", { turn: 1 }));
    await row.getByRole("button").click();
    await stands(5, w.t("handin.gap"));

    // It moves to another computer with the room.
    const moved = await roomFile(page, w);
    const other = await open(t, lang, { path: "#/workshop" });
    await other.page.getByLabel(w.t("workshop.file"), { exact: true }).setInputFiles(moved);
    await other.page.getByRole("heading", { level: 1, name: w.t("title.room"), exact: true }).waitFor();
    await go(other.page, "#/collect");
    const there = (page) => page.locator("section[aria-labelledby=teams-head] tbody").innerText();
    assert.equal(await there(other.page), await there(page));

    await go(page, "#/picture");
    const decided = async (id) => {
      const cells = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: actionTitle(w, id), exact: true }) }).getByRole("cell");
      return (await cells.last().textContent()).match(/\d+/g).map(Number);
    };
    assert.deepEqual(await decided(FIRST), [1, 0]);
    assert.deepEqual(await decided(SECOND), [2, 0]);
    await page.getByText(w.t("handin.only_choices", { teams: "3" })).waitFor();
    await bothWidths(page, "picture", lang);
    assert.deepEqual(seen.errors, []);
    assert.deepEqual(seen.violations, []);
  });
}

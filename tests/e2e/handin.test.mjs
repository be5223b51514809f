// Teams hand in and a trainer collects, without a network: real codes of real team pages before a
// camera, files, and a code that is read out.
import assert from "node:assert/strict";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { bothWidths, open } from "./browser.mjs";
import { begin, go, save } from "./person.mjs";
import { SCENARIOS, escaped, kit, words } from "./words.mjs";

const KIT = kit("soramame_pump");
const ROOM = `${KIT.code}-7K3F`;
const [WIDTH, HEIGHT] = [1280, 720];

/** A team that sits down with the code on the wall. */
async function sit(t, w, team, context) {
  const opened = await open(t, w.lang, { path: "#/seat", ...context });
  const { page } = opened;
  await page.getByLabel(w.t("seat.code"), { exact: true }).fill(ROOM.toLowerCase());
  await page.getByLabel(w.t("seat.team"), { exact: true }).selectOption(String(team));
  await page.getByRole("button", { name: w.t("seat.sit"), exact: true }).click();
  await page.locator("#before").waitFor();
  return opened;
}

/** Has this and nothing else chosen before anything happens. */
async function choose(page, w, at) {
  await go(page, "#/seat");
  for (const box of await page.getByRole("checkbox", { checked: true }).all()) await box.uncheck();
  const { title } = SCENARIOS.actions.find((one) => one.id === KIT.choices[at].action);
  await page.getByRole("checkbox", { name: new RegExp(`^\\s*${escaped(title[w.lang])}`) }).check();
  await go(page, "#/handin");
}

async function handIn(page, w, again) {
  await page.getByRole("button", { name: w.t(again ? "handin.hand_in_again" : "handin.hand_in"), exact: true }).click();
  await page.locator("svg.qr").first().waitFor();
}

async function toFile(page, w) {
  const button = page.getByRole("button", { name: w.t("handin.save"), exact: true });
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  return { name: download.suggestedFilename(), mimeType: "text/plain", buffer: await readFile(await download.path()) };
}

/** The codes as they stand on a team's page. */
async function codes(page) {
  const all = await page.locator("svg.qr").all();
  return Promise.all(all.map((code) => code.screenshot()));
}

/** A film in which each picture is held up for a while, on a grey table. */
async function film(page, pictures) {
  const frames = [];
  for (const png of pictures) {
    const grey = await page.evaluate(
      async ([base64, width, height]) => {
        const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
        const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
        const canvas = new OffscreenCanvas(width, height);
        const drawing = canvas.getContext("2d");
        drawing.fillStyle = "#999";
        drawing.fillRect(0, 0, width, height);
        const side = height * 0.9;
        drawing.translate(width / 2, height / 2);
        drawing.rotate(0.08);
        drawing.drawImage(image, -side / 2, -side / 2, side, side);
        const { data } = drawing.getImageData(0, 0, width, height);
        return Array.from({ length: width * height }, (_, at) => data[at * 4]);
      },
      [png.toString("base64"), WIDTH, HEIGHT],
    );
    const colour = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
    const frame = Buffer.concat([Buffer.from("FRAME\n"), Buffer.from(grey), colour]);
    for (let held = 0; held < 8; held += 1) frames.push(frame);
  }
  const path = join(await mkdtemp(join(tmpdir(), "sonae-film-")), "codes.y4m");
  await writeFile(path, Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F5:1 Ip A1:1 C420jpeg\n`), ...frames]));
  return path;
}

for (const lang of ["ja", "en"]) {
  const w = words(lang);
  const team = (number) => w.t("handin.team", { team: number });
  const title = (at) => SCENARIOS.actions.find(({ id }) => id === KIT.choices[at].action).title[lang];

  test(`codes before a camera, files and a code read out make one class picture (${lang})`, async (t) => {
    const one = await sit(t, w, 1);
    await choose(one.page, w, 0);
    await handIn(one.page, w);
    const shown = await codes(one.page);
    await bothWidths(one.page, "handin", lang);
    assert.deepEqual(one.seen.errors, []);
    assert.deepEqual(one.seen.violations, []);
    assert.equal(one.seen.requests.length, one.seen.loaded);

    // The second changes its mind; the first file comes late.
    const two = await sit(t, w, 2);
    await choose(two.page, w, 0);
    await handIn(two.page, w);
    const early = await toFile(two.page, w);
    await choose(two.page, w, 1);
    await handIn(two.page, w, true);
    shown.push(...(await codes(two.page)));

    // The third has no camera before it: it reads its code out. The fourth is lost.
    const three = await sit(t, w, 3);
    await choose(three.page, w, 1);
    await handIn(three.page, w);
    const spoken = await three.page.locator(".handin-spoken").textContent();

    // The fifth brings last month's file.
    const five = await sit(t, w, 5, { clock: new Date(Date.now() - 30 * 86_400_000) });
    await go(five.page, "#/handin");
    await five.page.getByRole("button", { name: w.t("handin.hand_in"), exact: true }).click();
    const stale = await toFile(five.page, w);

    // Somebody brings a firm of their own.
    const own = await open(t, lang);
    await begin(own.page, w);
    const real = await save(own.page, w);
    await go(own.page, "#/handin");
    await own.page.getByText(w.t("handin.own_firm")).waitFor();

    const path = await film(one.page, shown);
    const { page, seen } = await open(t, lang, { path: "#/collect", film: path, permissions: ["camera"] });
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
    const kept = await page.evaluate(() => localStorage["sonae.handin"]);
    assert.ok(!kept.includes("own.sonae") && !kept.includes("answers"));

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

    await go(page, "#/picture");
    const decided = async (at) => {
      const cells = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: title(at), exact: true }) }).getByRole("cell");
      return (await cells.allTextContents()).map((text) => Number.parseInt(text, 10));
    };
    assert.deepEqual(await decided(0), [1, 0]);
    assert.deepEqual(await decided(1), [2, 0]);
    await page.getByText(w.t("handin.only_choices", { teams: "3" })).waitFor();
    await bothWidths(page, "picture", lang);
    assert.deepEqual(seen.errors, []);
    assert.deepEqual(seen.violations, []);
  });
}

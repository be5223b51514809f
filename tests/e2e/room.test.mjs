// A room is led: the door, the trainer's screen by keyboard, and the projector's window beside it.
import assert from "node:assert/strict";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joined } from "node:path";
import { test } from "node:test";
import { axe, bothWidths, open, picture } from "./browser.mjs";
import { film } from "./film.mjs";
import { arrived, begin, go } from "./person.mjs";
import { card, openRoom, project, steps } from "./trainer.mjs";
import { kit, words } from "./words.mjs";

const KIT = kit("soramame_pump");
const STEPS = steps(KIT, 60);
const SIX = { kit: KIT, minutes: 60, teams: 6 };

const now = (page) => page.locator(".room-title");
const seconds = async (page) => {
  const [minutes, seconds] = (await page.locator(".room-clock strong").innerText()).split(":").map(Number);
  return minutes * 60 + seconds;
};

for (const lang of ["ja", "en"]) {
  const w = words(lang);
  const press = async (page, name) => {
    const button = page.getByRole("button", { name, exact: true });
    await button.focus();
    await page.keyboard.press("Enter");
  };

  test(`a trainer leads a room by keyboard while a window projects it (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang, { path: "#/workshop", acceptDownloads: true });
    await page.getByRole("link", { name: w.t("workshop.sit_link"), exact: true }).waitFor();
    await bothWidths(page, "workshop", lang);
    const join = await openRoom(page, w, SIX);
    assert.ok(await page.getByText(w.t("room.facts", { minutes: 60, teams: 6 })).isVisible());
    assert.match(join, /^SORA-[0-9A-HJKMNP-TV-Z]{4}$/);
    assert.ok(await page.getByText(w.t("room.window_none"), { exact: true }).isVisible());

    const wall = await project(page, w);
    assert.equal(await wall.locator(".projector-head .room-code").innerText(), join);
    await wall.getByRole("heading", { level: 1, name: KIT.title[lang], exact: true }).waitFor();
    assert.equal(await wall.locator(".top-bar").count(), 0);

    // Steps by the keys of a remote; the window follows and never has the script.
    await page.locator("#main h1").focus();
    for (const [at, step] of STEPS.entries()) {
      await page.keyboard.press(at % 2 ? "ArrowRight" : "PageDown");
      await now(page).getByText(step.title[lang], { exact: true }).waitFor();
      assert.ok(await page.getByText(step.say[lang], { exact: true }).isVisible());
      await wall.getByRole("heading", { level: 1, name: step.question[lang], exact: true }).waitFor();
      const shown = await wall.locator("body").innerText();
      for (const secret of [step.say, ...(step.ask ?? []), ...(step.missed ?? [])]) assert.ok(!shown.includes(secret[lang]), secret[lang]);
      assert.equal(await wall.locator("[aria-current=step]").count(), 1);
    }
    await page.keyboard.press("PageUp");
    await now(page).getByText(STEPS.at(-2).title[lang], { exact: true }).waitFor();
    await press(page, w.t("room.undo", { what: w.t("room.did.back") }));
    await now(page).getByText(STEPS.at(-1).title[lang], { exact: true }).waitFor();

    // The remote works with the window in front, too.
    await wall.keyboard.press("PageUp");
    await now(page).getByText(STEPS.at(-2).title[lang], { exact: true }).waitFor();

    // A pause, and five minutes more.
    await press(page, w.t("room.pause"));
    await wall.getByText(w.t("room.paused"), { exact: true }).waitFor();
    const stood = await seconds(page);
    await press(page, w.t("room.more"));
    await page.waitForFunction((before) => {
      const [minutes, seconds] = document.querySelector(".room-clock strong").innerText.split(":").map(Number);
      return minutes * 60 + seconds === before + 300;
    }, stood);
    await press(page, w.t("room.resume"));

    // Dark, and light again; not while something is typed.
    await page.locator("#main h1").focus();
    await page.keyboard.press(".");
    await wall.locator(".projector[data-state=dark]").waitFor();
    assert.ok(!(await wall.locator("body").innerText()).includes(join));
    assert.ok(await page.getByText(w.t("room.is_blank"), { exact: true }).isVisible());
    assert.deepEqual(await axe(wall), []);
    await page.keyboard.press("b");
    await wall.locator(".projector:not([data-state])").waitFor();
    const note = page.getByLabel(w.t("room.note"), { exact: true });
    await note.fill("");
    await note.pressSequentially("b. 鋳物 b");
    assert.equal(await wall.locator(".projector[data-state=dark]").count(), 0);
    await press(page, w.t("room.note_add"));
    await page.locator("li", { hasText: "b. 鋳物 b" }).waitFor();
    assert.equal(await note.inputValue(), "");

    // Cards in any order, each with its code.
    for (const inject of [...KIT.injects].reverse()) {
      const own = card(page, w, inject);
      const code = await own.locator(".room-code").innerText();
      assert.equal(code.slice(0, 4), join.slice(5));
      await own.getByRole("button").focus();
      await page.keyboard.press("Enter");
      const shown = wall.locator(".projector-card");
      await shown.getByRole("heading", { name: inject.title[lang], exact: true }).waitFor();
      assert.ok(await shown.getByText(inject.card[lang], { exact: true }).isVisible());
      assert.ok((await shown.innerText()).includes(w.t("room.wall_card", { code })));
      assert.ok(!(await wall.locator("body").innerText()).includes(inject.debrief[lang]));
      await own.getByText(w.t("room.shown"), { exact: true }).waitFor();
    }
    await bothWidths(page, "room", lang);
    await bothWidths(wall, "projector", lang);

    // Loaded again, the clock has gone on.
    const before = await seconds(page);
    await page.reload();
    await now(page).getByText(STEPS.at(-2).title[lang], { exact: true }).waitFor();
    const after = await seconds(page);
    assert.ok(after <= before && after > before - 60, `${before} and ${after}`);
    await page.getByText(w.t("room.window_there"), { exact: true }).waitFor();

    // A file, another room, and the file again.
    const [download] = await Promise.all([page.waitForEvent("download"), press(page, w.t("room.save"))]);
    assert.equal(download.suggestedFilename(), `sonae-room-${join.toLowerCase()}.sonae-room`);
    const file = await download.path();
    const room = JSON.parse(await readFile(file, "utf8"));
    assert.equal(room.format, "sonae-room");
    assert.equal(room.done.filter(({ what }) => what === "inject").length, KIT.injects.length);
    await go(page, "#/workshop");
    await page.getByRole("link", { name: w.t("workshop.go_on", { code: join }), exact: true }).waitFor();
    await page.getByRole("button", { name: w.t("workshop.open"), exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: w.t("dialog.room.agree"), exact: true }).click();
    await now(page).getByText(w.t("room.waiting"), { exact: true }).waitFor();
    assert.notEqual(await page.locator(".room-code").first().innerText(), join);
    await go(page, "#/workshop");
    await page.getByLabel(w.t("workshop.file"), { exact: true }).setInputFiles(file);
    await now(page).getByText(STEPS.at(-2).title[lang], { exact: true }).waitFor();
    await page.locator("li", { hasText: "b. 鋳物 b" }).waitFor();
    await go(page, "#/workshop");
    await page.getByLabel(w.t("workshop.file"), { exact: true }).setInputFiles({ name: "a.json", mimeType: "application/json", buffer: Buffer.from("{}") });
    await page.getByText(w.t("finding.not_a_room.todo")).waitFor();

    // The window is gone, and the trainer is told.
    await go(page, "#/room");
    await wall.close();
    await page.getByText(w.t("room.window_none"), { exact: true }).waitFor();

    // Whoever comes next finds nothing.
    await go(page, "#/next");
    await page.getByRole("button", { name: w.t("next.button"), exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: w.t("dialog.wipe.agree"), exact: true }).click();
    await page.getByRole("heading", { name: w.t("next.nothing") }).waitFor();
    await go(page, "#/room");
    await page.getByText(w.t("room.none"), { exact: true }).waitFor();
    await page.reload();
    await page.getByText(w.t("room.none"), { exact: true }).waitFor();
    assert.deepEqual(seen.errors, []);
    assert.deepEqual(seen.violations, []);
  });

  test(`the window is no second tab of an open assessment, and speaks as the trainer does (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang);
    await begin(page, w);
    await go(page, "#/workshop");
    await openRoom(page, w, SIX);
    const wall = await project(page, w);
    await page.reload();
    await page.getByText(w.t("room.window_there"), { exact: true }).waitFor();
    await go(page, "#/profile");
    await arrived(page);
    assert.equal(await page.getByText(w.t("hold.elsewhere"), { exact: true }).count(), 0);
    await go(page, "#/room");
    const other = words(lang === "ja" ? "en" : "ja");
    await page.getByRole("button", { name: lang === "ja" ? "English" : "日本語" }).click();
    await wall.getByRole("heading", { level: 1, name: KIT.title[other.lang], exact: true }).waitFor();
    assert.equal(await wall.locator("html").getAttribute("lang"), other.lang);
    assert.deepEqual(seen.errors, []);
  });

  test(`a tablet scans the codes that are projected (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang, { path: "#/workshop" });
    await openRoom(page, w, SIX);
    const wall = await project(page, w);
    const code = wall.locator("svg.qr");
    await code.waitFor();
    const path = joined(await mkdtemp(joined(tmpdir(), "sonae-film-")), "codes.y4m");
    await film(path, wall, [{ png: await code.screenshot(), turn: 0.3 }]);
    await wall.setViewportSize({ width: 1920, height: 1080 });
    await picture(wall, `projector-waiting-1920-${lang}`);

    const team = await open(t, lang, { path: "#/seat", film: path, permissions: ["camera"] });
    const scan = team.page.getByRole("button", { name: w.t("handin.camera_start"), exact: true });
    await scan.click();
    const join = await page.locator(".room-code").first().innerText();
    await team.page.waitForFunction((code) => document.getElementById("join-code")?.value === code, join);
    await team.page.locator("video").waitFor({ state: "detached" });
    await team.page.getByLabel(w.t("seat.team"), { exact: true }).selectOption("3");
    await team.page.getByRole("button", { name: w.t("seat.sit"), exact: true }).click();
    await team.page.locator("#before").waitFor();

    // A card: its code is taken as soon as it is read.
    const [inject] = KIT.injects;
    await page.locator("#main h1").focus();
    await page.keyboard.press("PageDown");
    await card(page, w, inject).getByRole("button").click();
    await wall.locator(".projector-card svg.qr").waitFor();
    await film(path, wall, [{ png: await wall.locator(".projector-card svg.qr").screenshot() }]);
    await picture(wall, `projector-card-1920-${lang}`);
    assert.ok(await wall.evaluate(() => document.documentElement.scrollHeight <= innerHeight), "a card is seen whole");
    await scan.click();
    await team.page.getByText(inject.card[lang], { exact: true }).waitFor();
    await bothWidths(team.page, "seat-scanned", lang);
    assert.deepEqual(await axe(wall), []);
    assert.deepEqual([...seen.errors, ...team.seen.errors], []);
    assert.deepEqual([...seen.violations, ...team.seen.violations], []);
  });

  test(`it works in the one file, without a server (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang, { path: "#/workshop", inOneFile: true });
    await openRoom(page, w, SIX);
    const wall = await project(page, w);
    await page.locator("#main h1").focus();
    await page.keyboard.press("PageDown");
    await wall.getByRole("heading", { level: 1, name: STEPS[0].question[lang], exact: true }).waitFor();
    await page.reload();
    await now(page).getByText(STEPS[0].title[lang], { exact: true }).waitFor();
    assert.deepEqual(seen.errors, []);
  });
}

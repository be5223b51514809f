// After a workshop: one click from the room to a sheet that says what the teams did, and totals
// that are kept and put together with another room's.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as within } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { bothWidths, open, pdf, picture } from "./browser.mjs";
import { command } from "./command.mjs";
import { arrived, begin, download, go, openFirm, save } from "./person.mjs";
import { sheets } from "./result.mjs";
import { actionTitle, choose, handIn, handedFile, sitDown, spokenCode, take } from "./team.mjs";
import { card, cells, openRoom, steps } from "./trainer.mjs";
import { firm, kit, words } from "./words.mjs";

const KIT = kit("soramame_pump");
const STEPS = steps(KIT, 60);
const DAY = 86_400_000;
const squeezed = (text) => text.normalize("NFKC").replace(/\s/g, "");

for (const lang of ["ja", "en"]) {
  const w = words(lang);
  const button = (page, key, values) => page.getByRole("button", { name: w.t(key, values), exact: true });
  const title = (at) => actionTitle(w, KIT.choices[at].action);
  const teams = (count) => w.t(`handin.teams_count.${count === 1 && lang === "en" ? "one" : "other"}`, { count });
  const rooms = (count) => w.t(`totals.rooms.${count === 1 && lang === "en" ? "one" : "other"}`, { count });
  const sums = (r, n) => w.t("totals.sums", { rooms: rooms(r), teams: teams(n) });
  /** A trainer leads a room of an hour with four teams up to the first card; gives the two codes. */
  const lead = async (page) => {
    const join = await openRoom(page, w, { kit: KIT, minutes: 60, teams: 4 });
    await button(page, "room.start").click();
    await button(page, "room.next").click();
    const inject = card(page, w, KIT.injects[0]);
    await inject.getByRole("button").click();
    await page.getByLabel(w.t("room.note"), { exact: true }).fill("P-01 <b>");
    await button(page, "room.note_add").click();
    return [join, await inject.locator(".room-code").innerText()];
  };

  /** A team sits down, chooses, is dealt the card, chooses again, and hands its record over as a file. */
  const team = async (t, join, inject, number, before, after) => {
    const { page } = await open(t, lang, { path: "#/seat" });
    const actions = (places) => places.map((at) => KIT.choices[at].action);
    await sitDown(page, w, join, number);
    await choose(page, w, actions(before));
    await take(page, w, inject);
    await page.locator(".seat-clock").waitFor();
    await choose(page, w, actions(after));
    await handIn(page, w);
    return handedFile(page, w);
  };

  test(`a room is looked back on in one click, and its totals are put together with another's (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang, { path: "#/workshop", acceptDownloads: true });
    const [join, inject] = await lead(page);

    // Before anything was handed in, the sheet says so.
    await page.getByRole("link", { name: w.t("title.after"), exact: true }).click();
    await arrived(page);
    assert.equal(await page.getByText(w.t("after.nothing_in"), { exact: true }).count(), 3);
    assert.ok(await page.getByText(w.t("after.keep_none"), { exact: true }).isVisible());
    await bothWidths(page, "after-none", lang);

    // The fourth team is lost.
    const files = [
      await team(t, join, inject, 1, [0, 3], [1]),
      await team(t, join, inject, 2, [0], []),
      await team(t, join, inject, 3, [0], [1]),
    ];
    await go(page, "#/collect");
    await page.locator("input[type=file]").setInputFiles(files);
    await page.getByText(w.t("handin.here", { here: 3, all: 4 })).waitFor();

    await go(page, "#/room");
    for (const step of STEPS.slice(2)) {
      await button(page, "room.next").click();
      await page.locator(".room-title").getByText(step.title[lang], { exact: true }).waitFor();
    }
    await button(page, "room.end").click();
    await page.getByRole("link", { name: w.t("title.after"), exact: true }).first().click();
    await arrived(page);

    const sheet = page.locator(".report-sheet");
    await sheet.getByText(w.t("handin.here", { here: 3, all: 4 })).waitFor();
    const lost = `after.lost.${lang === "en" ? "one" : "other"}`;
    assert.ok(await sheet.getByText(w.t(lost, { count: 1 })).isVisible());
    // The course of it: every step, the card, the note, the end.
    const events = await page.getByRole("table", { name: w.t("after.timeline"), exact: true }).getByRole("cell").allTextContents();
    const happened = STEPS.map((step) => step.title[lang]);
    happened.splice(2, 0, w.t("after.card", { title: KIT.injects[0].title[lang] }), w.t("after.note", { note: "P-01 <b>" }));
    assert.deepEqual(events, [...happened, w.t("after.over")]);
    // What the teams chose.
    const decided = async (at) => (await cells(page, w.t("after.decisions"), title(at))).slice(1);
    assert.deepEqual(await decided(0), [teams(3), teams(0)]);
    assert.deepEqual(await decided(1), [teams(0), teams(2)]);
    assert.deepEqual(await decided(2), [teams(0), teams(0)]);
    assert.deepEqual(await decided(3), [teams(1), teams(0)]);
    // The teams left the firm as it is: without any choice, they saw what the engine says of it.
    const [counted, without, withBefore] = await cells(page, w.t("after.changes"), KIT.injects[0].title[lang]);
    assert.equal(counted, "3");
    const [alone] = await cells(page, w.t("after.prevented"), w.t("handin.without"));
    assert.equal(without, alone);
    assert.notEqual(withBefore, without);
    const all = await cells(page, w.t("after.prevented"), w.t("after.all"));
    assert.equal(all.length, 1, "one card was played");
    assert.notEqual(all[0], without);
    // No team is named.
    const told = await sheet.innerText();
    for (const number of [1, 2, 3, 4]) assert.ok(!told.includes(w.t("handin.team", { team: number })) || lang === "ja");
    await bothWidths(page, "after", lang);
    await page.setViewportSize({ width: 1920, height: 1080 });
    await picture(page, `after-1920-${lang}`);
    await page.setViewportSize({ width: 1280, height: 900 });

    // On paper: two leaves at most, and nothing of the buttons.
    const printed = await pdf(page, `after-${lang}`);
    assert.ok(sheets(printed.file).length <= 2, `${sheets(printed.file).length} sheets`);
    const paper = squeezed(printed.text);
    for (const key of ["after.title", "after.timeline", "after.decisions", "after.changes", "after.prevented", "after.open", "after.no_ranking"]) {
      assert.ok(paper.includes(squeezed(w.t(key))), key);
    }
    assert.ok(!paper.includes(squeezed(w.t("after.keep_save"))));

    // As a page that stands alone.
    const saved = await download(page, w.t("memo.save_page"));
    assert.match(saved.name, /^sonae-after-\d{4}-\d\d-\d\d\.html$/);
    const own = await page.context().newPage();
    const requests = [];
    own.on("request", (request) => requests.push(request.url()));
    const file = within(await mkdtemp(within(tmpdir(), "sonae-after-")), saved.name);
    await writeFile(file, saved.bytes);
    await own.goto(pathToFileURL(file).href);
    await own.getByRole("heading", { level: 1, name: w.t("after.title"), exact: true }).waitFor();
    assert.equal(await own.locator("b").count(), 0);
    assert.equal(requests.length, 1);
    await own.close();

    // Totals: counts of three at a time, and nothing that says whose.
    const totals = await download(page, w.t("after.keep_save"));
    assert.match(totals.name, /^sonae-totals-\d{4}-\d\d-\d\d\.json$/);
    const text = totals.bytes.toString();
    const value = JSON.parse(text);
    assert.equal(value.format, "sonae-totals");
    assert.ok(!text.includes(join.slice(5)) && !/"team":|\d{4}-\d\d-\d\d/.test(text.replaceAll(value.pack.version, "")));
    const figures = value.kits[KIT.id];
    assert.deepEqual([figures.rooms, figures.teams, figures.results], [1, 3, 3]);
    const chosen = (at) => figures.choices[KIT.choices[at].action];
    assert.deepEqual(chosen(0), { before: [3, 3], after: [0, 2] });
    assert.deepEqual(chosen(3), { before: [0, 2], after: [0, 2] });

    // Another day's room: the same files, brought to somebody whose clock shows another day.
    const other = await open(t, lang, { path: "#/collect", clock: new Date(Date.now() - 40 * DAY), acceptDownloads: true });
    await other.page.locator("input[type=file]").setInputFiles(files);
    await other.page.getByText(w.t("handin.here", { here: 3, all: 5 })).waitFor();
    await go(other.page, "#/after");
    await other.page.getByText(w.t("after.not_begun"), { exact: true }).waitFor();
    const whole = await pdf(other.page, `after-not-begun-${lang}`);
    assert.ok(sheets(whole.file).length <= 2, "two sheets at most");
    const theirs = await download(other.page, w.t("after.keep_save"));

    // Brought to where teams hand in, it is told by its name, and leads to where it opens.
    const json = (name, buffer) => ({ name, mimeType: "application/json", buffer });
    await go(page, "#/collect");
    await page.locator("input[type=file]").setInputFiles(json("totals.json", totals.bytes));
    await page.getByText(w.t("handin.refused.other_file", { file: w.t("finding.format.sonae-totals.is") })).waitFor();
    await bothWidths(page, "collect-totals", lang);
    await page.getByRole("status").getByRole("link", { name: w.t("title.totals"), exact: true }).click();
    await arrived(page);
    const sum = (r, n) => page.locator("[role=status] strong").getByText(sums(r, n), { exact: true }).waitFor();
    await sum(1, 3);
    const add = (...files) => page.getByLabel(w.t("totals.add"), { exact: true }).setInputFiles(files);
    // Its own file counts once, however often it comes.
    await add(json("own.json", totals.bytes));
    await page.getByRole("listitem").filter({ hasText: "own.json" }).waitFor();
    await sum(1, 3);
    await add(json("theirs.json", theirs.bytes));
    await sum(2, 6);
    await add(json("theirs.json", theirs.bytes), json("own.json", totals.bytes));
    await page.getByRole("listitem").filter({ hasText: "own.json" }).nth(1).waitFor();
    await sum(2, 6);
    assert.deepEqual(await cells(page, w.t("totals.choices"), title(0)), ["6", w.t("totals.range", { low: 0, high: 4 })]);
    await bothWidths(page, "totals", lang);
    const leaves = await pdf(page, `totals-${lang}`);
    assert.ok(squeezed(leaves.text).includes(squeezed(title(0))) && !squeezed(leaves.text).includes("own.json"));

    // What is none is told, and nothing is lost.
    const visitor = await open(t, lang);
    await begin(visitor.page, w);
    const real = await save(visitor.page, w);
    const practising = await open(t, lang);
    await openFirm(practising.page, w, firm("soramame_pump"));
    const practice = await save(practising.page, w);
    await go(page, "#/room");
    const room = await download(page, w.t("room.save"));
    await go(page, "#/totals");
    await sum(2, 6);
    for (const [name, bytes, code, format] of [
      ["firm.sonae", real.bytes, "not_totals", "sonae-assessment"],
      ["practice.sonae", practice.bytes, "not_totals", "sonae-practice"],
      ["room.sonae-room", room.bytes, "not_totals", "sonae-room"],
      ["team.sonae-seat", files[0].buffer, "not_totals", "sonae-seat"],
      ["half.json", totals.bytes.subarray(0, 400), "truncated"],
      ["newer.json", Buffer.from(text.replace('"version": 1,', '"version": 2,')), "newer_version"],
      ["changed.json", Buffer.from(text.replace('"teams": 3', '"teams": 4')), "broken_seal"],
    ]) {
      await add(json(name, bytes));
      const notice = page.locator(".notice[data-kind=error]").filter({ hasText: name });
      await notice.waitFor();
      const told = await notice.innerText();
      assert.match(told, w.like(`finding.${code}.what`), name);
      for (const which of format ? ["is", "opens"] : []) assert.ok(told.includes(w.t(`finding.format.${format}.${which}`)), name);
      await sum(2, 6);
    }
    await bothWidths(page, "totals-refused", lang);
    // The way to where it opens.
    await add(json("room.sonae-room", room.bytes));
    await page.locator(".notice[data-kind=error]").getByRole("link", { name: w.t("title.workshop"), exact: true }).click();
    await arrived(page);
    await go(page, "#/totals");

    // One at a time is taken away and comes back; all of them are saved as one, and as a table.
    const remove = (name) => page.getByRole("listitem").filter({ hasText: name }).first().getByRole("button");
    await remove("theirs.json").click();
    await remove("theirs.json").click();
    await sum(1, 3);
    await button(page, "action.undo").click();
    await sum(2, 6);
    const merged = await download(page, w.t("totals.save"));
    const together = JSON.parse(merged.bytes.toString());
    assert.deepEqual(together.rooms, [...value.rooms, ...JSON.parse(theirs.bytes.toString()).rooms].sort());
    assert.deepEqual(together.kits[KIT.id].choices[KIT.choices[0].action].before, [6, 6]);
    const table = (await download(page, w.t("portfolio.save_csv"))).bytes;
    assert.ok(table.toString().includes(title(0)) && table.toString().startsWith("\ufeff"));
    // The command says the same of the same files, byte for byte.
    const folder = await mkdtemp(within(tmpdir(), "sonae-totals-"));
    const [one, two, both] = ["one.json", "two.json", "both.json"].map((name) => within(folder, name));
    await writeFile(one, theirs.bytes);
    await writeFile(two, totals.bytes);
    const said = execFileSync(command(), ["totals", one, two, "--csv", "--lang", lang, "-o", both]);
    assert.ok(said.equals(table) && (await readFile(both)).equals(merged.bytes));

    assert.deepEqual(seen.errors, []);
    assert.deepEqual(seen.violations, []);
    assert.equal(seen.requests.filter((url) => !url.startsWith("file:")).length, seen.loaded);
  });

  test(`a team that read its code out only is counted, and two teams are too few for totals (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang, { path: "#/workshop" });
    const [join, inject] = await lead(page);
    const file = await team(t, join, inject, 1, [0], []);
    const speaking = await open(t, lang, { path: "#/seat" });
    await sitDown(speaking.page, w, join, 2);
    await handIn(speaking.page, w);
    const spoken = await spokenCode(speaking.page);
    await go(page, "#/collect");
    await page.locator("input[type=file]").setInputFiles([file]);
    await page.getByText(w.t("handin.here", { here: 1, all: 4 })).waitFor();
    const short = page.getByLabel(w.t("handin.spoken"), { exact: true });
    await short.fill(spoken);
    await short.press("Enter");
    await page.getByText(w.t("handin.here", { here: 2, all: 4 })).waitFor();
    await page.getByRole("link", { name: w.t("title.after"), exact: true }).click();
    await arrived(page);
    const only = `after.without_result.${lang === "en" ? "one" : "other"}`;
    await page.getByText(w.t(only, { count: 1 })).waitFor();
    await page.getByText(w.t("finding.too_few_teams.what", { teams: 2 })).waitFor();
    assert.equal(await button(page, "after.keep_save").count(), 0);
    // It survives a reload.
    await page.reload();
    await page.getByText(w.t(only, { count: 1 })).waitFor();
    assert.deepEqual(seen.errors, []);
  });
}

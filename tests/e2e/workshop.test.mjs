// An afternoon in one room: eight teams and their trainer in one browser, ninety minutes of which
// only the clock takes that long, and no network; once in the hosted edition, and once in the one
// file, opened from the disk. What the class picture says is what the teams did and read on their
// own screens.
import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { axe, open, pdf, picture } from "./browser.mjs";
import { film } from "./film.mjs";
import { answer, arrived, begin, download, go, save, untilKept } from "./person.mjs";
import { actionTitle, choose, clocks, codes, handIn, handedFile, sitDown, spokenCode, take } from "./team.mjs";
import { card, cells as row, openRoom, project, steps } from "./trainer.mjs";
import { MODULES, kit, words } from "./words.mjs";

const KIT = kit("soramame_pump");
const STEPS = steps(KIT, 90);
const THEMES = MODULES.flatMap((module) => module.themes.map((theme) => ({ module: module.title, theme: theme.title })));
const MONTH_MS = 30 * 86_400_000;
const MINUTE_MS = 60_000;

const [STOCK, SECOND, CEILING, PASS, CREDIT, HEDGE, MARKET] = KIT.choices.map(({ action }) => action);
const SHOPS = "supplier.process_shops";
const HEALTH = "supplier.supplier_health";

/** The teams by their numbers: what each answers otherwise than the firm, and chooses. */
const TEAMS = [
  { number: 1, answers: { [SHOPS]: "three_plus" }, before: [STOCK, SECOND], after: [PASS, CREDIT] },
  { number: 2, answers: { [SHOPS]: "unknown" }, before: [STOCK, CEILING], after: [PASS, HEDGE], changed: [CREDIT, HEDGE] },
  { number: 3, answers: {}, before: [SECOND, HEDGE], after: [STOCK, PASS] },
  { number: 4, answers: {}, before: [STOCK, PASS], after: [], lost: true },
  { number: 5, answers: {}, before: [STOCK, CREDIT], after: [SECOND, HEDGE], late: MONTH_MS },
  { number: 6, answers: { [HEALTH]: "unknown" }, before: [MARKET, PASS], after: [STOCK, CREDIT] },
  { number: 7, answers: { [SHOPS]: "unknown" }, before: [CEILING, CREDIT], after: [SECOND, PASS] },
  { number: 8, answers: {}, before: [STOCK, SECOND], after: [HEDGE, CEILING] },
];

/** The network is gone once the page has shut it. */
async function cutOff(page) {
  await page.waitForFunction(() => document.querySelectorAll("meta[http-equiv=Content-Security-Policy]").length === 2);
  await page.context().setOffline(true);
}

/** One of two languages: a team may work in another than the trainer. */
const speaks = (number) => words(number % 2 ? "ja" : "en");

const numbers = (text) => [...text.replaceAll(/[\u2060,]/g, "").matchAll(/\d+/g)].map(([digits]) => Number(digits));

/** The ranges of the themes as a team reads them on its page of the result, in the order of the pack. */
async function themes(page, w) {
  await go(page, "#/result");
  const tables = await page.locator("section[aria-labelledby=themes] table.bars").evaluateAll((tables) =>
    tables.map((table) => [table.caption.textContent, [...table.tBodies[0].rows].map((row) => [row.cells[0].textContent, row.cells[2].textContent])]),
  );
  const rows = new Map(tables);
  return THEMES.map(({ module, theme }) => {
    const [, range] = rows.get(w.t("result.themes_caption", { module: module[w.lang] })).find(([title]) => title === theme[w.lang]);
    return numbers(range);
  });
}

/** When sales stop, and the loss: stage by stage, of a row of a clock or of the class picture. */
const stages = (cells) => cells.map(([stop, loss]) => [numbers(stop)[0] ?? null, numbers(loss).at(-1)]);

const afternoon = (inOneFile) => async (t) => {
  const path = join(await mkdtemp(join(tmpdir(), "sonae-film-")), "codes.y4m");
  await film(path, undefined, []);
  const w = words("ja");
  const { page, seen } = await open(t, "ja", { inOneFile, path: "#/workshop", film: path, permissions: ["camera"], clock: new Date(), acceptDownloads: true });

  // The trainer opens the room, and the window that all see.
  await openRoom(page, w, { kit: KIT, minutes: 90, teams: 8 });
  const wall = await project(page, w);
  await cutOff(page);
  const joinCode = await wall.locator(".projector-head .room-code").innerText();
  const room = joinCode.slice(5);

  // Eight teams sit down with the code on the wall.
  const teams = [];
  const all = (act) => Promise.all(teams.map(act));
  for (const pair of [TEAMS.slice(0, 2), TEAMS.slice(2, 4), TEAMS.slice(4, 6), TEAMS.slice(6)]) {
    await Promise.all(
      pair.map(async (team) => {
        const w = speaks(team.number);
        const clock = team.late && new Date(Date.now() - team.late);
        const opened = await open(t, w.lang, { inOneFile, path: "#/seat", film: path, clock, acceptDownloads: true });
        await cutOff(opened.page);
        await sitDown(opened.page, w, team.number % 2 ? joinCode : joinCode.toLowerCase().replace("-", " "), team.number);
        teams.push({ ...team, ...opened, w });
      }),
    );
  }
  teams.sort((one, other) => one.number - other.number);
  const team = (number) => teams.find((team) => team.number === number);

  // The clock is the afternoon's: each step takes its time, and ends on time.
  const step = async (id) => {
    await page.keyboard.press("PageDown");
    const { question } = STEPS.find((one) => one.id === id);
    await wall.getByRole("heading", { level: 1, name: question.ja, exact: true }).waitFor();
  };
  const pass = async (id) => {
    const { minutes } = STEPS.find((one) => one.id === id);
    await page.clock.fastForward(minutes * MINUTE_MS);
    await page.getByText(w.t("room.on_time")).first().waitFor();
  };
  await page.locator("#main h1").focus();
  await step("read");
  await pass("read");

  // They explore the firm, and some see it otherwise.
  await step("explore");
  await all(async ({ page, w, answers }) => {
    for (const [id, given] of Object.entries(answers)) {
      await go(page, `#/question/${id}`);
      await answer(page, w, id, given);
      await untilKept(page, (one) => (given === "unknown" ? one.answers[id]?.unknown : one.answers[id]?.value === given));
    }
  });
  await pass("explore");
  await step("compare");
  await pass("compare");
  await step("before");
  await all(({ page, w, before }) => choose(page, w, before));
  await pass("before");

  // One team is lost with what it had.
  await team(4).page.close();
  const there = () => teams.filter(({ lost }) => !lost);

  // What happens is played from the trainer's screen, and its code read on the wall.
  for (const id of ["closes", "magnets"]) {
    await step(id);
    const inject = KIT.injects.find((one) => one.id === id);
    await card(page, w, inject).getByRole("button").click();
    const shown = wall.locator(".projector-card");
    await shown.getByRole("heading", { name: inject.title.ja, exact: true }).waitFor();
    const [code] = (await shown.innerText()).match(new RegExp(`${room}-[0-9A-Z]{2}`));
    await page.locator("#main h1").focus();
    await Promise.all(
      there().map(async ({ page, w, number }) => {
        await take(page, w, number % 2 ? code : code.slice(-2).toLowerCase());
        await page.getByText(inject.card[w.lang], { exact: true }).waitFor();
      }),
    );
    await pass(id);
  }
  await step("after");
  await Promise.all(there().map(({ page, w, after }) => choose(page, w, after)));
  await pass("after");
  await step("collect");
  await Promise.all(there().map(({ page, w }) => handIn(page, w)));

  // What is held up: three teams, one of them twice, whichever way they hold it; and one in the
  // light, which nobody can read.
  const held = [];
  const hold = async (number, turn, glare) => {
    for (const png of await codes(team(number).page)) held.push({ png, turn, glare });
  };
  await hold(8, 0.1, 0.62);
  await hold(1, 0.08);
  await hold(2, -0.4);
  await hold(7, Math.PI - 0.2);
  const two = team(2);
  await choose(two.page, two.w, two.changed);
  await handIn(two.page, two.w, true);
  await hold(2, 1.3);
  await film(path, two.page, held);

  await go(page, "#/collect");
  await page.getByText(w.t("handin.room", { code: joinCode })).waitFor();
  const rowOf = (number) => page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: w.t("handin.team", { team: number }), exact: true }) });
  const stands = (number, key, turn) => rowOf(number).filter({ hasText: w.t(key, { turn }) }).waitFor();
  await page.getByRole("button", { name: w.t("handin.camera_start"), exact: true }).click();
  await page.getByText(w.t("handin.camera_unread")).waitFor();
  await stands(1, "handin.stands", 1);
  await stands(7, "handin.stands", 1);
  await stands(2, "handin.stands", 2);
  await stands(8, "handin.gap");
  await page.getByRole("button", { name: w.t("handin.camera_stop"), exact: true }).click();

  // By file: one of a team that no camera could read, one of last month, and a firm of somebody's own.
  const files = page.locator("input[type=file]");
  await files.setInputFiles(await handedFile(team(6).page, team(6).w));
  await stands(6, "handin.stands", 1);
  const eight = team(8);
  const handed = await handedFile(eight.page, eight.w);
  await go(eight.page, "#/");
  await begin(eight.page, eight.w);
  const real = await save(eight.page, eight.w);
  await files.setInputFiles([{ name: real.name, mimeType: "application/json", buffer: real.bytes }, await handedFile(team(5).page, team(5).w)]);
  await page.getByText(w.t("handin.refused.real_firm")).waitFor();
  await page.getByText(w.t("handin.taken.stale", { team: 5 })).waitFor();
  await stands(8, "handin.gap");
  await stands(5, "handin.stands_stale", 1);
  await files.setInputFiles(handed);
  await stands(8, "handin.stands", 1);

  // And by voice, misheard first.
  const spoken = await spokenCode(team(3).page);
  const short = page.getByLabel(w.t("handin.spoken"), { exact: true });
  await short.fill(spoken.replace(/.$/, (last) => (last === "0" ? "1" : "0")));
  await short.press("Enter");
  await page.getByText(w.t("handin.misread.unknown")).waitFor();
  await short.fill(spoken.toLowerCase().replaceAll("-", " "));
  await short.press("Enter");
  await stands(3, "handin.stands_spoken", 1);
  await stands(4, "handin.gap");
  await page.getByText(w.t("handin.here", { here: 7, all: 8 })).waitFor();

  // The class picture. The lost team is a gap; whatever else is there is what the teams did.
  await go(page, "#/picture");
  await page.getByText(w.t("handin.picture_lead", { teams: 7 })).waitFor();
  await page.getByText(w.t("handin.only_choices", { teams: "3" })).waitFor();
  const cells = (section) =>
    page.locator(`section[aria-labelledby="${section}"] table:last-of-type tbody tr`).evaluateAll((rows) =>
      rows.map((row) => [row.querySelector("th").textContent, ...[...row.querySelectorAll("td")].map((cell) => cell.textContent)]),
    );
  const chose = (team, when) => (when === "after" ? (team.changed ?? team.after) : team.before);
  const decisions = await cells("decisions");
  assert.deepEqual(
    decisions.map(([title, , counts]) => [title, ...numbers(counts)]),
    KIT.choices.map(({ action }) => {
      const count = (when) => there().filter((team) => chose(team, when).includes(action)).length;
      return [actionTitle(w, action), count("before"), count("after")];
    }),
  );
  const answered = await cells("answers");
  const counted = (said, teams) => w.t("handin.counted", { said, teams: w.t("handin.teams_count.other", { count: teams }) });
  const unknown = w.t("handin.said_unknown");
  const line = (id) => answered.find(([title]) => title === w.short(id));
  assert.equal(answered.length, 2);
  assert.deepEqual(line(SHOPS).slice(1, 3), [counted(w.option(SHOPS, "one_risk"), 3), [counted(unknown, 2), counted(w.option(SHOPS, "three_plus"), 1)].join(w.t("handin.between"))]);
  assert.deepEqual(line(HEALTH).slice(1, 3), [counted(w.option(HEALTH, "rumor"), 5), counted(unknown, 1)]);

  const ranges = await cells("themes");
  const heads = await page.locator("section[aria-labelledby=themes] thead th").allTextContents();
  const effects = new Map();
  for (const { id } of KIT.injects.slice(0, 2)) effects.set(id, await cells(`effect-${id}`));
  for (const { number, page, w: own } of there()) {
    // What happened moved the clock of the team as the picture has it.
    if (number !== 8) {
      await go(page, "#/seat");
      const shown = (await clocks(page)).toReversed();
      for (const [at, { id }] of KIT.injects.slice(0, 2).entries()) {
        const [, ...cells] = effects.get(id).find(([title]) => title === w.t("handin.team", { team: number }));
        // Where the picture says when it stops, it is the first number of two.
        const said = cells.map((text) => (numbers(text).length > 1 ? numbers(text) : [null, ...numbers(text)]));
        assert.deepEqual(said, stages(shown[at].map(([stop, , loss]) => [stop, loss])), `team ${number}, ${id}`);
      }
    }
    if (number === 3 || number === 8) continue;
    const at = heads.indexOf(w.t("handin.team", { team: number }));
    assert.deepEqual(ranges.map((cells) => numbers(cells[at])), await themes(page, own), `team ${number}`);
  }
  // The answer alone makes the difference: the theme it moves is the one that the team reads otherwise.
  for (const [id, number] of [[SHOPS, 2], [HEALTH, 6]]) {
    const at = heads.indexOf(w.t("handin.team", { team: number }));
    const ends = (text) => [numbers(text)[0], numbers(text).at(-1)];
    const apart = ranges.map((cells) => Math.max(...ends(cells[1]).map((end, which) => Math.abs(end - ends(cells[at])[which]))));
    assert.ok(Math.abs(Number(line(id)[3]) - Math.max(...apart)) <= 1, id);
  }
  assert.equal(await page.getByText(w.like("handin.other_tables")).count(), 0, "nobody changed a table");
  assert.equal(await page.locator('section[aria-labelledby^="effect-"]').count(), 2, "two things happened");
  // Themes of one name are told apart by their modules.
  assert.equal(new Set(ranges.map(([title]) => title)).size, THEMES.length);

  // So does the after-action sheet, which counts and names nobody.
  await page.getByRole("link", { name: w.t("title.after"), exact: true }).first().click();
  await page.getByRole("heading", { level: 1, name: w.t("title.after"), exact: true }).waitFor();
  const sheet = page.locator(".report-sheet");
  const told = await sheet.innerText();
  for (const line of [w.t("handin.here", { here: 7, all: 8 }), ...["after.lost", "after.stale", "after.without_result"].map((key) => w.t(`${key}.other`, { count: 1 }))]) {
    assert.ok(told.includes(line), line);
  }
  for (const { action } of KIT.choices) {
    const [, before, after] = await row(page, w.t("after.decisions"), actionTitle(w, action));
    const count = (when) => there().filter((team) => chose(team, when).includes(action)).length;
    assert.deepEqual([before, after].map((text) => numbers(text)[0]), [count("before"), count("after")], action);
  }
  const events = await sheet.getByRole("table", { name: w.t("after.timeline"), exact: true }).getByRole("cell").allTextContents();
  for (const { title } of KIT.injects.slice(0, 2)) assert.ok(events.includes(w.t("after.card", { title: title[w.lang] })), title[w.lang]);

  // Totals are of today's teams; each count lies in the range that is told of it.
  const today = there().filter(({ late }) => !late);
  const saved = await download(page, w.t("after.keep_save"));
  await page.getByRole("link", { name: w.t("totals.open_page"), exact: true }).click();
  await arrived(page);
  await page.getByLabel(w.t("totals.add"), { exact: true }).setInputFiles({ name: saved.name, mimeType: "application/json", buffer: saved.bytes });
  await page.getByRole("listitem").filter({ hasText: saved.name }).waitFor();
  const sums = { rooms: w.t("totals.rooms.other", { count: 1 }), teams: w.t("handin.teams_count.other", { count: today.length }) };
  await page.locator("[role=status] strong").getByText(w.t("totals.sums", sums), { exact: true }).waitFor();
  for (const { action } of KIT.choices) {
    const [low, high] = numbers((await row(page, w.t("totals.choices"), actionTitle(w, action)))[0]);
    const count = today.filter((team) => team.before.includes(action)).length;
    assert.ok(low <= count && count <= (high ?? low), action);
  }
  assert.deepEqual((await download(page, w.t("totals.save"))).bytes, saved.bytes, "one room is put together with itself");
  await go(page, "#/picture");

  // All see it, and whose is what stands nowhere.
  await page.getByRole("button", { name: w.t("room.picture"), exact: true }).click();
  await wall.getByRole("heading", { level: 1, name: w.t("title.class_picture"), exact: true }).waitFor();
  const shown = await wall.locator("body").innerText();
  for (const { number } of TEAMS) assert.ok(!shown.includes(w.t("handin.team", { team: number })));
  assert.ok(shown.includes(w.t("handin.here", { here: 7, all: 8 })));
  for (const [lang, name] of [["en", "English"], ["ja", "日本語"]]) {
    await page.getByRole("button", { name, exact: true }).click();
    await wall.getByRole("heading", { level: 1, name: words(lang).t("title.class_picture"), exact: true }).waitFor();
    for (const [width, height] of [[1280, 720], [1920, 1080]]) {
      await wall.setViewportSize({ width, height });
      await picture(wall, `projector-picture-${width}-${lang}`);
      assert.ok(await wall.evaluate(() => document.documentElement.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight), `${width} ${lang}`);
    }
  }
  assert.deepEqual(await axe(wall), []);
  await pdf(page, "picture-of-eight-ja");

  // Another computer goes on with the room's file, and shows the same.
  await go(page, "#/room");
  const file = await download(page, w.t("room.save"));
  const other = await open(t, "ja", { inOneFile, path: "#/workshop" });
  await cutOff(other.page);
  await other.page.getByLabel(w.t("workshop.file"), { exact: true }).setInputFiles({ name: file.name, mimeType: "application/json", buffer: file.bytes });
  await other.page.getByRole("heading", { level: 1, name: w.t("title.room"), exact: true }).waitFor();
  await go(other.page, "#/picture");
  await go(page, "#/picture");
  assert.equal(await other.page.locator("#main").innerText(), (await page.locator("#main").innerText()).replace(w.t("room.no_picture"), w.t("room.picture")));

  // A team takes the five questions home, to an assessment of its own in which nothing is left.
  const home = team(1);
  await go(home.page, "#/home");
  await home.page.getByRole("radio", { name: KIT.title[home.w.lang], exact: true }).check();
  await home.page.getByRole("button", { name: home.w.t("kits.home_begin"), exact: true }).click();
  const own = await untilKept(home.page, (one) => !one.practice);
  assert.deepEqual([own.suppliers, own.markets, own.answers, own.profile, own.seat].map((part) => Object.keys(part ?? {}).length), [0, 0, 0, 0, 0]);
  await go(home.page, "#/home");
  for (const { question } of KIT.monday) {
    await home.page.getByRole("link", { name: home.w.t("kits.monday_link", { question: home.w.short(question) }), exact: true }).waitFor();
  }
  for (const { errors, violations, requests } of [seen, ...teams.map((team) => team.seen)]) {
    assert.deepEqual([...errors, ...violations], []);
    assert.ok(!inOneFile || requests.every((asked) => asked.startsWith("file:")));
  }
};

for (const [edition, inOneFile] of [["hosted", false], ["in one file", true]]) {
  test(`eight teams play ninety minutes offline, and the class picture is what they did (${edition})`, afternoon(inOneFile));
}

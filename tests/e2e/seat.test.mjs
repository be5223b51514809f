// A team's seat in a workshop room: from the code on the wall to the last choice, and what the choices changed.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { bothWidths, open, pdf } from "./browser.mjs";
import { command } from "./command.mjs";
import { arrived, begin, go, keptCase, openFile, save, untilKept } from "./person.mjs";
import { box as boxOf, take } from "./team.mjs";
import { firm, kit, words } from "./words.mjs";

const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const squeezed = (text) => text.normalize("NFKC").replace(/\s/g, "");

/** What the trainer's page shows for each inject of a room, worked out apart from the app. */
function injectCodes(room, count) {
  const bits = [...room].reduce((bits, sign) => bits * 32 + DIGITS.indexOf(sign), 0);
  const key = Buffer.alloc(4);
  key.writeUInt32BE(bits);
  const tails = [];
  for (let number = 0; number < count; number += 1) {
    for (let attempt = 0; ; attempt += 1) {
      const sealed = createHmac("sha256", key).update("inject").update(Buffer.from([0, number, attempt])).digest();
      const at = sealed.readUInt16BE(0) & 0x3ff;
      const tail = DIGITS[at >> 5] + DIGITS[at & 31];
      if (tails.includes(tail)) continue;
      tails.push(tail);
      break;
    }
  }
  return tails.map((tail) => `${room}-${tail}`);
}

const [CLOSES, MAGNETS] = injectCodes("7K3F", 2);
const [ELSEWHERE] = injectCodes("AAAA", 1);

for (const lang of ["ja", "en"]) {
  const w = words(lang);
  const one = kit("soramame_pump");
  const button = (page, key) => page.getByRole("button", { name: w.t(key), exact: true });
  const box = (page, id) => boxOf(page, w, id);
  /** The table of a clock, row by row: when sales stop, when cash ends, the loss, its range. */
  const clock = (page, at = 0) =>
    page
      .locator(".seat-clock")
      .nth(at)
      .locator("table.table tbody tr")
      .evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent)));

  const sitDown = async (page, code, team) => {
    await page.getByLabel(w.t("seat.code"), { exact: true }).fill(code);
    if (team) await page.getByLabel(w.t("seat.team"), { exact: true }).selectOption(String(team));
    await button(page, "seat.sit").click();
  };
  const deal = (page, code) => take(page, w, code);
  const refused = async (page, key) => {
    await page.locator(".notice[data-kind=error]:focus").waitFor();
    for (const part of ["what", "todo"]) assert.ok(await page.getByText(w.t(`seat.refused.${key}.${part}`), { exact: true }).isVisible(), key);
  };

  test(`a team goes from the code on the wall to its last choice by keyboard, and a reload loses nothing (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang, { path: "#/seat" });
    await bothWidths(page, "seat-join", lang);
    // What is wrong is said in plain words, and nothing is opened.
    await sitDown(page, "SORA-7K3", 2);
    await refused(page, "length");
    await sitDown(page, "SORA-7K3U", 2);
    await refused(page, "sign");
    await sitDown(page, "QQQQ-7K3F", 2);
    await refused(page, "no_kit");
    await bothWidths(page, "seat-refused", lang);
    // As people type it.
    await sitDown(page, "ｓｏｒａ　7k3f", 2);
    await page.getByRole("heading", { level: 1, name: firm("soramame_pump").title[lang], exact: true }).waitFor();
    assert.deepEqual((await keptCase(page)).seat, { kit: one.id, room: "7K3F", team: 2 });
    await bothWidths(page, "seat-first", lang);

    // The firm, and back.
    await page.getByRole("main").getByRole("link", { name: w.t("title.suppliers"), exact: true }).click();
    await arrived(page);
    await page.getByRole("link", { name: w.t("seat.back"), exact: true }).click();
    await arrived(page);

    // Two choices, and no third one.
    for (const id of ["action.second_source", "action.stock"]) {
      await box(page, id).focus();
      await page.keyboard.press("Space");
      await untilKept(page, (one) => one.seat.before?.includes(id));
    }
    assert.ok(await box(page, "action.hedge").isDisabled());
    const left = () => page.locator("fieldset p[role=status]").textContent();
    const [rest, budget] = lang === "ja" ? ["190万円", "500万円"] : ["¥1.9 million", "¥5 million"];
    assert.equal(await left(), w.t("kits.left", { left: rest, budget }));
    await button(page, "action.undo").click();
    await untilKept(page, (one) => one.seat.before?.length === 1);
    await button(page, "action.redo").click();
    await untilKept(page, (one) => one.seat.before?.length === 2);

    // A code of another room, and one that is none.
    await deal(page, ELSEWHERE);
    await refused(page, "inject_other_room");
    await deal(page, "7K3F-UU");
    await refused(page, "inject_sign");
    assert.equal(await page.locator(".seat-clock").count(), 0);

    // The first inject moves the clock, and what was chosen before is seen in it.
    await deal(page, CLOSES.toLowerCase());
    await page.getByText(one.injects[0].card[lang], { exact: true }).waitFor();
    const first = await clock(page);
    assert.equal(first.length, 2);
    assert.notDeepEqual(first[0], first[1]);
    await deal(page, CLOSES);
    await refused(page, "inject_twice");

    // What is chosen next changes it once more; the budget says what still can be.
    assert.ok(await box(page, "action.market").isDisabled(), "too dear by now");
    await box(page, "action.pass_through").focus();
    await page.keyboard.press("Space");
    await untilKept(page, (one) => one.seat.after?.length === 1);
    const second = await clock(page);
    assert.equal(second.length, 3);
    assert.deepEqual(second.slice(0, 2), first);
    assert.notDeepEqual(second[2], second[1]);
    const alone = page.locator("section[aria-labelledby=alone] tbody tr");
    assert.equal(await alone.count(), 1 + one.choices.length);

    // The second inject by its last two signs.
    await deal(page, MAGNETS.slice(-2));
    await page.getByText(one.injects[1].card[lang], { exact: true }).waitFor();
    assert.equal(await page.locator(".seat-clock").count(), 2);
    assert.deepEqual(await clock(page, 1), second, "the first one stays as it was");
    await bothWidths(page, "seat-last", lang);

    const whole = { kit: one.id, room: "7K3F", team: 2, injects: ["closes", "magnets"], before: ["action.second_source", "action.stock"], after: ["action.pass_through"] };
    assert.deepEqual((await keptCase(page)).seat, whole);
    await page.reload();
    await page.getByText(one.injects[1].card[lang], { exact: true }).waitFor();
    assert.deepEqual(await clock(page, 1), second);

    // Printed: the cards, the clocks, and no field.
    const { text } = await pdf(page, `seat-${lang}`);
    for (const inject of one.injects.slice(0, 2)) assert.ok(squeezed(text).includes(squeezed(inject.card[lang]).slice(0, 12)));
    assert.ok(!squeezed(text).includes(squeezed(w.t("seat.inject_code"))));
    assert.deepEqual(seen.errors, []);
    assert.equal(seen.requests.length, 2 * seen.loaded);
  });

  test(`the clock is what the command says of the saved file, and the file brings the seat back (${lang})`, async (t) => {
    const sonae = command();
    const folder = mkdtempSync(join(tmpdir(), "sonae-"));
    t.after(() => rmSync(folder, { recursive: true }));
    const { page } = await open(t, lang, { path: "#/seat" });
    await sitDown(page, "SORA-7K3F", 5);
    await page.getByRole("heading", { level: 1, name: firm("soramame_pump").title[lang], exact: true }).waitFor();
    await box(page, "action.stock").check();
    await deal(page, CLOSES);
    await page.locator(".seat-clock").waitFor();
    const rows = await clock(page);
    const seat = (await keptCase(page)).seat;
    const { bytes } = await save(page, w);
    const file = join(folder, "team.sonae-practice");
    writeFileSync(file, bytes);

    // The kit turns nothing in this one: it is the scenario of the pack.
    const line = JSON.parse(
      execFileSync(sonae, ["scenario", file, "--id", one.injects[0].scenario], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
    );
    const fixed = line.inequalities.monthly_fixed_cost_yen[0];
    const percent = (yen) => w.t("seat.clock.percent", { percent: Math.round((yen / fixed) * 100).toLocaleString("en") });
    const range = (low, high) => (low === high ? low : w.t("said.from_to", { low, high }));
    const ends = (of) => of.p50_between ?? [of.p50, of.p50];
    const week = (week) =>
      week === null ? w.t("scenarios.no_stop") : week === 0 ? w.t("scenarios.at_once") : w.t(Math.round(week) === 1 ? "scenarios.after_weeks_one" : "scenarios.after_weeks", { weeks: Math.round(week) });
    const [without] = rows;
    assert.equal(without[0], range(...ends(line.stop_week).map(week)));
    assert.equal(without[2], range(...ends(line.loss_yen).map(percent)));
    assert.equal(without[3], range(percent(line.loss_yen.p10), percent(line.loss_yen.p90)));

    // Opened again, after something else, it is all there.
    await go(page, "#/");
    await begin(page, w);
    await go(page, "#/seat");
    assert.equal(await page.locator(".seat-clock").count(), 0, "an assessment of one's own has no seat");
    assert.ok(await page.getByLabel(w.t("seat.code"), { exact: true }).isVisible());
    const own = await keptCase(page);
    assert.ok(own.practice === false && own.seat === undefined);
    await openFile(page, w, file);
    await untilKept(page, (one) => one.practice === true);
    assert.deepEqual((await keptCase(page)).seat, seat);
    await go(page, "#/seat");
    assert.deepEqual(await clock(page), rows);
  });
}

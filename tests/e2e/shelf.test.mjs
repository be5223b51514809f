// Several assessments in one browser: the list, other tabs, earlier versions, files that are read
// back, and a page that is killed at any moment.
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { axe, open, picture } from "./browser.mjs";
import { launch } from "./chromium.mjs";
import { SORAMAME } from "./firm.mjs";
import { answer, arrived, asKept, begin, choose, field, go, kept, keptCase, openFile, openFirm, save, type, untilKept } from "./person.mjs";
import { DIST, serve } from "./server.mjs";
import { words } from "./words.mjs";

const CASH = "profile.cash";
/** A firm's note that is found wherever it lies. */
const typed = (page, w, yen) => type(field(page, w, CASH), yen);

for (const lang of ["ja", "en"]) {
  const w = words(lang);
  const button = (page, name) => page.getByRole("button", { name, exact: true });
  const cards = (page) => page.locator(".shelf > li");
  /** Another tab on the same assessment, which looks on. */
  const beside = async (page) => {
    const second = await page.context().newPage();
    await second.goto(page.url());
    await second.getByRole("heading", { name: w.t("hold.elsewhere") }).waitFor();
    return second;
  };

  test(`several assessments stand side by side, each with its name, and are removed one by one (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang);
    await page.getByText(w.t("shelf.before")).waitFor();
    await openFirm(page, w, SORAMAME);
    const firm = await kept(page);
    await go(page, "#/");
    await begin(page, w);
    const industry = "profile.industry";
    await page.getByLabel(w.asks(industry)).selectOption({ label: w.option(industry, "food") });
    await typed(page, w, "12");
    const own = await kept(page);
    await go(page, "#/");
    assert.equal(await cards(page).count(), 2);
    // The one changed last stands first, and is the one that is open.
    const first = cards(page).first();
    assert.match(await first.innerText(), w.like("shelf.this_one"));
    assert.ok((await first.innerText()).includes(w.option(industry, "food")));
    await first.locator("summary").click();
    await type(first.getByLabel(w.t("shelf.label"), { exact: true }), "本社 2026");
    await first.getByRole("heading", { name: "本社 2026" }).waitFor();
    assert.deepEqual(await axe(page), []);
    await picture(page, `shelf-${lang}`);
    await page.setViewportSize({ width: 360, height: 780 });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await picture(page, `shelf-360-${lang}`);
    await page.setViewportSize({ width: 1280, height: 900 });
    // To the other one and back, also after a reload.
    await cards(page).nth(1).getByRole("button", { name: w.t("shelf.continue") }).click();
    await arrived(page);
    assert.equal(await kept(page), firm);
    await page.reload();
    await page.getByRole("heading", { level: 1 }).waitFor();
    assert.equal(await kept(page), firm);
    await go(page, "#/");
    const named = cards(page).filter({ hasText: "本社 2026" });
    await named.getByRole("button", { name: w.t("shelf.continue") }).click();
    await arrived(page);
    assert.equal(await kept(page), own);
    // The same firm again is the same assessment.
    await go(page, "#/");
    await openFirm(page, w, SORAMAME);
    await go(page, "#/");
    assert.equal(await cards(page).count(), 2);
    // Any other of them can be held against the open one.
    await go(page, "#/history");
    await button(page, w.t("history.choose_kept", { name: "本社 2026" })).click();
    await page.getByText(w.t("history.beside", { name: "本社 2026" })).first().waitFor();
    await go(page, "#/");
    // Removed after a yes, and only this one.
    await named.getByRole("button", { name: w.t("shelf.remove") }).click();
    await page.getByRole("dialog").getByRole("button", { name: w.t("action.cancel"), exact: true }).click();
    assert.equal(await cards(page).count(), 2);
    await named.getByRole("button", { name: w.t("shelf.remove") }).click();
    await page.getByRole("dialog").getByRole("button", { name: w.t("dialog.remove.agree"), exact: true }).click();
    await named.waitFor({ state: "detached" });
    assert.equal(await cards(page).count(), 1);
    await page.reload();
    await cards(page).first().waitFor();
    assert.equal(await cards(page).count(), 1);
    assert.deepEqual(seen.errors, []);
    assert.equal(seen.requests.length > 0, true);
  });

  test(`a second tab looks on, takes over, and never overwrites (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang);
    await begin(page, w);
    await typed(page, w, "12");
    const second = await page.context().newPage();
    await second.goto(page.url());
    const says = second.getByRole("heading", { name: w.t("hold.elsewhere") });
    await says.waitFor();
    assert.deepEqual(await axe(second), []);
    await picture(second, `second-tab-${lang}`);
    // What is typed here is refused and said; what is typed there is shown here.
    await typed(second, w, "99");
    await second.getByRole("heading", { name: w.t("notice.only_looking") }).waitFor();
    await typed(page, w, "13");
    await untilKept(page, ({ profile }) => profile[CASH] === 13_000_000);
    await second.reload();
    await says.waitFor();
    assert.match(await field(second, w, CASH).inputValue(), /13|1[,.]?300/);
    // Taking over: the first one looks on from now.
    await button(second, w.t("hold.take_over")).click();
    await says.waitFor({ state: "detached" });
    await page.getByRole("heading", { name: w.t("hold.elsewhere") }).waitFor();
    await typed(second, w, "14");
    await untilKept(second, ({ profile }) => profile[CASH] === 14_000_000);
    await typed(page, w, "98");
    await page.waitForTimeout(200);
    assert.equal((await keptCase(second)).profile[CASH], 14_000_000);
    // When the second one is closed, the first goes on with what was written there.
    await second.close();
    await page.getByRole("heading", { name: w.t("hold.elsewhere") }).waitFor({ state: "detached" });
    assert.equal((await keptCase(page)).profile[CASH], 14_000_000);
    await typed(page, w, "15");
    await untilKept(page, ({ profile }) => profile[CASH] === 15_000_000);
    assert.deepEqual(seen.errors, []);
  });

  test(`a tab that is frozen loses the assessment to the one that asks (${lang})`, async (t) => {
    const { page } = await open(t, lang);
    await begin(page, w);
    await typed(page, w, "12");
    await kept(page);
    const second = await beside(page);
    // It answers nobody any more, and wakes up too late.
    await page.evaluate(() => {
      setTimeout(() => {
        const end = Date.now() + 4000;
        while (Date.now() < end);
      });
    });
    await button(second, w.t("hold.take_over")).click();
    await second.getByRole("heading", { name: w.t("hold.elsewhere") }).waitFor({ state: "detached" });
    await typed(second, w, "14");
    await untilKept(second, ({ profile }) => profile[CASH] === 14_000_000);
    await page.getByRole("heading", { name: w.t("hold.elsewhere") }).waitFor();
  });

  test(`wiping in one tab empties the other (${lang})`, async (t) => {
    const { page } = await open(t, lang);
    await begin(page, w);
    await typed(page, w, "12");
    await kept(page);
    const second = await beside(page);
    await go(page, "#/next");
    await button(page, w.t("next.button")).click();
    await page.getByRole("dialog").getByRole("button", { name: w.t("dialog.wipe.agree"), exact: true }).click();
    await page.getByRole("heading", { name: w.t("next.nothing") }).waitFor();
    await second.getByRole("heading", { level: 1, name: w.t("start.purpose") }).waitFor();
    assert.equal(await second.locator(".shelf").count(), 0);
    assert.deepEqual(await page.evaluate(() => indexedDB.databases()), []);
  });

  test(`earlier versions are looked at, restored, and undone (${lang})`, async (t) => {
    // The clock is set on by hand: each hour leaves a version.
    const { page, seen } = await open(t, lang, { clock: new Date("2026-11-24T09:10:00+09:00") });
    await begin(page, w);
    await typed(page, w, "12");
    await kept(page);
    for (const [hour, yen] of [
      [10, "13"],
      [11, "14"],
    ]) {
      await page.clock.setSystemTime(new Date(`2026-11-24T${hour}:20:00+09:00`));
      await page.clock.runFor(21_000);
    await page.clock.resume();
      await typed(page, w, yen);
      await kept(page);
    }
    await go(page, "#/versions");
    const looks = page.getByRole("button", { name: w.t("versions.look") });
    await looks.first().waitFor();
    assert.equal(await looks.count(), 2);
    assert.deepEqual(await axe(page), []);
    await picture(page, `versions-${lang}`);
    const now = await kept(page);
    await looks.last().click();
    await arrived(page);
    await go(page, "#/profile");
    assert.match(await field(page, w, CASH).inputValue(), /12|1[,.]?200/);
    await typed(page, w, "77");
    await page.getByRole("heading", { name: w.t("notice.only_looking") }).waitFor();
    await picture(page, `version-${lang}`);
    await button(page, w.t("hold.present")).click();
    assert.equal(await kept(page), now);
    await go(page, "#/versions");
    await looks.last().click();
    await arrived(page);
    await button(page, w.t("hold.restore")).click();
    await untilKept(page, ({ profile }) => profile[CASH] === 12_000_000);
    assert.deepEqual(seen.errors, []);
  });

  test(`saved is said of a file that was read back, and of nothing else (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang, { init: picker });
    await begin(page, w);
    await typed(page, w, "12");
    await go(page, "#/data");
    await button(page, w.t("action.save")).first().click();
    await page.getByRole("heading", { name: w.t("notice.saved", { name: "picked.sonae" }) }).waitFor();
    const written = await page.evaluate(() => window.picked());
    assert.equal(asKept(written), await kept(page));
    const place = page.locator(".data-place");
    assert.ok((await place.innerText()).includes(w.t("frame.file", { when: w.t("ago.now") })));
    // A disk that lies: what is read back is something else.
    await page.evaluate(() => (window.lies = true));
    await button(page, w.t("action.save")).first().click();
    await page.getByRole("heading", { name: w.t("notice.not_saved", { name: "picked.sonae" }) }).waitFor();
    // Nobody chose a place: nothing is said.
    await page.evaluate(() => (window.showSaveFilePicker = () => Promise.reject(new DOMException("", "AbortError"))));
    await button(page, w.t("action.save")).first().click();
    await page.waitForTimeout(300);
    assert.equal(await page.locator(".notice[data-kind=done]").count(), 0);
    assert.deepEqual(seen.errors, []);
  });

  test(`a file handed to the downloads is held against what is open (${lang})`, async (t) => {
    const { page } = await open(t, lang);
    await begin(page, w);
    await typed(page, w, "12");
    const { name, bytes } = await save(page, w);
    await page.getByRole("heading", { name: w.t("notice.handed", { name }) }).waitFor();
    const choose = page.getByLabel(w.t("data.copy_choose"));
    const file = { name, mimeType: "application/json", buffer: bytes };
    await choose.setInputFiles(file);
    await page.getByRole("heading", { name: w.t("notice.saved", { name }) }).waitFor();
    await choose.setInputFiles({ ...file, buffer: bytes.subarray(0, 200) });
    await page.getByRole("heading", { name: w.t("notice.copy_differs", { name }) }).waitFor();
  });

  test(`a copy that is a day behind turns the state line amber (${lang})`, async (t) => {
    const { page } = await open(t, lang, { clock: new Date("2026-11-24T09:10:00+09:00") });
    await begin(page, w);
    await typed(page, w, "12");
    await save(page, w);
    await go(page, "#/profile");
    await typed(page, w, "13");
    await kept(page);
    const place = page.locator(".data-place");
    assert.equal(await place.getAttribute("data-state"), null);
    await page.clock.setSystemTime(new Date("2026-11-25T09:11:00+09:00"));
    await page.clock.runFor(21_000);
    await page.clock.resume();
    await page.locator(".data-place[data-state=caution]").waitFor();
    assert.ok((await place.innerText()).includes(w.t("frame.file", { when: w.t("ago.days.one").replace("%{count}", "1") })));
    await picture(page, `amber-${lang}`);
  });

  test(`what is locked in this browser opens with its passphrase alone, and closes by itself (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang, { clock: new Date("2026-11-24T09:10:00+09:00"), whole: false });
    await begin(page, w);
    await typed(page, w, "12");
    await kept(page);
    await go(page, "#/lock");
    const words = "備えの合い言葉 2026";
    await page.locator('[id="here.0"]').fill(words);
    await page.locator('[id="here.1"]').fill(words);
    await button(page, w.t("locks.lock_here")).click();
    await page.getByText(w.t("locks.is_locked_here")).waitFor();
    assert.equal(await kept(page), "", "what is kept is no text any more");
    assert.deepEqual(await axe(page), []);
    await picture(page, `locked-here-${lang}`);
    await go(page, "#/profile");
    await typed(page, w, "13");
    await kept(page);
    // A word is half typed when the page goes: it is kept as closed as the rest.
    await field(page, w, CASH).fill("14");
    await page.clock.runFor(1000);
    while (!(await page.evaluate(keepsTyped))) await page.waitForTimeout(20);
    // After a reload it is asked for, and a wrong one changes nothing.
    await page.reload();
    const asked = page.locator('[id="unlock.0"]');
    await asked.fill("ちがう");
    await button(page, w.t("locks.unlock")).click();
    await page.getByRole("heading", { name: w.t("notice.stays_locked") }).waitFor();
    await picture(page, `unlock-here-${lang}`);
    await asked.fill(words);
    await button(page, w.t("locks.unlock")).click();
    await page.getByRole("heading", { name: w.t("notice.typed") }).waitFor();
    await kept(page);
    assert.match(await field(page, w, CASH).inputValue(), /14|1[,.]?400/);
    // Nobody is there for ten minutes.
    await page.clock.runFor(11 * 60_000);
    await page.getByRole("heading", { name: w.t("notice.closed") }).waitFor();
    await cards(page).filter({ hasText: w.t("shelf.nameless") }).waitFor();
    assert.equal(await field(page, w, CASH).count(), 0);
    await picture(page, `closed-${lang}`);
    await page.reload();
    await cards(page).first().getByRole("button", { name: w.t("shelf.continue") }).click();
    await asked.fill(words);
    await button(page, w.t("locks.unlock")).click();
    await arrived(page);
    await go(page, "#/lock");
    await button(page, w.t("locks.drop")).click();
    await page.getByRole("heading", { name: w.t("locks.here") }).waitFor();
    await untilKept(page, ({ profile }) => profile[CASH] === 14_000_000);
    assert.deepEqual(seen.errors, []);
  });

  test(`what a newer version wrote is shown and not changed (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang);
    await openFirm(page, w, SORAMAME);
    const { bytes } = await save(page, w);
    const newer = JSON.parse(asKept(bytes));
    newer.version = 2;
    newer.weather = "fine";
    await openFile(page, w, { name: "newer.sonae", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(newer)) });
    await page.getByRole("heading", { name: w.t("hold.newer") }).waitFor();
    await page.getByRole("heading", { name: w.t("notice.newer", { name: "newer.sonae" }) }).waitFor();
    assert.deepEqual(await axe(page), []);
    await picture(page, `newer-${lang}`);
    await go(page, "#/question/tech.training");
    await page.getByRole("radio", { name: w.option("tech.training", "none"), exact: true }).click();
    await page.getByRole("heading", { name: w.t("notice.only_looking") }).waitFor();
    await go(page, "#/data");
    await button(page, w.t("action.save")).first().click();
    await page.getByRole("heading", { name: w.t("notice.only_looking") }).waitFor();
    assert.deepEqual(seen.errors, []);
  });
}

/** A dialog for where to save that always says this page's own file, and a disk that may lie. */
function picker() {
  const file = async () => (await navigator.storage.getDirectory()).getFileHandle("picked.sonae", { create: true });
  window.picked = async () => (await (await file()).getFile()).text();
  window.showSaveFilePicker = async () => {
    const handle = await file();
    if (window.lies) handle.getFile = async () => new File(["something else"], "picked.sonae");
    return handle;
  };
}

/** A browser with a profile on disk, as on a PC at the office. */
async function office(t, w) {
  const profile = await mkdtemp(join(tmpdir(), "sonae-profile-"));
  const server = await serve(DIST);
  t.after(() => server.close());
  t.after(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }));
  const come = async () => {
    const context = await launch(profile, { locale: w.lang === "ja" ? "ja-JP" : "en-GB" });
    // One that a failure left open would hold up everything behind it.
    t.after(() => context.close().catch(() => {}));
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(`${server.url}#/`);
    await page.locator("main:not([aria-busy]) h1:visible").first().waitFor();
    return { context, page };
  };
  return { profile, come };
}

/** A journey of moments: what is done, and what is in the case after it. */
function journey(w) {
  const moments = [];
  for (let number = 0; number < 8; number += 1) {
    moments.push([(page) => typed(page, w, String(number + 1)), "#/profile", ({ profile }) => profile[CASH] === (number + 1) * 1e6]);
  }
  for (const [id, option] of [
    ["tech.training", "entry"],
    ["tech.secret_marking", "both"],
    ["tech.exit_procedure", "mostly"],
    ["supplier.monitoring", "none"],
  ]) {
    moments.push([(page) => answer(page, w, id, option), `#/question/${id}`, ({ answers }) => answers[id]?.value === option]);
  }
  return moments;
}

/** In the page: whether something half typed is kept, readable or not. */
function keepsTyped() {
  return new Promise((told) => {
    const opening = indexedDB.open("sonae");
    opening.onsuccess = () => {
      const names = opening.result.transaction("kept").objectStore("kept").getAllKeys();
      names.onsuccess = () => {
        opening.result.close();
        told(names.result.some((name) => String(name).startsWith("typed/")));
      };
    };
  });
}

/** Numbers from a seed that is said, so that a failure can be had again. */
function chance() {
  const seed = Number(process.env.SEED) || randomInt(2 ** 31);
  let state = seed;
  const below = (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  return { seed, below };
}

test("killed at fifty moments, at most the last two seconds are gone", async (t) => {
  const w = words("ja");
  const { page, server } = await open(t, "ja");
  await begin(page, w);
  await kept(page);
  const moments = journey(w);
  const { seed, below } = chance();
  const browser = page.context();
  let [here, last] = [page, null];
  for (let number = 0; number < 50; number += 1) {
    const [act, address, fits] = moments[below(moments.length)];
    await go(here, address);
    await act(here);
    last = fits;
    // Somewhere in the next fifth of a second the page is gone.
    await here.waitForTimeout(50 + below(150));
    const devtools = await browser.newCDPSession(here);
    const crashed = new Promise((gone) => here.once("crash", gone));
    devtools.send("Page.crash").catch(() => {});
    await crashed;
    await here.close();
    here = await browser.newPage();
    await here.goto(`${server.url}#/tasks`);
    await here.locator("main:not([aria-busy]) h1:visible").first().waitFor();
    const one = await keptCase(here);
    assert.ok(last(one), `SEED=${seed}, moment ${number}: ${JSON.stringify(one.profile)} ${JSON.stringify(one.answers)}`);
  }
});

test("what is being typed stays while the clock goes on and what was typed before is kept", async (t) => {
  const w = words("ja");
  const { page } = await open(t, "ja", { clock: new Date("2026-11-24T09:10:00+09:00") });
  await begin(page, w);
  const margin = field(page, w, "profile.contribution_margin");
  await typed(page, w, "12");
  await margin.pressSequentially("3");
  await page.clock.runFor(45_000);
  await margin.pressSequentially("4");
  await page.clock.runFor(45_000);
  assert.equal(await margin.inputValue(), "34");
  await margin.press("Tab");
  await untilKept(page, ({ profile }) => profile[CASH] === 12_000_000 && profile["profile.contribution_margin"] === 34);
});

test("a word that was half typed is there again, in a field, a note and a table", async (t) => {
  const w = words("ja");
  const { page, server } = await open(t, "ja");
  await begin(page, w);
  await go(page, "#/suppliers");
  await page.getByRole("button", { name: w.t("tables.begin"), exact: true }).click();
  await kept(page);
  const browser = page.context();
  let here = page;
  for (const [address, before, find, fits] of [
    ["#/profile", null, (page) => field(page, w, CASH), ({ profile }) => profile[CASH] === 12_000_000],
    [
      "#/question/tech.training",
      (page) => page.getByRole("button", { name: w.t("question.note_open"), exact: true }).click(),
      (page) => page.getByRole("textbox", { name: w.t("question.note") }),
      ({ answers }) => answers["tech.training"]?.note === "12",
    ],
    ["#/suppliers", null, (page) => page.locator('[id="suppliers.0.alias"]'), ({ suppliers }) => suppliers[0]?.alias === "12"],
  ]) {
    await go(here, address);
    await before?.(here);
    await find(here).fill("");
    await find(here).pressSequentially("12", { delay: 50 });
    // Neither Enter nor Tab is pressed, and a second later the page is gone.
    await here.waitForTimeout(1000);
    const devtools = await browser.newCDPSession(here);
    const crashed = new Promise((gone) => here.once("crash", gone));
    devtools.send("Page.crash").catch(() => {});
    await crashed;
    await here.close();
    here = await browser.newPage();
    await here.goto(`${server.url}#/`);
    await here.getByRole("heading", { name: w.t("notice.typed") }).waitFor();
    await untilKept(here, fits);
    assert.equal(await find(here).inputValue(), "12");
    // It is told once: nothing comes back the next time.
    await here.reload();
    await here.locator("main:not([aria-busy]) h1:visible").first().waitFor();
    assert.equal(await here.getByRole("heading", { name: w.t("notice.typed") }).count(), 0);
  }
});

test("when the whole browser is killed, what was typed is there again", async (t) => {
  const w = words("ja");
  const { come } = await office(t, w);
  const moments = journey(w);
  const { seed, below } = chance();
  let before = () => true;
  let lost = 0;
  for (let number = 0; number < 6; number += 1) {
    const { context, page } = await come();
    if (number === 0) await begin(page, w);
    const [act, address, fits] = moments[below(moments.length)];
    await go(page, address);
    await act(page);
    await page.waitForTimeout(below(400));
    await context.kill();
    const again = await come();
    // On return: what there is, with its time, and the way to go on.
    await again.page.locator(".shelf > li").first().waitFor();
    const one = await keptCase(again.page);
    // What was done less than two seconds ago may be gone, and nothing before it.
    if (fits(one)) before = fits;
    else lost += 1;
    assert.ok(before(one), `SEED=${seed}, time ${number}`);
    await again.context.close();
  }
  assert.ok(lost <= 2, `SEED=${seed}, ${lost} of 6`);
});

test("after the next person's button, the whole profile holds no word of the firm", async (t) => {
  const w = words("ja");
  const { profile, come } = await office(t, w);
  const secret = "秘密鋳造株式会社ZQX";
  const { context, page } = await come();
  await begin(page, w);
  const industry = "profile.industry";
  await page.getByLabel(w.asks(industry)).selectOption({ label: w.option(industry, "food") });
  await go(page, "#/question/tech.training");
  await page.getByRole("button", { name: w.t("question.note_open"), exact: true }).click();
  await type(page.getByRole("textbox", { name: w.t("question.note") }), `${secret}の件`);
  await go(page, "#/suppliers");
  await page.getByRole("button", { name: w.t("tables.begin"), exact: true }).click();
  for (let row = 0; row < 3; row += 1) {
    await page.locator(`[id="suppliers.${row}.alias"]`).fill(`${secret}${row}`);
    await page.keyboard.press("Enter");
  }
  await untilKept(page, ({ suppliers }) => suppliers.filter(({ alias }) => alias?.startsWith(secret)).length === 3);
  await go(page, "#/");
  const card = page.locator(".shelf > li").first();
  await card.locator("summary").click();
  await type(card.getByLabel(w.t("shelf.label"), { exact: true }), `${secret}本社`);
  await card.getByRole("heading", { name: secret }).waitFor();
  await page.waitForTimeout(500);
  await go(page, "#/next");
  await page.getByRole("button", { name: w.t("next.button"), exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: w.t("dialog.wipe.agree"), exact: true }).click();
  await page.getByRole("heading", { name: w.t("next.nothing") }).waitFor();
  for (const word of [await page.title(), page.url(), await page.locator("body").innerText()]) {
    assert.ok(!word.includes(secret), word);
  }
  // Nor do the fields come back by the browser's own memory of forms.
  await page.goBack();
  await page.waitForTimeout(300);
  assert.ok(!(await page.locator("body").innerText()).includes(secret));
  await context.close();
  assert.deepEqual(await holding(profile, secret), []);
});

/** The files below a folder that hold a text, in UTF-8 or UTF-16. */
async function holding(folder, text) {
  const { readdir, readFile } = await import("node:fs/promises");
  const wanted = [Buffer.from(text, "utf8"), Buffer.from(text, "utf16le")];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found = [];
  let looked = 0;
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const bytes = await readFile(path);
    looked += 1;
    if (wanted.some((one) => bytes.includes(one))) found.push(path);
  }
  assert.ok(looked > 20, "it is a profile");
  return found;
}

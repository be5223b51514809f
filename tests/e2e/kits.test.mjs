// The kits of a workshop: printed, taken alone to its end, taken home; and practice that nobody can mistake.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, bothWidths, open, pdf } from "./browser.mjs";
import { arrived, begin, go, keptCase, openFirm, save } from "./person.mjs";
import { sheets } from "./result.mjs";
import { SCENARIOS, firm, kit, words } from "./words.mjs";

const squeezed = (text) => text.normalize("NFKC").replace(/\s/g, "");
const MARK = ["練習・架空", "Practice – fictional"];
const NAMES = ["hotaru_imaging", "soramame_pump", "tsukushi_finechem", "umineko_foods"];

for (const lang of ["ja", "en"]) {
  const w = words(lang);
  const action = (id) => SCENARIOS.actions.find((one) => one.id === id).title[lang];

  test(`a trainer finds the four kits and prints one, as long as there is time (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang, { path: "#/kits" });
    for (const name of NAMES) await page.getByRole("heading", { level: 2, name: kit(name).title[lang], exact: true }).waitFor();
    await bothWidths(page, "kits", lang);

    const one = kit("soramame_pump");
    await page
      .locator("li.card")
      .filter({ hasText: one.title[lang] })
      .getByRole("link", { name: w.t("kits.open") })
      .click();
    await arrived(page);
    await page.getByLabel(w.t("kits.begins")).fill("13:30");
    for (const agenda of one.agendas) {
      await page.getByRole("radio", { name: w.t("kits.minutes", { minutes: agenda.minutes }), exact: true }).check();
      const rows = page.locator(".kit-agenda tbody tr");
      assert.equal(await rows.count(), agenda.steps.length + 1);
      const end = 13 * 60 + 30 + agenda.minutes;
      const clock = `${Math.floor(end / 60)}:${String(end % 60).padStart(2, "0")}`;
      assert.ok((await rows.last().textContent()).includes(clock), clock);
    }
    await bothWidths(page, "kit", lang);
    assert.deepEqual(seen.errors, []);
    assert.equal(seen.requests.length, seen.loaded);
  });

  test(`all sheets of all kits are printed whole, in one language, and no card is cut in two (${lang})`, async (t) => {
    const { page } = await open(t, lang, { path: "#/kits" });
    const other = lang === "ja" ? "en" : "ja";
    for (const name of NAMES) {
      const one = kit(name);
      await go(page, `#/kits/${one.id}`);
      const { file, text } = await pdf(page, `kit-${name}-${lang}`);
      const flat = squeezed(text);
      // Where a page ends a sentence is cut by its foot; its beginning stands in any case.
      const holds = (entry) => assert.ok(flat.includes(squeezed(entry[lang]).slice(0, 12)), entry[lang]);
      for (const [id] of one.agendas[1].steps) {
        const step = one.steps.find((step) => step.id === id);
        for (const said of [step.title, step.say, ...(step.ask ?? []), ...(step.missed ?? [])]) holds(said);
      }
      for (const said of [...one.traps.map((trap) => trap.missed), ...one.monday.map((monday) => monday.text)]) holds(said);
      assert.ok(!flat.includes(squeezed(one.steps[0].say[other]).slice(0, 20)));
      // A card stands on one sheet: its heading, and the mark at its foot.
      const pages = text.split("\f").map(squeezed);
      for (const { title, card } of one.injects) {
        const on = pages.filter((page) => page.includes(squeezed(title[lang])));
        assert.ok(on.length > 0, card[lang]);
      }
      for (const choice of one.choices) assert.ok(flat.includes(squeezed(action(choice.action)).slice(0, 6)), choice.action);
      for (const { width, height, words: written } of sheets(file)) {
        const beyond = written.filter(({ left, top, right, bottom }) => left < 0 || top < 0 || right > width || bottom > height);
        assert.deepEqual(beyond, [], name);
      }
      // On paper no box of a card crosses the end of a sheet.
      await page.emulateMedia({ media: "print" });
      const breaks = await page.locator(".kit-card").evaluateAll((cards) => cards.map((card) => getComputedStyle(card).breakInside));
      assert.ok(breaks.length > 0 && breaks.every((one) => one === "avoid"));
      await page.emulateMedia({ media: null });
    }
  });

  test(`one sheet can be printed alone (${lang})`, async (t) => {
    const one = kit("umineko_foods");
    const { page } = await open(t, lang, { path: `#/kits/${one.id}` });
    await page.getByRole("radio", { name: w.t("kits.sheets.monday"), exact: true }).check();
    const { text, sheets: pictures } = await pdf(page, `kit-monday-${lang}`);
    assert.equal(pictures.length, 1);
    assert.ok(squeezed(text).includes(squeezed(one.monday[4].text[lang]).slice(0, 12)));
    assert.ok(!squeezed(text).includes(squeezed(one.steps[0].say[lang]).slice(0, 12)));
  });

  test(`somebody alone takes a course to its end by keyboard, and a reload loses nothing (${lang})`, async (t) => {
    const one = kit("soramame_pump");
    const { page, seen } = await open(t, lang, { path: `#/course/${one.id}` });
    const steps = one.agendas[0].steps.map(([id]) => one.steps.find((step) => step.id === id)).filter(({ kind }) => kind !== "collect");
    const press = async (name) => {
      const button = page.getByRole("button", { name, exact: true });
      await button.focus();
      await page.keyboard.press("Enter");
    };
    const tick = async (name) => {
      const box = page.getByRole("checkbox", { name });
      await box.focus();
      await page.keyboard.press("Space");
      assert.ok(await box.isChecked());
    };
    for (const [at, step] of steps.entries()) {
      await page.getByRole("heading", { level: 1, name: step.title[lang], exact: true }).waitFor();
      assert.ok(await page.getByText(step.question[lang], { exact: true }).isVisible());
      assert.equal(await page.getByText(step.missed[0][lang], { exact: true }).count(), 0, "not before it is asked for");
      if (step.kind === "read") await page.getByLabel(w.t("kits.guess")).fill("磁石 magnets");
      if (step.kind === "explore") await tick(/P-01/);
      if (step.kind === "choose") {
        const ids = at < 4 ? ["action.second_source", "action.stock"] : ["action.pass_through", "action.credit_line"];
        for (const id of ids) await tick(new RegExp(action(id).replace(/[.*+?^${}()|[\]\\]/g, "\\$&")));
        assert.ok(await page.getByRole("checkbox", { name: new RegExp(action("action.hedge").slice(0, 8)) }).isDisabled());
      }
      if (step.kind === "inject") {
        // What was chosen before costs less than nothing done, worked out by the engine.
        const lines = page.locator("table tbody tr");
        assert.equal(await lines.count(), 2);
        const [without, before] = await lines.locator("td:nth-of-type(2)").allTextContents();
        assert.notEqual(without, before);
      }
      await press(w.t("kits.show_notes"));
      await page.locator("#notes:focus").waitFor();
      assert.ok(await page.getByText(step.missed[0][lang], { exact: true }).isVisible());
      if (["explore", "inject", "choose", "debrief"].includes(step.kind)) await bothWidths(page, `course-${step.id}`, lang);
      if (step.kind === "inject") {
        await page.reload();
        await page.getByRole("heading", { level: 1, name: step.title[lang], exact: true }).waitFor();
        assert.ok(await page.getByText(step.missed[0][lang], { exact: true }).isVisible(), "the notes stay open");
      }
      if (at + 1 < steps.length) await press(w.t("action.next"));
    }
    // What was typed is never kept.
    assert.equal(await page.getByText("磁石 magnets", { exact: true }).count(), 0);
    assert.ok(!(await page.evaluate(() => localStorage.getItem("sonae.courses"))).includes("magnets"));
    const home = page.getByRole("main").getByRole("link", { name: w.t("title.home"), exact: true });
    await home.focus();
    await page.keyboard.press("Enter");
    await arrived(page);
    assert.deepEqual(seen.errors, []);
    assert.equal(seen.requests.length, 2 * seen.loaded);
  });

  test(`what is taken home holds five questions and nothing of the practice (${lang})`, async (t) => {
    const one = kit("tsukushi_finechem");
    const { page, seen } = await open(t, lang);
    await openFirm(page, w, firm("tsukushi_finechem"));
    await go(page, "#/home");
    await page.getByRole("radio", { name: one.title[lang], exact: true }).check();
    assert.equal(await page.locator(".kit-monday").count(), 5);
    assert.equal(await page.locator(".kit-monday a").count(), 0);
    await page.getByRole("button", { name: w.t("kits.home_begin"), exact: true }).click();
    await page.getByRole("heading", { level: 1, name: w.t("title.profile"), exact: true }).waitFor();
    const own = await keptCase(page);
    assert.equal(own.practice, false);
    assert.deepEqual([own.suppliers, own.markets, own.answers, own.profile].map((part) => Object.keys(part ?? {}).length), [0, 0, 0, 0]);
    assert.equal(await page.locator(".practice-water").count(), 0);
    await page.getByRole("navigation", { name: w.t("kits.monday") }).getByRole("link").click();
    await arrived(page);
    await bothWidths(page, "home", lang);
    const { text } = await pdf(page, `home-${lang}`);
    for (const { text: question } of one.monday) assert.ok(squeezed(text).includes(squeezed(question[lang]).slice(0, 12)));
    for (const mark of MARK) assert.ok(!squeezed(text).includes(squeezed(mark)), "no practice is open any more");
    await page.locator(".kit-monday a").first().click();
    await arrived(page);
    assert.ok(await page.getByText(one.monday[0].text[lang], { exact: true }).isVisible());
    assert.deepEqual(seen.errors, []);
  });

  test(`practice is marked on the screen, on every sheet and in the file's name, and a real firm is not (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang);
    await begin(page, w);
    assert.equal(await page.locator(".practice-mark, .practice-water").count(), 0);
    const real = await save(page, w);
    assert.match(real.name, /^sonae-assessment-[\d-]+\.sonae$/);
    await go(page, "#/");
    const plain = await page.locator(".top-bar").evaluate((bar) => getComputedStyle(bar).backgroundColor);
    await openFirm(page, w, firm("umineko_foods"));
    for (const mark of MARK) assert.ok((await page.locator(".practice-mark").textContent()).includes(mark));
    assert.notEqual(await page.locator(".top-bar").evaluate((bar) => getComputedStyle(bar).backgroundColor), plain);
    await bothWidths(page, "practice", lang);
    for (const scheme of [{ colorScheme: "dark" }, { forcedColors: "active" }]) {
      await page.emulateMedia(scheme);
      assert.deepEqual(await axe(page), [], JSON.stringify(scheme));
    }
    await page.emulateMedia({ colorScheme: "light", forcedColors: "none" });
    // It lies over the page and takes no click.
    await page.getByRole("main").getByRole("link", { name: w.t("result.report"), exact: true }).click();
    await arrived(page);
    const { text } = await pdf(page, `practice-${lang}`);
    const pages = text.split("\f").filter((sheet) => sheet.trim() !== "");
    assert.ok(pages.length > 2);
    for (const [at, sheet] of pages.entries()) {
      for (const mark of MARK) assert.ok(squeezed(sheet).includes(squeezed(mark)), `sheet ${at + 1}`);
    }
    const practice = await save(page, w);
    assert.match(practice.name, /^sonae-practice-[\d-]+\.sonae-practice$/);
    assert.deepEqual(seen.errors, []);
  });
}

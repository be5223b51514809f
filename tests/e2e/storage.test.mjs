// What the browser keeps: everything, after every change, and nothing once it is wiped.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./browser.mjs";
import { SORAMAME, paste } from "./firm.mjs";
import {
  answer,
  arrived,
  asKept,
  begin,
  choose,
  field,
  go,
  kept,
  keptCase,
  openFile,
  openFirm,
  save,
  type,
  unit,
} from "./person.mjs";
import { words } from "./words.mjs";

for (const lang of ["ja", "en"]) {
  const w = words(lang);
  const button = (page, name) => page.getByRole("button", { name, exact: true });
  const cell = (page, row, column) => page.locator(`[id="suppliers.${row}.${column}"]`);

  test(`every single change is kept at once, undone and redone (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang);
    await begin(page, w);
    let before = await kept(page);
    /** Does something and looks at what is kept now: it changed, and holds this. */
    const changes = async (act, look, wanted) => {
      await act();
      await page.waitForFunction((before) => localStorage.getItem("sonae.assessment") !== before, before);
      before = await kept(page);
      assert.deepEqual(look(JSON.parse(before)), wanted);
    };
    const profile = (id) => (one) => one.profile[id];
    const answered = (id) => (one) => one.answers[id];
    const rows = (one) => one.suppliers.map((row) => row.item ?? null);

    const industry = "profile.industry";
    await changes(
      () => page.getByLabel(w.asks(industry)).selectOption({ label: w.option(industry, "food") }),
      profile(industry),
      "food",
    );
    await changes(() => type(field(page, w, "profile.cash"), "12"), profile("profile.cash"), 12_000_000);
    await changes(
      () => unit(page, w, "profile.cash").selectOption({ label: w.t("unit.ten_thousand") }),
      profile("profile.cash"),
      120_000,
    );
    await changes(() => type(field(page, w, "profile.cash"), ""), profile("profile.cash"), undefined);
    await changes(() => choose(page, w, "profile.customer_type", "infra"), profile("profile.customer_type"), ["infra"]);
    await changes(() => choose(page, w, "profile.customer_type", "auto"), profile("profile.customer_type"), [
      "auto",
      "infra",
    ]);

    const id = "tech.training";
    await go(page, `#/question/${id}`);
    await changes(() => answer(page, w, id, "entry"), answered(id), { value: "entry" });
    await changes(() => page.keyboard.press("0"), answered(id), { unknown: true });
    await changes(() => button(page, w.t("question.flag")).click(), answered(id), { unknown: true, flag: true });
    await button(page, w.t("question.note_open")).click();
    await changes(() => type(page.getByRole("textbox", { name: w.t("question.note") }), "？"), answered(id), {
      unknown: true,
      flag: true,
      note: "？",
    });

    await go(page, "#/suppliers");
    await changes(() => button(page, w.t("tables.begin")).click(), rows, [null]);
    await changes(() => type(cell(page, 0, "item"), "軸受"), rows, ["軸受"]);
    await cell(page, 0, "item").focus();
    await changes(() => paste(page, "磁石\r\n基板\r\n"), rows, ["磁石", "基板"]);
    await changes(
      () =>
        page
          .getByRole("row")
          .nth(1)
          .getByRole("button", { name: w.t("tables.remove") })
          .click(),
      rows,
      ["基板"],
    );
    await changes(() => button(page, w.t("action.undo")).click(), rows, ["磁石", "基板"]);
    await changes(() => button(page, w.t("action.undo")).click(), rows, ["軸受"]);
    await changes(() => button(page, w.t("action.redo")).click(), rows, ["磁石", "基板"]);
    await cell(page, 0, "item").focus();
    await changes(() => page.keyboard.press("ControlOrMeta+z"), rows, ["軸受"]);
    await changes(() => page.keyboard.press("ControlOrMeta+y"), rows, ["磁石", "基板"]);
    await changes(() => page.keyboard.press("ControlOrMeta+Shift+z"), rows, ["基板"]);

    assert.equal(await page.evaluate(() => Object.keys(localStorage).join()), "sonae.assessment");
    assert.deepEqual(seen.requests.slice(seen.loaded), []);
    assert.deepEqual(seen.errors, []);
  });

  test(`two reloads and a second window find everything as it was (${lang})`, async (t) => {
    const { page } = await open(t, lang);
    await openFirm(page, w, SORAMAME);
    await go(page, "#/check");
    const [text, before] = [await page.getByRole("main").innerText(), await kept(page)];
    for (let time = 0; time < 2; time += 1) {
      await page.reload();
      await page.getByRole("heading", { level: 1, name: w.t("title.check") }).waitFor();
      assert.equal(await page.getByRole("main").innerText(), text);
      assert.equal(await kept(page), before);
    }
    const second = await page.context().newPage();
    await second.goto(page.url());
    await second.getByRole("heading", { level: 1, name: w.t("title.check") }).waitFor();
    assert.equal(await second.getByRole("main").innerText(), text);
  });

  test(`with the network gone, everything goes on (${lang})`, async (t) => {
    const { page, seen, server } = await open(t, lang);
    const asked = server.asked.length;
    await page.context().setOffline(true);
    await openFirm(page, w, SORAMAME);
    for (const address of ["#/suppliers", "#/check", "#/report", "#/words", "#/result"]) await go(page, address);
    const { bytes } = await save(page, w);
    assert.equal(asKept(bytes), await kept(page));
    const meter = page.getByRole("banner").locator(".zero-meter");
    assert.match(await meter.innerText(), /\b0/);
    assert.deepEqual(seen.requests.slice(seen.loaded), []);
    assert.equal(server.asked.length, asked);
    assert.deepEqual(seen.errors, []);
  });

  test(`a chosen language is kept, too (${lang})`, async (t) => {
    const { page } = await open(t, lang);
    const other = words(lang === "ja" ? "en" : "ja");
    await button(page, lang === "ja" ? "English" : "日本語").click();
    await page.reload();
    await page.getByRole("heading", { level: 1, name: other.t("start.purpose") }).waitFor();
  });

  test(`what is not saved to a file is not replaced without a yes (${lang})`, async (t) => {
    const { page } = await open(t, lang);
    await begin(page, w);
    await type(field(page, w, "profile.cash"), "12");
    const before = await kept(page);
    await go(page, "#/");
    await button(page, w.t("start.begin")).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: w.t("action.cancel"), exact: true }).click();
    await dialog.waitFor({ state: "detached" });
    assert.equal(await kept(page), before);
    await save(page, w);
    await go(page, "#/");
    await button(page, w.t("start.begin")).click();
    await arrived(page);
    assert.deepEqual((await keptCase(page)).profile, {});
  });

  test(`opening a file over something unsaved asks first, and a yes replaces it whole (${lang})`, async (t) => {
    const { page } = await open(t, lang);
    await openFirm(page, w, SORAMAME);
    const { name, bytes } = await save(page, w);
    const file = { name, mimeType: "application/json", buffer: bytes };
    await go(page, "#/");
    await button(page, w.t("start.begin")).click();
    await arrived(page);
    await type(field(page, w, "profile.cash"), "12");
    await openFile(page, w, file);
    await page
      .getByRole("dialog")
      .getByRole("button", { name: w.t("dialog.replace.agree"), exact: true })
      .click();
    await page.getByRole("heading", { name: w.t("notice.opened", { name }) }).waitFor();
    assert.equal(await kept(page), asKept(bytes));
  });

  test(`wiping leaves nothing behind, and only after a yes (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang);
    await openFirm(page, w, SORAMAME);
    await button(page, lang === "ja" ? "English" : "日本語").click();
    await button(page, lang === "ja" ? "日本語" : "English").click();
    await go(page, "#/data");
    const before = await kept(page);
    const dialog = page.getByRole("dialog");
    await button(page, w.t("data.wipe_button")).click();
    await dialog.getByRole("button", { name: w.t("action.cancel"), exact: true }).click();
    assert.equal(await kept(page), before);
    await button(page, w.t("data.wipe_button")).click();
    await dialog.getByRole("button", { name: w.t("dialog.wipe.agree"), exact: true }).click();
    await page.getByRole("heading", { name: w.t("notice.wiped") }).waitFor();
    const left = () =>
      page.evaluate(async () => ({
        local: { ...localStorage },
        session: { ...sessionStorage },
        databases: await indexedDB.databases(),
        cookies: document.cookie,
      }));
    const nothing = { local: {}, session: {}, databases: [], cookies: "" };
    assert.deepEqual(await left(), nothing);
    // Neither Back nor a reload brings anything back.
    await page.goBack();
    await page.getByRole("heading", { level: 1 }).waitFor();
    assert.ok(!(await page.locator("body").innerText()).includes(SORAMAME.suppliers[0].alias));
    await page.evaluate(() => (location.hash = "#/result"));
    await page.getByRole("heading", { level: 1, name: w.t("start.purpose") }).waitFor();
    await page.reload();
    await page.getByRole("heading", { level: 1, name: w.t("start.purpose") }).waitFor();
    assert.deepEqual(await left(), nothing);
    assert.deepEqual(seen.errors, []);
  });
}

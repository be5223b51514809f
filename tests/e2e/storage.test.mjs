// What the browser keeps: everything, after every change, and nothing once it is wiped.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, open, picture } from "./browser.mjs";
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
  untilKept,
} from "./person.mjs";
import { words } from "./words.mjs";

/** A browser that keeps nothing. */
const refused = () => {
  IDBFactory.prototype.open = () => {
    throw new DOMException("forbidden", "SecurityError");
  };
};

for (const lang of ["ja", "en"]) {
  const w = words(lang);
  const button = (page, name) => page.getByRole("button", { name, exact: true });
  const cell = (page, row, column) => page.locator(`[id="suppliers.${row}.${column}"]`);

  test(`every single change is kept at once, undone and redone (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang);
    await begin(page, w);
    let before = JSON.stringify(await keptCase(page));
    /** Does something and looks at what is kept now: it changed, and holds this. */
    const changes = async (act, look, wanted) => {
      await act();
      const earlier = before;
      before = JSON.stringify(await untilKept(page, (one) => JSON.stringify(one) !== earlier));
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

    // Readable by nobody but the app: neither storage holds a word of it.
    assert.deepEqual(await page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage)]), [
      [],
      ["sonae.open"],
    ]);
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

  test(`a browser that keeps nothing says so before the first answer, and loses nothing without a yes (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang, { init: refused });
    const main = page.getByRole("main");
    await main.getByText(w.t("shelf.refused")).waitFor();
    await page.getByRole("heading", { name: w.t("notice.not_kept") }).waitFor();
    assert.deepEqual(await axe(page), []);
    await picture(page, `refused-${lang}`);
    await begin(page, w);
    await type(field(page, w, "profile.cash"), "12");
    const dialog = page.getByRole("dialog");
    const value = () => field(page, w, "profile.cash").inputValue();
    const typed = await value();
    await go(page, "#/");
    await button(page, w.t("start.begin")).click();
    await dialog.getByRole("button", { name: w.t("action.cancel"), exact: true }).click();
    await dialog.waitFor({ state: "detached" });
    await go(page, "#/profile");
    assert.equal(await value(), typed);
    // It works with files alone.
    const { name, bytes } = await save(page, w);
    await go(page, "#/");
    await button(page, w.t("start.begin")).click();
    await arrived(page);
    assert.equal(await value(), "");
    await type(field(page, w, "profile.cash"), "13");
    await openFile(page, w, { name, mimeType: "application/json", buffer: bytes });
    await dialog.getByRole("button", { name: w.t("dialog.replace.agree"), exact: true }).click();
    await page.getByRole("heading", { name: w.t("notice.opened", { name }) }).waitFor();
    await go(page, "#/profile");
    assert.equal(await value(), typed);
    assert.deepEqual(seen.errors, []);
  });

  test(`where the browser is full, it is said at once, and everything goes on (${lang})`, async (t) => {
    const { page, server } = await open(t, lang);
    const devtools = await page.context().newCDPSession(page);
    const origin = new URL(server.url).origin;
    await devtools.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
    await begin(page, w);
    await type(field(page, w, "profile.cash"), "13");
    await page.getByRole("heading", { name: w.t("notice.full") }).waitFor();
    const { bytes } = await save(page, w);
    assert.equal(JSON.parse(bytes).profile["profile.cash"], 13_000_000);
    // With room again, the next change is kept.
    await devtools.send("Storage.overrideQuotaForOrigin", { origin });
    await go(page, "#/profile");
    await type(field(page, w, "profile.cash"), "14");
    await untilKept(page, ({ profile }) => profile["profile.cash"] === 14_000_000);
    await page.getByRole("heading", { name: w.t("notice.full") }).waitFor({ state: "detached" });
  });

  test(`wiping leaves nothing behind, and only after a yes (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang);
    await openFirm(page, w, SORAMAME);
    await button(page, lang === "ja" ? "English" : "日本語").click();
    await button(page, lang === "ja" ? "日本語" : "English").click();
    await go(page, "#/next");
    const before = await kept(page);
    const dialog = page.getByRole("dialog");
    await button(page, w.t("next.button")).click();
    await dialog.getByRole("button", { name: w.t("action.cancel"), exact: true }).click();
    assert.equal(await kept(page), before);
    await button(page, w.t("next.button")).click();
    await dialog.getByRole("button", { name: w.t("dialog.wipe.agree"), exact: true }).click();
    await page.getByRole("heading", { name: w.t("next.nothing") }).waitFor();
    assert.deepEqual(await axe(page), []);
    await picture(page, `wiped-${lang}`);
    const left = () =>
      page.evaluate(async () => ({
        local: { ...localStorage },
        session: { ...sessionStorage },
        databases: await indexedDB.databases(),
        files: await Array.fromAsync((await navigator.storage.getDirectory()).keys()),
        cookies: document.cookie,
      }));
    const nothing = { local: {}, session: {}, databases: [], files: [], cookies: "" };
    assert.deepEqual(await left(), nothing);
    // Neither Back nor a reload brings anything back.
    await page.goBack();
    await page.getByRole("heading", { level: 1 }).waitFor();
    assert.ok(!(await page.locator("body").innerText()).includes(SORAMAME.suppliers[0].alias));
    await page.evaluate(() => (location.hash = "#/result"));
    await page.getByRole("heading", { level: 1, name: w.t("start.purpose") }).waitFor();
    await page.reload();
    await page.getByRole("heading", { level: 1, name: w.t("start.purpose") }).waitFor();
    assert.equal(await page.locator("#shelf").count(), 0);
    assert.deepEqual(seen.errors, []);
  });
}

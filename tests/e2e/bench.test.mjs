// The lender's bench: a folder with a file of every kind, read, accounted for and put in order, as
// the command line does it; keys alone; stop and go on; criteria; files that are closed.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import Papa from "papaparse";
import { bothWidths, open, pdf, picture } from "./browser.mjs";
import { command } from "./command.mjs";
import { arrived, go, kept, openFirm } from "./person.mjs";
import { firm, question, words } from "./words.mjs";

const FIRMS = ["hotaru_imaging", "soramame_pump", "tsukushi_finechem", "umineko_foods"];
const BROKEN = fileURLToPath(new URL("../data/files", import.meta.url));
const PASSPHRASE = "備え あれば うれいなし";

/** The fictional firms as if they were real ones: what the app keeps of each. */
async function firms(page, w) {
  const all = [];
  for (const name of FIRMS) {
    if (all.length > 0) await go(page, "#/");
    await openFirm(page, w, firm(name));
    all.push((await kept(page)).replace('"practice": true', '"practice": false'));
  }
  await go(page, "#/");
  return all;
}

/** The same firm, with a little more bought. */
function varied(text, by) {
  const one = JSON.parse(text);
  one.suppliers[0].annual_spend += by;
  return JSON.stringify(one);
}

/** A folder with files of every kind, and a folder in it. */
function inbox(t, all) {
  const folder = mkdtempSync(join(tmpdir(), "sonae-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const sonae = command();
  const run = (...given) => execFileSync(sonae, given, { cwd: folder });
  const put = (name, bytes) => writeFileSync(join(folder, name), bytes);
  mkdirSync(join(folder, "inbox/branch"), { recursive: true });
  all.forEach((text, at) => {
    for (let by = 0; by < 6; by += 1) put(`inbox/firm-${at}-${by}.sonae`, varied(text, by));
  });
  put("firm.sonae", all[1]);
  for (const level of ["full", "masked", "dimensionless"]) {
    run("dossier", "firm.sonae", "--level", level, "--day", "2026-11-26", "-o", `inbox/branch/${level}.json`);
  }
  const told = JSON.parse(readFileSync(join(folder, "inbox/branch/full.json")));
  told.assessment.suppliers[0].annual_spend += 1;
  told.declared.overall.low = 1;
  put("inbox/branch/changed.json", JSON.stringify(told));
  copyFileSync(join(folder, "inbox/firm-0-0.sonae"), join(folder, "inbox/branch/again.sonae"));
  put("inbox/practice.sonae", all[0].replace('"practice": false', '"practice": true'));
  put("inbox/cut.sonae", all[0].slice(0, all[0].length / 2));
  put("inbox/photo.jpg", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]));
  put("inbox/deep.json", "[".repeat(2_000_000));
  put("inbox/packed.zip", Buffer.concat([Buffer.from("PK\x03\x04"), Buffer.alloc(100_000)]));
  put("inbox/huge.json", Buffer.alloc(21_000_000, " "));
  for (const name of readdirSync(BROKEN).filter((name) => name.endsWith(".sonae"))) {
    copyFileSync(join(BROKEN, name), join(folder, `inbox/branch/${name}`));
  }
  put("passphrase.txt", PASSPHRASE);
  put("locked.sonae", varied(all[2], 50));
  run("lock", "locked.sonae", "--passphrase-from", "passphrase.txt", "-o", "inbox/locked.sonae.age");
  run("keygen", "-o", "bank.key", "--name", "Bank", "--passphrase-from", "passphrase.txt");
  put("sealed.sonae", varied(all[3], 51));
  run("seal", "sealed.sonae", "--to", "bank.key.pub", "-o", "inbox/sealed.sonae.age");
  const files = readdirSync(join(folder, "inbox"), { recursive: true, withFileTypes: true });
  return { folder, sonae, count: files.filter((entry) => entry.isFile()).length };
}

/** What the command line says of a folder: a line for each file, and its queue. */
function screened(sonae, folder, ...more) {
  const { stdout } = spawnSync(sonae, ["screen", "inbox", "--queue", ...more], { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 27 });
  const lines = stdout.trim().split("\n").map(JSON.parse);
  return { files: lines.filter((line) => "state" in line), queue: lines.filter((line) => "rank" in line) };
}

/** The longest time for which the page did nothing else, in milliseconds, from now on. */
const freezes = () => {
  globalThis.__longest = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) globalThis.__longest = Math.max(globalThis.__longest, duration);
  }).observe({ type: "longtask" });
};

for (const lang of ["ja", "en"]) {
  const w = words(lang);
  const button = (page, key, values) => page.getByRole("button", { name: w.t(key, values), exact: true });
  const chooser = (page, key) => page.getByLabel(w.t(key), { exact: true }).first();
  const done = (page, count) => page.getByText(w.t("bench.all_done.other", { count }), { exact: true }).waitFor();
  const pressed = async (page, key) => {
    const [download] = await Promise.all([page.waitForEvent("download"), button(page, key).click()]);
    return readFile(await download.path(), "utf8");
  };
  /** The rows of a list that is saved, without the sentence at its end. */
  const list = async (page, key) => {
    const { data } = Papa.parse((await pressed(page, key)).replace(/^\ufeff/, ""), { header: true, skipEmptyLines: true });
    const last = data.pop();
    assert.equal(Object.values(last)[0], w.t("bench.no_decision"));
    return data;
  };
  const column = (key) => w.t(`bench.column.${key}`);
  const both = (page, name) => bothWidths(page, name, lang);
  const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.tagName);

  test(`every file of a folder is accounted for, and stands where the command line puts it (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang, { acceptDownloads: true, init: freezes });
    const all = await firms(page, w);
    const { folder, sonae, count } = inbox(t, all);
    const here = join(folder, "inbox");
    await page.getByRole("link", { name: w.t("title.lenders"), exact: true }).click();
    await arrived(page);
    await page.getByRole("main").getByRole("link", { name: w.t("lenders.to_bench"), exact: true }).click();
    await arrived(page);
    await both(page, "bench-empty");
    await page.evaluate(() => (globalThis.__longest = 0));
    await chooser(page, "bench.choose_folder").setInputFiles(here);
    await done(page, count);
    t.diagnostic(`longest freeze ${await page.evaluate(() => globalThis.__longest)} ms`);
    // A file of 21 million bytes, and one two million levels deep, are among them.
    assert.ok((await page.evaluate(() => globalThis.__longest)) < 2000);
    const by = screened(sonae, folder);

    await t.test("the intake report says the same of each file as the command line", async () => {
      const intake = await list(page, "bench.save_intake");
      assert.equal(intake.length, count);
      assert.deepEqual(
        intake.map((row) => [row[column("file")], row[column("state")]]),
        // The command line cannot tell closed files what opens them, and neither could anybody here yet.
        by.files.map(({ file, state }) => [file, w.t(`bench.state.${state}`)]),
      );
      for (const state of ["read", "altered", "duplicate", "rescued", "practice", "locked", "sealed", "foreign", "refused"]) {
        assert.ok(by.files.some((line) => line.state === state), state);
      }
      assert.ok(intake.every((row) => row[column("policy")] === by.files[0].policy_hash));
    });

    await t.test("so does the queue, ties and all", async () => {
      const queue = await list(page, "bench.save_csv");
      assert.deepEqual(
        queue.map((row) => [Number(row[column("rank")]), row[column("file")], row[column("class")]]),
        by.queue.map((place) => [place.rank, place.file, w.t(`bench.class.${place.class}.name`)]),
      );
      const ranks = by.queue.map(({ rank }) => rank);
      assert.ok(new Set(ranks).size < ranks.length);
      await both(page, "bench");
    });

    await t.test("one state of the intake is listed by itself, and all of it goes onto paper", async () => {
      await button(page, "bench.state.locked").click();
      const rows = page.locator(".bench-files tbody tr");
      assert.equal(await rows.count(), 1);
      await button(page, "bench.state_all").click();
      await page.evaluate(() => {
        globalThis.__printed = 0;
        window.print = () => (globalThis.__printed = document.querySelectorAll(".bench-files tbody tr").length);
      });
      await button(page, "bench.print_intake").click();
      await page.waitForFunction((count) => globalThis.__printed === count, count);
      await page.waitForFunction((count) => document.querySelectorAll(".bench-files tbody tr").length < count, count);
    });

    await t.test("so does the queue, and a sheet holds classes, every reason and the criteria", async () => {
      await page.evaluate(() => {
        globalThis.__printed = [];
        window.print = () => {
          const of = (label) => document.querySelector(`section[aria-labelledby=${label}]`).classList.contains("screen-only");
          globalThis.__printed = [document.querySelectorAll(".bench-table tbody tr").length, of("queue"), of("intake")];
        };
      });
      await button(page, "bench.print_queue").click();
      await page.waitForFunction((count) => globalThis.__printed[0] === count, by.queue.length);
      assert.deepEqual((await page.evaluate(() => globalThis.__printed)).slice(1), [false, true]);
      const { text } = await pdf(page, `bench-queue-${lang}`);
      const flat = (text) => text.normalize("NFKC").replace(/\s/g, "");
      const sheet = flat(text);
      assert.ok(sheet.includes(by.files[0].policy_hash));
      // A longer name breaks within its cell.
      const short = by.queue.filter(({ file }) => file.length < 24);
      assert.ok(short.length > 10);
      for (const { file, class: of } of short) assert.ok(sheet.includes(flat(file)) && sheet.includes(flat(w.t(`bench.class.${of}.name`))), file);
    });

    await t.test("what is closed opens with passphrase and key, and is read", async () => {
      await button(page, "bench.state_all").focus();
      const field = () => page.locator("[id='bench.0']");
      await field().fill(PASSPHRASE);
      await button(page, "bench.open_closed").click();
      await done(page, count);
      await page.locator("label", { hasText: w.t("locks.choose_secret") }).locator("input").setInputFiles(join(folder, "bank.key"));
      await page.getByText(w.t("locks.key_is_locked", { name: "bank.key" })).waitFor();
      await field().fill(PASSPHRASE);
      await button(page, "bench.open_closed").click();
      await page.getByText(w.t("bench.at_hand.other", { count: 2 })).waitFor();
      await done(page, count);
      const intake = await list(page, "bench.save_intake");
      const of = (file) => intake.find((row) => row[column("file")] === file)[column("state")];
      assert.equal(of("inbox/locked.sonae.age"), w.t("bench.state.read"));
      assert.equal(of("inbox/sealed.sonae.age"), w.t("bench.state.read"));
      assert.ok(!(await page.content()).includes(PASSPHRASE));
    });

    await t.test("to leave the page asks first, and nothing of it was kept", async () => {
      const asked = page.waitForEvent("dialog");
      await page.evaluate(() => setTimeout(() => location.reload()));
      const dialog = await asked;
      assert.equal(dialog.type(), "beforeunload");
      await dialog.dismiss();
      assert.ok(!(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).includes("inbox"));
    });
    assert.deepEqual(seen.errors, []);
    assert.deepEqual(seen.violations, []);
    assert.equal(seen.requests.length, seen.loaded);
  });

  test(`another order and a second time change nothing; stopped and gone on with neither (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang, { acceptDownloads: true });
    const all = await firms(page, w);
    const folder = mkdtempSync(join(tmpdir(), "sonae-"));
    t.after(() => rmSync(folder, { recursive: true }));
    const paths = [];
    for (let at = 0; at < 600; at += 1) {
      const path = join(folder, `${String(at).padStart(3, "0")}.sonae`);
      writeFileSync(path, varied(all[at % all.length], Math.floor(at / 2)));
      paths.push(path);
    }
    await go(page, "#/bench");
    const queues = [];
    for (const files of [paths, [...paths].reverse()]) {
      await chooser(page, "bench.choose_files").setInputFiles(files);
      await done(page, files.length);
      queues.push(await pressed(page, "bench.save_csv"));
      await button(page, "bench.clear").click();
      await page.getByRole("dialog").getByRole("button", { name: w.t("dialog.clear_bench.agree"), exact: true }).click();
      await chooser(page, "bench.choose_files").waitFor({ state: "attached" });
    }
    assert.equal(queues[0], queues[1]);

    await t.test("stopped in the middle, it says how far it came, and goes on", async () => {
      // Who stops it is quicker than any hand.
      await page.evaluate((stop) => {
        const look = () => {
          const bar = document.querySelector(".progress-line progress");
          const found = [...document.querySelectorAll(".progress-line button")].find((it) => it.textContent === stop);
          if (bar?.value > 0 && found) found.click();
          else requestAnimationFrame(look);
        };
        look();
      }, w.t("bench.stop"));
      await chooser(page, "bench.choose_files").setInputFiles(paths);
      await button(page, "bench.resume").waitFor();
      const heading = await page.locator(".bench .notice h2").innerText();
      assert.match(heading, w.like("bench.stopped"));
      assert.ok((await page.locator(".bench-table tbody tr").count()) > 0);
      await picture(page, `bench-stopped-${lang}`);
      await button(page, "bench.resume").click();
      await done(page, paths.length);
      assert.equal(await pressed(page, "bench.save_csv"), queues[0]);
    });

    await t.test("keys alone lead through the queue, to an applicant and on to the next", async () => {
      const rows = page.locator(".bench-table tbody tr");
      assert.ok((await rows.count()) <= 50);
      await page.locator("#row-0").focus();
      for (const [key, id] of [
        ["ArrowDown", "row-1"],
        ["PageDown", "row-51"],
        ["End", "row-599"],
        ["ArrowUp", "row-598"],
        ["Home", "row-0"],
        ["ArrowDown", "row-1"],
      ]) {
        await page.keyboard.press(key);
        await page.waitForFunction((id) => document.activeElement.id === id, id);
      }
      const second = await page.locator("#row-1").innerText();
      await page.keyboard.press("/");
      await page.waitForFunction(() => document.activeElement.id === "bench-search");
      await page.keyboard.type("59");
      await page.getByText(w.t("bench.shown", { shown: "16", all: "600" }), { exact: true }).waitFor();
      assert.equal(await focused(page), "bench-search");
      await button(page, "bench.show_all").click();
      await page.locator("#row-0").focus();
      await page.keyboard.press("ArrowDown");
      await page.waitForFunction(() => document.activeElement.id === "row-1");
      await page.keyboard.press("Enter");
      await arrived(page);
      assert.equal(await page.locator(".bench-file").innerText(), second);
      await page.keyboard.press("ArrowRight");
      await page.waitForFunction((before) => document.querySelector(".bench-file")?.textContent !== before, second);
      await page.keyboard.press("ArrowLeft");
      await page.waitForFunction((before) => document.querySelector(".bench-file")?.textContent === before, second);
      await page.locator(".receipt").first().waitFor();
      await both(page, "bench-applicant");
      await page.goBack();
      await page.waitForFunction((before) => document.querySelector(".bench-file")?.textContent !== before, second);
      await page.goBack();
      await page.waitForFunction((before) => document.querySelector(".bench-file")?.textContent === before, second);
      await page.goBack();
      await page.waitForFunction(() => document.activeElement.id === "row-1");
    });
    assert.deepEqual(seen.errors, []);
    assert.equal(seen.requests.length, seen.loaded);
  });

  test(`criteria are changed, saved, opened and printed, and every class follows (${lang})`, async (t) => {
    const { page, seen } = await open(t, lang, { acceptDownloads: true, permissions: ["clipboard-read", "clipboard-write"] });
    const all = await firms(page, w);
    const { folder, sonae, count } = inbox(t, all);
    await go(page, "#/bench/policy");
    const label = (key) => page.getByLabel(w.t(`policy.${key}`), { exact: true });
    const type = async (key, text) => {
      await label(key).fill(text);
      await label(key).press("Tab");
    };
    await type("institution", lang === "ja" ? "架空銀行" : "Imaginary Bank");
    await type("routine_below", "90");
    await page.locator(".field-error").waitFor();
    assert.equal(await label("routine_below").getAttribute("aria-invalid"), "true");
    await type("conversation_from", "95");
    await type("routine_below", "90");
    await page.locator(".field-error").waitFor({ state: "detached" });
    const wanted = question("supplier.monitoring").short[lang];
    const evidence = page.locator("section[aria-labelledby=evidence]");
    await evidence.locator("details").nth(1).locator("summary").click();
    await evidence.getByLabel(wanted, { exact: true }).check();
    await both(page, "bench-policy");
    await button(page, "policy.copy").click();
    await page.getByText(w.t("policy.copied"), { exact: true }).waitFor();
    const hash = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(hash, /^[0-9a-f]{64}$/);
    const { text } = await pdf(page, `bench-policy-${lang}`);
    assert.ok(text.normalize("NFKC").includes(wanted.normalize("NFKC").slice(0, 6)) && text.includes(hash.slice(0, 12)));
    const saved = await pressed(page, "policy.save");
    writeFileSync(join(folder, "policy.json"), saved);

    await t.test("the command line says the same by the file that was saved", async () => {
      await go(page, "#/bench");
      await chooser(page, "bench.choose_folder").setInputFiles(join(folder, "inbox"));
      await done(page, count);
      const by = screened(sonae, folder, "--policy", "policy.json");
      assert.equal(by.files[0].policy_hash, hash);
      const queue = await list(page, "bench.save_csv");
      assert.deepEqual(
        queue.map((row) => [row[column("file")], row[column("class")]]),
        by.queue.map((place) => [place.file, w.t(`bench.class.${place.class}.name`)]),
      );
      assert.ok(by.queue.some((place) => place.class !== "conversation_now"));
      const masked = page.getByRole("link", { name: "inbox/branch/masked.json", exact: true }).first();
      await page.getByLabel(w.t("bench.search"), { exact: true }).fill("masked");
      await masked.click();
      await arrived(page);
      const main = await page.getByRole("main").innerText();
      assert.ok(main.includes(w.t("bench.withheld_text")) && main.includes(w.t("bench.held.equal")));
      await go(page, "#/bench");
      await page.getByLabel(w.t("bench.search"), { exact: true }).fill("changed");
      await page.getByRole("link", { name: "inbox/branch/changed.json", exact: true }).first().click();
      await arrived(page);
      await page.getByText(w.t("bench.cause.alteration"), { exact: true }).waitFor();
      await both(page, "bench-differs");
    });

    await t.test("the default again, and everything is worked out anew", async () => {
      await go(page, "#/bench/policy");
      await button(page, "policy.reset").click();
      await go(page, "#/bench");
      await done(page, count);
      const by = screened(sonae, folder);
      const intake = await list(page, "bench.save_intake");
      assert.equal(intake[0][column("policy")], by.files[0].policy_hash);
    });

    await t.test("what is no policy is refused, and the criteria stay", async () => {
      await go(page, "#/bench/policy");
      const chosen = page.locator("label", { hasText: w.t("policy.open") }).locator("input");
      await chosen.setInputFiles(join(folder, "inbox/firm-0-0.sonae"));
      await page.getByText(w.t("notice.policy_refused", { name: "firm-0-0.sonae" })).waitFor();
      await chosen.setInputFiles(join(folder, "policy.json"));
      await page.locator("[aria-invalid=true]").waitFor({ state: "detached" });
      await page.waitForFunction((hash) => document.body.textContent.includes(hash), hash.slice(0, 12));
      assert.equal(await label("conversation_from").inputValue(), "95");
    });
    assert.deepEqual(seen.errors, []);
  });
}

// The lender's bench with a whole desk on it: 500 files of the generator with every kind of trouble,
// accounted for against its manifest, the same again and in another order; a folder dropped as it is.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import Papa from "papaparse";
import { open } from "./browser.mjs";
import { dossiers } from "./command.mjs";
import { arrived, go } from "./person.mjs";
import { words } from "./words.mjs";

const FILES = 500;
/** The kinds of trouble the generator knows (crates/dossiers). */
const TROUBLES = 31;

const w = words("ja");
const button = (page, key) => page.getByRole("button", { name: w.t(key), exact: true });
const chooser = (page, key) => page.getByLabel(w.t(key), { exact: true }).first();
const done = (page, count) => page.getByText(w.t("bench.all_done.other", { count }), { exact: true }).waitFor({ timeout: 120_000 });
const column = (key) => w.t(`bench.column.${key}`);
const hash = (bytes) => createHash("sha256").update(bytes).digest("hex");

const pressed = async (page, key) => {
  const [download] = await Promise.all([page.waitForEvent("download", { timeout: 120_000 }), button(page, key).click()]);
  return readFile(await download.path());
};

/** The rows of a list that is saved, without the sentence at its end. */
const rows = (csv) => Papa.parse(csv.toString().replace(/^\ufeff/, ""), { header: true, skipEmptyLines: true }).data.slice(0, -1);

function folder(t) {
  const made = mkdtempSync(join(tmpdir(), "sonae-"));
  t.after(() => rmSync(made, { recursive: true }));
  return made;
}

/** A part of a file that is a zip. */
const part = (file, name) =>
  execFileSync("python3", ["-c", "import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))", file, name], {
    maxBuffer: 2 ** 28,
  });

/** Everything the bench says of the files that are on it, as it hands it out. */
async function told(page) {
  const bench = {};
  for (const [name, key] of [
    ["intake", "bench.save_intake"],
    ["queue", "bench.save_csv"],
    ["archive", "archive.keep"],
  ]) {
    bench[name] = await pressed(page, key);
  }
  await page.getByRole("link", { name: w.t("portfolio.open"), exact: true }).click();
  await arrived(page);
  await page.locator("#industries").waitFor({ timeout: 120_000 });
  bench.portfolio = await pressed(page, "portfolio.save_csv");
  bench.pool = await pressed(page, "portfolio.pool_save");
  await go(page, "#/bench");
  return bench;
}

test("a desk of 500 with every kind of trouble is accounted for, the same each time and in any order", async (t) => {
  const here = folder(t);
  const desk = join(here, "desk");
  const manifest = dossiers(FILES, desk, "--trouble");
  const names = Object.keys(manifest.files);
  assert.equal(names.length, FILES);
  assert.equal(new Set(names.map((name) => manifest.files[name].trouble).filter(Boolean)).size, TROUBLES);
  const paths = names.map((name) => join(desk, name));
  const bytes = () => paths.map((path) => hash(readFileSync(path)));
  const before = bytes();
  const { page, seen } = await open(t, "ja", { acceptDownloads: true });
  await go(page, "#/bench");

  const all = [];
  const another = names.map((_, at) => paths[(at * 7 + 3) % FILES]);
  assert.equal(new Set(another).size, FILES);
  for (const files of [paths, paths, another]) {
    const start = performance.now();
    await chooser(page, "bench.choose_files").setInputFiles(files);
    await done(page, FILES);
    t.diagnostic(`the queue stands after ${Math.round(performance.now() - start)} ms`);
    all.push(await told(page));
    if (all.length < 3) {
      await button(page, "bench.clear").click();
      await page.getByRole("dialog").getByRole("button", { name: w.t("dialog.clear_bench.agree"), exact: true }).click();
      await chooser(page, "bench.choose_files").waitFor({ state: "attached" });
    }
  }
  const [first, second, third] = all;

  await t.test("every file is there once, in the state that the manifest says", () => {
    const intake = rows(first.intake);
    assert.deepEqual(intake.map((row) => row[column("file")]).sort(), [...names].sort());
    for (const row of intake) {
      const name = row[column("file")];
      const { state, like } = manifest.files[name];
      assert.equal(row[column("state")], w.t(`bench.state.${state}`), name);
      assert.equal(row[column("duplicate_of")], state === "duplicate" ? like : "", name);
    }
    const classed = rows(first.queue).map((row) => row[column("file")]);
    const wanted = names.filter((name) => ["read", "upgraded", "altered"].includes(manifest.files[name].state));
    assert.deepEqual(classed.sort(), wanted.sort());
  });

  await t.test("whatever looks like another file is asked about", () => {
    writeFileSync(join(here, "kept.zip"), first.archive);
    const lines = part(join(here, "kept.zip"), "lines.ndjson").toString().trim().split("\n").map(JSON.parse);
    assert.equal(lines.length, FILES);
    for (const { file, questions } of lines) {
      const { asks, like } = manifest.files[file];
      if (!asks) continue;
      const asked = questions.find(({ key }) => key === asks);
      assert.ok(asked, `${file}: ${asks}`);
      if (like) assert.equal(asked.file, like);
    }
  });

  await t.test("a second time and another order change no byte of what is handed out", () => {
    for (const [key, bytes] of Object.entries(first)) {
      assert.ok(bytes.length > 0, key);
      assert.ok(second[key].equals(bytes), `a second time: ${key}`);
      assert.ok(third[key].equals(bytes), `another order: ${key}`);
    }
  });

  await t.test("what is closed opens with the passphrase and the key of the manifest", async () => {
    const field = () => page.locator("[id='bench.0']");
    const reveal = page.locator("details", { has: field() });
    if (!(await reveal.getAttribute("open").then((it) => it !== null))) await reveal.locator("summary").first().click();
    await field().fill(manifest.passphrase);
    await button(page, "bench.open_closed").click();
    await done(page, FILES);
    writeFileSync(join(here, "desk.key"), manifest.desk_key);
    await page.locator("label", { hasText: w.t("locks.choose_secret") }).locator("input").setInputFiles(join(here, "desk.key"));
    await page.getByText(w.t("bench.at_hand.other", { count: 2 })).waitFor();
    await done(page, FILES);
    await button(page, "bench.save_intake").waitFor();
    const closed = names.filter((name) => ["locked", "sealed"].includes(manifest.files[name].state));
    assert.equal(closed.length, 2);
    const intake = rows(await pressed(page, "bench.save_intake"));
    for (const row of intake.filter((row) => closed.includes(row[column("file")]))) {
      assert.notEqual(row[column("state")], w.t("bench.state.locked"));
      assert.notEqual(row[column("state")], w.t("bench.state.sealed"));
    }
  });

  await t.test("nothing in the applicants' files changed", () => {
    assert.deepEqual(bytes(), before);
    assert.deepEqual(readdirSync(desk).sort(), [...names].sort());
  });
  assert.deepEqual(seen.errors, []);
  assert.deepEqual(seen.violations, []);
  assert.equal(seen.requests.length, seen.loaded);
});

test("a folder that is dropped is walked through, and names keep its folders", async (t) => {
  const here = folder(t);
  const inbox = join(here, "inbox");
  const manifest = dossiers(230, inbox);
  const names = Object.keys(manifest.files);
  // More in one folder than a browser gives at a time, some deeper, and an empty one.
  mkdirSync(join(inbox, "支店/deep/er"), { recursive: true });
  mkdirSync(join(inbox, "empty"));
  const wanted = names.map((name, at) => {
    const to = at < 120 ? name : at < 225 ? `支店/${name}` : `支店/deep/er/${name}`;
    renameSync(join(inbox, name), join(inbox, to));
    return `inbox/${to}`;
  });
  writeFileSync(join(here, "alone.txt"), "金曜までに折り返し電話。");
  wanted.push("alone.txt");
  const { page, seen } = await open(t, "ja", { acceptDownloads: true });
  await go(page, "#/bench");
  const box = await page.locator(".drop-zone").boundingBox();
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [inbox, join(here, "alone.txt")], dragOperationsMask: 1 };
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2, data };
  for (const type of ["dragEnter", "dragOver"]) await session.send("Input.dispatchDragEvent", { type, ...at });
  await page.locator(".drop-zone[data-over=true]").waitFor();
  await session.send("Input.dispatchDragEvent", { type: "drop", ...at });
  await done(page, wanted.length);
  const intake = rows(await pressed(page, "bench.save_intake"));
  assert.deepEqual(intake.map((row) => row[column("file")]).sort(), wanted.sort());
  const read = intake.filter((row) => row[column("state")] === w.t("bench.state.read"));
  assert.equal(read.length, names.length);

  await t.test("the same folder, chosen, has the same names and the same results", async () => {
    await button(page, "bench.clear").click();
    await page.getByRole("dialog").getByRole("button", { name: w.t("dialog.clear_bench.agree"), exact: true }).click();
    await chooser(page, "bench.choose_folder").setInputFiles(inbox);
    await done(page, names.length);
    const chosen = rows(await pressed(page, "bench.save_intake"));
    assert.deepEqual(chosen, intake.filter((row) => row[column("file")] !== "alone.txt"));
  });
  assert.deepEqual(seen.errors, []);
  assert.equal(seen.requests.length, seen.loaded);
});

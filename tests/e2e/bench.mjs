// Measures the release build and writes docs/performance.md: `cargo xtask bench`.
//
// bench.mjs PAGE FOLDER PROGRAM [PYTHON]: the page to write, the folder with the ledgers, the
// program that reads them natively, and a Python that has pandas, where there is one. Rows of the
// native measurements come in on standard input, one a line: `what⇥figure⇥how it was taken`.
// What is measured here is added to them. A line of JSON among them is what a scenario took.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { start } from "./chromium.mjs";
import { grid } from "./long_table.mjs";
import { ledgers } from "./ledgers.mjs";
import { median, ms, several, table } from "./measuring.mjs";
import { kept as keptNow } from "./person.mjs";
import { scenarios } from "./scenarios.mjs";
import { BENCH, DIST, serve } from "./server.mjs";

// A question of the full questionnaires, and what makes it one that can be answered.
const QUESTION = "#/question/supplier.requalification_weeks";
const ANSWER = "main:not([aria-busy]) fieldset input[type=radio]";
// A fictional firm that has answered everything.
const FIRM = ".section .card button";
const PAGE = "main:not([aria-busy]) h1";

const COLD_STARTS = 7;
const KEYSTROKES = 20;

/** What comes after the first page: all but the five-minute check, and what a ledger needs. */
const LATER = /^(later|worker)|^sonae\.html$/;

const kB = (bytes) => (bytes / 1000).toFixed(1);

function sizes() {
  const rows = readdirSync(DIST).map((name) => {
    const bytes = readFileSync(join(DIST, name));
    // The hash in the name changes with every build, and says nothing here.
    const plain = name.replace(/-[0-9a-f]{15,16}/, "");
    return { name: plain, raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length };
  });
  rows.sort((a, b) => b.raw - a.raw);
  const together = (name, of) => {
    const sum = (key) => of.reduce((total, row) => total + row[key], 0);
    return { name: `**${name}**`, raw: sum("raw"), gzip: sum("gzip"), brotli: sum("brotli") };
  };
  const later = rows.filter(({ name }) => LATER.test(name));
  const page = rows.filter(({ name }) => !LATER.test(name));
  return [...page, together("the first page", page), ...later, together("after it", later), together("together", rows)];
}

/** What the browser keeps of a firm that has answered everything. */
async function fullAssessment(url) {
  const browser = await start();
  try {
    const page = await browser.newPage();
    await page.goto(url);
    await page.locator(FIRM).first().click();
    await page.waitForURL(/result/);
    return await keptNow(page);
  } finally {
    await browser.close();
  }
}

const keep = (page, kept) => page.addInitScript((text) => localStorage.setItem("sonae.assessment", text), kept);

/** Milliseconds from the start of a cold visit to the first paint, and to `selector` being painted. */
async function coldStart(url, selector, kept) {
  const browser = await start();
  try {
    const page = await browser.newPage();
    if (kept) await keep(page, kept);
    await page.addInitScript((selector) => {
      const look = () => {
        if (!document.querySelector(selector)) return requestAnimationFrame(look);
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => (window.__there = performance.now());
        requestAnimationFrame(() => port2.postMessage(""));
      };
      look();
    }, selector);
    await page.goto(url);
    await page.waitForFunction(() => window.__there, undefined, { timeout: 10_000 });
    return await page.evaluate(() => ({
      paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
      there: window.__there,
    }));
  } finally {
    await browser.close();
  }
}

/** Milliseconds from each keystroke on the first question to the frame that shows it. */
async function keystrokes(url, kept) {
  const browser = await start();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await keep(page, kept);
    await page.goto(url + QUESTION);
    await page.locator(ANSWER).first().focus();
    await page.evaluate(() => {
      window.__painted = [];
      addEventListener("keydown", ({ timeStamp }) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => window.__painted.push(performance.now() - timeStamp);
        requestAnimationFrame(() => port2.postMessage(""));
      }, { capture: true });
    });
    for (let count = 0; count < KEYSTROKES; count += 1) {
      await page.keyboard.press(count % 2 ? "ArrowUp" : "ArrowDown");
      await page.waitForTimeout(100);
    }
    return await page.evaluate(() => window.__painted);
  } finally {
    await browser.close();
  }
}

/** Microseconds a score takes in the browser, as the build for this one purpose says on its console. */
async function score() {
  const server = await serve(BENCH);
  const browser = await start();
  try {
    const page = await browser.newPage();
    const said = page.waitForEvent("console", (message) => message.text().startsWith("score\t"));
    await page.goto(server.url);
    return (await said).text().split("\t").slice(1).map(Number);
  } finally {
    await browser.close();
    await server.close();
  }
}

/** The page's times, and the assessment of a firm that has answered everything. */
async function times() {
  const server = await serve(DIST);
  const rows = [];
  const row = (what, figure, how) => rows.push([what, figure, how]);
  try {
    const cold = `median of ${COLD_STARTS} starts of a browser with an empty profile, served from this machine`;
    const visits = await several(COLD_STARTS, () => coldStart(server.url, PAGE));
    row("First paint", ms(median(visits.map(({ paint }) => paint))), cold);
    row("First page stands", ms(median(visits.map(({ there }) => there))), cold);
    const kept = await fullAssessment(server.url);
    const questions = await several(COLD_STARTS, () => coldStart(server.url + QUESTION, ANSWER, kept));
    row("First question can be answered", ms(median(questions.map(({ there }) => there))), `${cold}; an assessment is kept`);
    const painted = await keystrokes(server.url, kept);
    row("Keystroke to paint, all answered, the first", ms(painted[0]), "the code is still cold");
    const later = painted.slice(1);
    row("Keystroke to paint, all answered, later", ms(median(later)), `median of ${later.length}; slowest ${ms(Math.max(...later))}`);
    const [first, median_us] = await score();
    row("Score of a full assessment in the browser, the first", `${first.toFixed(0)} µs`, "the code is still cold");
    row("Score of a full assessment in the browser, later", `${median_us.toFixed(1)} µs`, "median of 50 batches of 100");
    return { rows, kept };
  } finally {
    await server.close();
  }
}

async function machine() {
  const browser = await start();
  const chromium = `Chromium ${browser.version()}`;
  await browser.close();
  const rustc = execFileSync("rustc", ["--version"], { encoding: "utf8" }).replace(/ \(.*/s, "");
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  return [cpus()[0].model.trim(), `${cpus().length} cores`, memory, rustc, chromium, `Node ${process.version.slice(1)}`].join(", ");
}

const lines = readFileSync(0, "utf8").split("\n").filter(Boolean);
const native = lines.filter((line) => line.includes("\t")).map((line) => line.split("\t"));
const scenario = JSON.parse(lines.find((line) => line.startsWith("{")));
const [out, folder, program, python] = process.argv.slice(2);
const { rows, kept } = await times();
const having = { folder, program, python };
const read = await ledgers(having);
const sheet = await grid(having, kept);
const costs = await scenarios(scenario, python, kept);
const measured = [...native, ...rows];
const HEADS = ["What", "Figure", "How it was taken"];
const RULE = ["---", "---:", "---"];
const page = `# Performance

Written by \`cargo xtask bench\`, which measures again whenever it is run.

${new Date().toISOString().slice(0, 10)}, on ${await machine()}.

## Times

${table([HEADS, RULE, ...measured])}

Keystroke and page times end with the frame that shows the change, not with the code that caused it; a frame alone takes up to 16.7 ms.

## Ledgers

${[...read.aims, ...sheet.aims].join("\n")}

${read.text}

### The supplier table

${table([HEADS, RULE, ...sheet.rows])}

## Scenarios

${costs.aims.join("\n")}

${table([HEADS, RULE, ...costs.rows])}

${costs.text}

## Sizes of the release build, kB

The page can be used after its own files have come; what only ledgers need comes after it. Aims for the first page: at most 350 kB of brotli, an answer painted within a frame (16 ms) at the median, a score within 50 µs natively.

${table([["File", "raw", "gzip", "brotli"], ["---", "---:", "---:", "---:"], ...sizes().map(({ name, raw, gzip, brotli }) => [name, kB(raw), kB(gzip), kB(brotli)])])}
`;
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, page);
console.log(page);

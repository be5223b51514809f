// Measures the release build and writes docs/performance.md: `cargo xtask bench`.
//
// Rows of the native measurements come in on standard input, one a line:
// `what⇥figure⇥how it was taken`. What is measured here is added to them.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { start } from "./chromium.mjs";
import { DIST, serve } from "./server.mjs";

// Where the first question stands, and what makes it one that can be answered.
const QUESTION = "#/check";
const ANSWER = "main:not([aria-busy]) fieldset input[type=radio]";
const PAGE = "main:not([aria-busy]) h1";

const COLD_STARTS = 7;
const KEYSTROKES = 20;

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const ms = (value) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
const kB = (bytes) => (bytes / 1000).toFixed(1);

function sizes() {
  const rows = readdirSync(DIST).map((name) => {
    const bytes = readFileSync(join(DIST, name));
    // The hash in the name changes with every build, and says nothing here.
    const plain = name.replace(/-[0-9a-f]{16}/, "");
    return { name: plain, raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length };
  });
  rows.sort((a, b) => b.raw - a.raw);
  const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
  return [...rows, { name: "**together**", raw: sum("raw"), gzip: sum("gzip"), brotli: sum("brotli") }];
}

/** Milliseconds from the start of a cold visit to the first paint, and to `selector` being painted. */
async function coldStart(url, selector) {
  const browser = await start();
  try {
    const page = await browser.newPage();
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
async function keystrokes(url) {
  const browser = await start();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
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
    return await page.evaluate(() => ({
      painted: window.__painted,
      // The app marks each scoring with a measure of this name, if it does so at all.
      scored: performance.getEntriesByName("score", "measure").map((entry) => entry.duration),
    }));
  } finally {
    await browser.close();
  }
}

async function several(count, measure) {
  const results = [];
  for (let number = 0; number < count; number += 1) results.push(await measure());
  return results;
}

async function times() {
  const server = await serve(DIST);
  const rows = [];
  const row = (what, figure, how) => rows.push([what, figure, how]);
  try {
    const cold = `median of ${COLD_STARTS} starts of a browser with an empty profile, served from this machine`;
    const visits = await several(COLD_STARTS, () => coldStart(server.url, PAGE));
    row("First paint", ms(median(visits.map(({ paint }) => paint))), cold);
    row("First page stands", ms(median(visits.map(({ there }) => there))), cold);
    try {
      const questions = await several(COLD_STARTS, () => coldStart(server.url + QUESTION, ANSWER));
      row("First question can be answered", ms(median(questions.map(({ there }) => there))), cold);
      const { painted, scored } = await keystrokes(server.url);
      row("Keystroke to paint, the first", ms(painted[0]), "the code is still cold");
      row("Keystroke to paint, later", ms(median(painted.slice(1))), `median of ${painted.length - 1}; slowest ${ms(Math.max(...painted.slice(1)))}`);
      if (scored.length > 0) {
        row("Score of an assessment in the browser, the first", ms(scored[0]), "the code is still cold");
        row("Score of an assessment in the browser, later", ms(median(scored)), `median of ${scored.length}`);
      }
    } catch (error) {
      if (error.name !== "TimeoutError") throw error;
      row("First question", "not measured", `nothing like \`${ANSWER}\` at \`${QUESTION}\``);
    }
  } finally {
    await server.close();
  }
  return rows;
}

const table = (rows) => rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n");

async function machine() {
  const browser = await start();
  const chromium = `Chromium ${browser.version()}`;
  await browser.close();
  const rustc = execFileSync("rustc", ["--version"], { encoding: "utf8" }).replace(/ \(.*/s, "");
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  return [cpus()[0].model.trim(), `${cpus().length} cores`, memory, rustc, chromium, `Node ${process.version.slice(1)}`].join(", ");
}

const native = readFileSync(0, "utf8").split("\n").filter(Boolean).map((line) => line.split("\t"));
const measured = [...native, ...(await times())];
const page = `# Performance

Written by \`cargo xtask bench\`, which measures again whenever it is run.

${new Date().toISOString().slice(0, 10)}, on ${await machine()}.

## Times

${table([["What", "Figure", "How it was taken"], ["---", "---:", "---"], ...measured])}

Keystroke and page times end with the frame that shows the change, not with the code that caused it; a frame alone takes up to 16.7 ms.

## Sizes of the release build, kB

${table([["File", "raw", "gzip", "brotli"], ["---", "---:", "---:", "---:"], ...sizes().map(({ name, raw, gzip, brotli }) => [name, kB(raw), kB(gzip), kB(brotli)])])}
`;
const out = process.argv[2];
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, page);
console.log(page);

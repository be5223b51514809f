// A purchase ledger of 20,000 rows, from its bytes to the figures: Sonae beside pandas natively,
// beside papaparse and SheetJS in Chromium. Both sides of every comparison take turns in one run,
// and all have to find the same.
import { execFileSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { start } from "./chromium.mjs";
import { MB, aim, median, ms, seen, several, table, turned, watch } from "./measuring.mjs";
import { DIST, serve } from "./server.mjs";
import { words } from "./words.mjs";

const E2E = fileURLToPath(new URL(".", import.meta.url));
const PANDAS = join(E2E, "peers/pandas_ledger.py");

/** Processes or browsers, each with one cold reading and some later ones. */
const STARTS = 5;
const LATER = 2;
/** Aims: to the figures in Chromium, cold. */
const AIM_MS = 1000;

const near = (one, other) => Math.abs(one - other) <= 1e-9 * Math.abs(other);

/** Stops everything where somebody found something else than what is in the file. */
function agree(who, found, truth) {
  for (const [name, value] of Object.entries(truth)) {
    if (!near(found?.[name] ?? NaN, value)) {
      throw new Error(`${who}: ${name} is ${found?.[name]}, not ${value}. No figure is worth anything then.`);
    }
  }
}

const version = (name) => createRequire(import.meta.url)(`${name}/package.json`).version;

/** How many times as long as Sonae, the first time and later. */
const beside = (one, own) => ["first", "later"].map((key) => Number((one[key] / own[key]).toPrecision(2))).join(" · ");

// ---- natively

/** One process: what it says of itself. */
function spawned(program, args) {
  return JSON.parse(execFileSync(program, args.map(String), { encoding: "utf8", maxBuffer: 1 << 26 }));
}

/**
 * The sides of one file, in turns.
 *
 * @returns {{side: string, first: number[], later: number[], preview: number[], …}[]}
 */
function natively({ folder, program, python }, truth, name) {
  const file = join(folder, name);
  const sides = [{ side: "Sonae", run: (rounds) => spawned(program, ["read", file, rounds]) }];
  const engines = name.endsWith(".csv") ? [[]] : [["openpyxl"], ["calamine"]];
  for (const engine of engines) {
    const side = ["pandas", ...engine].join(", ");
    sides.push({ side, run: python && ((rounds) => spawned(python, [PANDAS, file, rounds, ...engine])) });
  }
  const there = sides.filter(({ run }) => run);
  for (const one of there) one.runs = [];
  for (let number = 0; number < STARTS; number += 1) {
    for (const one of turned(there, number)) {
      const run = one.run(1 + LATER);
      agree(`${one.side}, ${name}`, run.found, truth);
      one.runs.push(run);
    }
  }
  return sides.map(({ side, runs }) => {
    if (!runs) return { side };
    const all = (key) => runs.map((run) => run[key]);
    return {
      side: runs[0].version ? side.replace("pandas", `pandas ${runs[0].version}`) : side,
      preview: median(all("preview_ms").map(([first]) => first)),
      first: median(all("figures_ms").map(([first]) => first)),
      later: median(all("figures_ms").flatMap(([, ...later]) => later)),
      imports: runs[0].import_ms && median(all("import_ms")),
      peak: runs[0].peak_kib && median(all("peak_kib")),
    };
  });
}

function nativeTable(name, sides) {
  const own = sides[0];
  return sides.map(({ side, preview, first, later, imports, peak }) =>
    first === undefined
      ? [name, side, ...Array(6).fill("not there")]
      : [
          name,
          side,
          ms(preview),
          ms(first),
          ms(later),
          beside({ first, later }, own),
          imports ? ms(imports) : "–",
          peak ? MB(peak) : "not told",
        ],
  );
}

// ---- in Chromium

const JA = words("ja");
const THERE = { understood: "#understood", outcome: "#outcome" };

/** Who reads in Chromium: where its page is, and how it is left for another reading. */
const OURS = {
  side: "Sonae",
  address: ({ ours }) => ours.url,
  /** A ledger is read for an assessment, so there has to be one. */
  async begin(page) {
    await page.getByRole("button", { name: JA.t("start.begin"), exact: true }).click();
    await page.waitForURL(/profile/);
    await page.evaluate(() => (location.hash = "#/ledger"));
    await page.locator(".drop-zone").waitFor();
  },
  input: "#main input[type=file]",
  /** Its page says in words what the others say as numbers. */
  async found(page, truth) {
    const text = (await page.locator("#main").innerText()).replaceAll(",", "");
    const says = JA.like("ledger.says").test(text);
    const hhi = (truth.hhi * 10_000).toFixed(0);
    const all = [`${truth.rows}行`, `${truth.total}円`, `${truth.suppliers}社`, `HHI ${hhi}）`];
    const missing = all.filter((part) => !text.includes(part));
    if (!says || missing.length > 0) throw new Error(`Sonae's page does not say ${missing.join(", ")}.`);
  },
  async leave(page) {
    await page.getByRole("button", { name: JA.t("tables.import.drop"), exact: true }).click();
    await page.locator(THERE.understood).waitFor({ state: "detached" });
  },
};

const peer = (side, name) => ({
  side,
  address: ({ theirs }) => `${theirs.url}peers/peer.html?peer=${name}`,
  input: "#file:enabled",
  async found(page, truth) {
    agree(side, await page.evaluate(() => globalThis.found), truth);
  },
  leave: (page) => page.evaluate(() => document.getElementById("main").replaceChildren()),
});

const CHROMIUM = {
  "ledger.csv": [
    OURS,
    peer(`papaparse ${version("papaparse")}`, "papaparse"),
    peer(`papaparse ${version("papaparse")}, in its worker`, "papaparse-worker"),
    peer(`SheetJS ${version("xlsx")}`, "sheetjs"),
  ],
  "ledger.xlsx": [OURS, peer(`SheetJS ${version("xlsx")}`, "sheetjs")],
};

/** What all of a browser's pages hold, KiB: the pages, their workers, JavaScript and WebAssembly. */
async function resident(browser, figure) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const pages = processInfo.filter(({ type }) => type === "renderer");
  return pages.reduce((sum, { id }) => {
    const status = readFileSync(`/proc/${id}/status`, "utf8");
    // From here on the system notes the most that is needed anew.
    if (figure === "VmRSS") writeFileSync(`/proc/${id}/clear_refs`, "5");
    return sum + Number(status.match(new RegExp(`${figure}:\\s+(\\d+)`))[1]);
  }, 0);
}

/** One page of a browser, opened anew: the first reading, and some later ones. */
async function inChromium(browser, servers, one, file, truth) {
  const context = await browser.newContext({ locale: "ja-JP", timezoneId: "Asia/Tokyo", viewport: { width: 1280, height: 900 } });
  try {
    const page = await context.newPage();
    await page.goto(one.address(servers), { waitUntil: "networkidle" });
    await one.begin?.(page);
    const input = page.locator(one.input).first();
    await input.waitFor({ state: "attached" });
    // Somebody has to find the file; whatever the page prepares meanwhile is ready by then.
    await page.waitForTimeout(1000);
    const held = await resident(browser, "VmRSS").catch(() => NaN);
    const times = [];
    let memory;
    for (let number = 0; number <= LATER; number += 1) {
      if (number > 0) {
        await one.leave(page);
        await page.waitForTimeout(300);
      }
      await watch(page, "change", THERE);
      await input.setInputFiles(file);
      times.push(await seen(page));
      memory ??= (await resident(browser, "VmHWM").catch(() => NaN)) - held;
      await one.found(page, truth);
    }
    return { times, memory };
  } finally {
    await context.close();
  }
}

async function chromium({ folder }, truth) {
  const servers = { ours: await serve(DIST), theirs: await serve(E2E) };
  const results = new Map();
  try {
    for (let number = 0; number < STARTS; number += 1) {
      const browser = await start();
      try {
        for (const [name, sides] of Object.entries(CHROMIUM)) {
          for (const one of turned(sides, number)) {
            const run = await inChromium(browser, servers, one, join(folder, name), truth);
            const key = `${name}\t${one.side}`;
            results.set(key, [...(results.get(key) ?? []), run]);
          }
        }
      } finally {
        await browser.close();
      }
    }
  } finally {
    await servers.ours.close();
    await servers.theirs.close();
  }
  return Object.entries(CHROMIUM).map(([name, sides]) => [
    name,
    sides.map(({ side }) => {
      const runs = results.get(`${name}\t${side}`);
      const first = (key) => median(runs.map(({ times }) => times[0][key]));
      return {
        side,
        preview: first("understood"),
        first: first("outcome"),
        later: median(runs.flatMap(({ times }) => times.slice(1)).map(({ outcome }) => outcome)),
        longest: median(runs.map(({ times }) => times[0].longest)),
        memory: median(runs.map(({ memory }) => memory)),
      };
    }),
  ]);
}

function chromiumTable(name, sides) {
  const own = sides[0];
  return sides.map(({ side, preview, first, later, longest, memory }) => [
    name,
    side,
    ms(preview),
    ms(first),
    ms(later),
    beside({ first, later }, own),
    ms(longest),
    Number.isNaN(memory) ? "not told" : MB(memory),
  ]);
}

// ---- what the page says

function aims([[, csv]]) {
  const [own, ...peers] = csv;
  const sooner = (key) => peers.filter((one) => one[key] < own[key]).map(({ side, [key]: figure }) => `${side} takes ${ms(figure)}`);
  const against = (key) => sooner(key).join(", ") || `the next takes ${ms(Math.min(...peers.map((one) => one[key])))}`;
  return [
    aim("a CSV of 20,000 rows to its figures in Chromium within 1 s, the first time", own.first <= AIM_MS, ms(own.first)),
    aim("sooner than every other library in Chromium, the first time", sooner("first").length === 0, `${ms(own.first)}; ${against("first")}`),
    aim("sooner than every other library in Chromium, later", sooner("later").length === 0, `${ms(own.later)}; ${against("later")}`),
  ];
}

/**
 * Measures, and gives what the page says of it.
 *
 * @param {{folder: string, program: string, python?: string}} with The folder with the files, the
 * program that reads them natively, a Python that has pandas.
 */
export async function ledgers(having) {
  const truth = JSON.parse(readFileSync(join(having.folder, "truth.json"), "utf8"));
  const size = (name) => `${(statSync(join(having.folder, name)).size / 1e6).toFixed(1)} MB`;
  const native = Object.keys(CHROMIUM).map((name) => [name, natively(having, truth, name)]);
  const browser = await chromium(having, truth);
  const heads = ["File", "Who", "Preview, first", "Figures, first", "Figures, later", "Beside Sonae, first · later"];
  const rule = ["---", "---", ...Array(6).fill("---:")];
  const text = `A purchase ledger of ${truth.rows.toLocaleString("en")} rows and ten columns with title lines, a subtotal for each month and a total, ${truth.suppliers.toLocaleString("en")} names of suppliers: as CP932 CSV (${size("ledger.csv")}) and as XLSX (${size("ledger.xlsx")}). Everybody gets from the bytes to the same number of suppliers, total and HHI, as invoiced, or the measurement stops. Sonae also finds the encoding, the headings, the unit and the period by itself and checks every subtotal; the others are told. Once the figures stand it looks for names that may be one company, which is in none of these times.

### In Chromium

${table([[...heads, "Longest frame", "Memory"], rule, ...browser.flatMap(([name, sides]) => chromiumTable(name, sides))])}

From the file being chosen to the frame that shows it. Medians of ${STARTS} browsers, in each of which every side opens its page anew, in turns; first: the first file in that page (${STARTS}), later: the ${LATER} after it (${STARTS * LATER}). Longest frame: the longest time between two frames during the first reading, in which the page answers to nobody. Memory: the most that the browser's page processes held during the first reading beyond what they held before it, as the system counts (worker, JavaScript, WebAssembly and copies of the file included). SheetJS is the version that npm has.

### Natively

${table([[...heads, "Imports", "Memory"], rule, ...native.flatMap(([name, sides]) => nativeTable(name, sides))])}

Medians of ${STARTS} processes, in turns; first: the first reading of a process (${STARTS}), later: the ${LATER} after it. Imports: what Python needs before it can begin, which is in no other column. Memory: the most a process that does nothing else held up to the end of its first reading, Python with its imports.`;
  return { text, aims: aims(browser) };
}

// Measures the lender's bench in Chromium: `cargo xtask bench desk`.
//
// desk.mjs FOLDER…: folders with dossiers, each brought to the bench of the release build in a fresh
// browser. Writes the section of docs/performance.md on standard output.
import { readFileSync, readdirSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { start } from "./chromium.mjs";
import { aim, median, ms, seen, several, table, watch } from "./measuring.mjs";
import { DIST, serve } from "./server.mjs";
import { words } from "./words.mjs";

/** So many files, until the queue stands, milliseconds. */
const AIMS = { 500: 2_000, 10_000: 20_000 };
const FREEZE_MS = 100;
const TURNS = 3;
const w = words("en");

/** From now on the longest task of the page, milliseconds, and how many took longer than 50. */
const observe = () => {
  globalThis.__tasks = [];
  new PerformanceObserver((list) => {
    for (const { duration, startTime } of list.getEntries()) globalThis.__tasks.push([Math.round(startTime), Math.round(duration)]);
  }).observe({ type: "longtask" });
};

/** The most that any of the browser's renderers has held, MB: the page with its workers. */
async function held(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const renderers = processInfo.filter(({ type }) => type === "renderer");
  const most = renderers.map(({ id }) => Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, "utf8"))?.[1] ?? NaN));
  return Math.max(...most) / 1000;
}

/** What happens when a folder is brought. */
async function brought(url, folder, count) {
  const browser = await start();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: "en-GB" });
    await page.addInitScript(observe);
    await page.goto(`${url}#/bench`);
    await page.locator(".drop-zone").waitFor();
    // The worker's files have come, and the network is shut behind them.
    await page.waitForFunction(() => document.querySelectorAll("meta[http-equiv=Content-Security-Policy]").length === 2);
    await page.evaluate(() => (globalThis.__tasks = []));
    await watch(page, "change", { stands: ".bench-table" });
    await page.locator(".drop-zone input").first().setInputFiles(folder, { timeout: 300_000 });
    const { stands, longest } = await seen(page);
    const tasks = await page.evaluate(() => globalThis.__tasks);
    const memory = await held(browser);
    const all = await page.getByRole("status").filter({ hasText: new RegExp(count.toLocaleString("en")) }).count();
    if (all === 0) throw new Error(`Not all of ${count} files are accounted for.`);

    // What a person does with the queue afterwards.
    const after = async (event, selectors, act) => {
      await watch(page, event, selectors);
      await act();
      return (await seen(page)).longest;
    };
    await page.locator("summary", { hasText: w.t("bench.order_and_columns") }).click();
    const sorted = [];
    for (const column of ["score", "industry", "size", "gap", "questions"]) {
      const act = () => page.getByLabel(w.t("bench.sort"), { exact: true }).selectOption(column);
      sorted.push(await after("change", { sorted: ".bench-table" }, act));
    }
    await page.locator("#row-0").focus();
    const keys = await several(20, (at) => after("keydown", { at: `#row-${at + 1}:focus` }, () => page.keyboard.press("ArrowDown")));
    return { stands, longest, tasks, memory, sorted: Math.max(...sorted), key: median(keys) };
  } finally {
    await browser.close();
  }
}

const load = loadavg()[0];
const server = await serve(DIST);
const aims = [];
const rows = [];
try {
  for (const folder of process.argv.slice(2)) {
    const count = readdirSync(folder).length;
    const turns = [];
    for (let turn = 0; turn < TURNS; turn += 1) {
      turns.push(await brought(server.url, folder, count));
      console.error(`${count}: ${JSON.stringify(turns.at(-1))}`);
    }
    const of = (key) => median(turns.map((turn) => turn[key]));
    const worst = Math.max(...turns.map(({ longest }) => longest));
    const files = count.toLocaleString("en");
    const most = AIMS[count];
    if (most) aims.push(aim(`${files} files on the bench within ${most / 1000} s in Chromium`, of("stands") <= most, `${(of("stands") / 1000).toFixed(1)} s`));
    aims.push(aim(`no freeze over ${FREEZE_MS} ms with ${files} files`, worst <= FREEZE_MS, ms(worst)));
    rows.push([
      files,
      `${(of("stands") / 1000).toFixed(1)} s`,
      ms(of("longest")),
      ms(worst),
      ms(of("sorted")),
      ms(of("key")),
      `${Math.round(of("memory"))} MB`,
    ]);
  }
} finally {
  await server.close();
}
console.log(`${aims.join("\n")}

A folder from \`cargo xtask dossiers\` chosen on the lender's bench of the release build, in a fresh Chromium each time; medians of ${TURNS}, on ${cpus().length} cores. The queue stands when its table is painted. A freeze is the longest time between two frames from the choice of the folder on; a frame alone takes up to 16.7 ms. Memory is the most that the page held together with its workers. The load average of the machine was ${load.toFixed(1)} before it began.

${table([
  ["Files", "Until the queue stands", "Longest freeze", "the worst of all turns", "Sorted by a column, longest freeze", "A key to the next row", "Memory"],
  ["---:", "---:", "---:", "---:", "---:", "---:", "---:"],
  ...rows,
])}`);

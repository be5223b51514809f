// The built app in Chromium, and what a test can ask of a page: see README.md.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { after } from "node:test";
import { camera, start } from "./chromium.mjs";
import { DIST, serve } from "./server.mjs";

const OUTPUT = fileURLToPath(new URL("output", import.meta.url));
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// One browser for a test file and each film before a camera, and one server for each build it looks
// at, begun by its first test.
const browsers = new Map();
const servers = new Map();
after(async () => {
  for (const browser of browsers.values()) await (await browser).close();
  for (const server of servers.values()) await (await server).close();
});

const begun = (film) => {
  if (!browsers.has(film)) browsers.set(film, start(film ? camera(film) : []));
  return browsers.get(film);
};

const served = (build) => {
  if (!servers.has(build)) servers.set(build, serve(build));
  return servers.get(build);
};

/**
 * Opens the app as a newcomer would: nothing kept, in this language. Closes with the test `t`.
 *
 * `server` has its `url` and every path `asked` of it. `seen` fills up with whatever happens:
 * `requests` (addresses), `errors` (of the console and of the page), `violations` (of the content
 * policy). `seen.loaded` is how many requests loading took: it is over once the worker's files have
 * come and the network is shut, or, where `whole` is false, once the first page stands.
 * `build` is the folder looked at, `instead` an own way to serve it (server.mjs), `inOneFile` opens
 * its edition in one file from the disk, `init` runs in the page before anything else, `clock` is the
 * time it begins at (the page is then told nothing of its own loading, so it is not waited for),
 * `film` what a camera would show: all that are opened with one share a browser.
 */
export async function open(t, lang = "ja", { path = "", build = DIST, inOneFile, instead, init, clock, film, whole = !clock, ...context } = {}) {
  const server = inOneFile ? undefined : await (instead ? serve(build, instead) : served(build));
  if (instead) t.after(() => server.close());
  const address = inOneFile ? pathToFileURL(join(build, "sonae.html")).href : server.url;
  const visit = await (await begun(film)).newContext({
    locale: lang === "ja" ? "ja-JP" : "en-GB",
    timezoneId: "Asia/Tokyo",
    viewport: { width: 1280, height: 900 },
    ...context,
  });
  t.after(() => visit.close());
  const seen = { requests: [], errors: [], violations: [], loaded: 0 };
  visit.on("request", (request) => {
    if (/^(blob|data):/.test(request.url())) return;
    seen.requests.push(request.url());
  });
  visit.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) seen.errors.push(message.text());
  });
  visit.on("weberror", (event) => seen.errors.push(String(event.error())));
  await visit.exposeBinding("__violated", (_, what) => seen.violations.push(what));
  await visit.addInitScript(() =>
    addEventListener("securitypolicyviolation", (event) =>
      window.__violated(`${event.effectiveDirective} ${event.blockedURI}`),
    ),
  );
  // What keeps the app for when there is no network has tests of its own (editions.test.mjs).
  await visit.addInitScript(() => delete Navigator.prototype.serviceWorker);
  // Nobody is there to answer the dialog for where to save: files go to the downloads.
  await visit.addInitScript(() => delete window.showSaveFilePicker);
  if (init) await visit.addInitScript(init);
  const page = await visit.newPage();
  if (clock) await page.clock.install({ time: clock });
  await page.goto(address + path);
  if (context.javaScriptEnabled !== false) {
    await page.locator("main:not([aria-busy]) h1:visible").first().waitFor();
    if (whole) await page.waitForFunction(isWhole, inOneFile ? 0 : 2);
  }
  seen.loaded = seen.requests.length;
  return { page, seen, server };
}

/** Whether so many of the worker's files have come and the network is shut behind them. */
function isWhole(files) {
  const came = performance.getEntriesByType("resource").filter(({ name }) => /\/worker-[^/]*$/.test(name));
  return came.length === files && document.querySelectorAll("meta[http-equiv=Content-Security-Policy]").length === 2;
}

/** What stands in the way of people with other senses or hands: one line a finding, none if all is well. */
export async function axe(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() =>
    axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }),
  );
  return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help} – ${node.html}`));
}

/** Prints the page to `output/<name>.pdf` and reads it back: its text, and a picture of each sheet. */
export async function pdf(page, name) {
  mkdirSync(OUTPUT, { recursive: true });
  const file = join(OUTPUT, `${name}.pdf`);
  writeFileSync(file, await page.pdf({ preferCSSPageSize: true, format: "A4", tagged: true }));
  const text = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
  execFileSync("pdftoppm", ["-png", "-r", "80", file, join(OUTPUT, name)]);
  const sheet = new RegExp(`^${name}-\\d+\\.png$`);
  const sheets = readdirSync(OUTPUT).filter((entry) => sheet.test(entry)).sort();
  return { file, text, sheets: sheets.map((entry) => join(OUTPUT, entry)) };
}

/** Looks at a page on a phone and on a desk: nothing to scroll sideways, and nothing in anybody's way. */
export async function bothWidths(page, name, lang) {
  await page.setViewportSize({ width: 360, height: 780 });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name);
  await picture(page, `${name}-360-${lang}`);
  await page.setViewportSize({ width: 1280, height: 900 });
  await picture(page, `${name}-${lang}`);
  assert.deepEqual(await axe(page), []);
}

/** A picture of the whole page, as `output/<name>.png`. */
export async function picture(page, name) {
  mkdirSync(OUTPUT, { recursive: true });
  const path = join(OUTPUT, `${name}.png`);
  await page.screenshot({ path, fullPage: true });
  return path;
}

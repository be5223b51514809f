// Measures both editions of Sonae beside SurveyJS and a plain React form of the same questions:
// `cargo xtask bench peers`.
//
// bench.mjs SONAE PYTHON FOLDER OUT [RUNS]: the command, a Python with PyYAML, where the peers are
// built, the file that gets the section for docs/performance.md, and how often Lighthouse looks.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { launch as launchChrome } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";
import { launch, options, start } from "../../tests/e2e/chromium.mjs";
import { aim, median, ms, table, turned } from "../../tests/e2e/measuring.mjs";
import { go, openFirm } from "../../tests/e2e/person.mjs";
import { DIST, TYPES, serve } from "../../tests/e2e/server.mjs";
import { firm, words } from "../../tests/e2e/words.mjs";
import { bundle } from "./build.mjs";

const [sonae, python, built, out, runs = "3"] = process.argv.slice(2);
/** How often Lighthouse looks at each side, in each of two ways. */
const LIGHTHOUSES = Number(runs);
const folder = resolve(built);
const HERE = fileURLToPath(new URL(".", import.meta.url));

const COLD_STARTS = 5;
const SLOW_STARTS = 3;
const CLICKS = 12;
const BROWSERS = 3;
/** A laptop of some years on a mobile network. */
const SLOW = { cpu: 4, megabits: 10, latency: 40 };

const QUESTION = "supplier.requalification_weeks";
const FIRM = firm("soramame_pump");
const said = (name, ...more) => execFileSync(name, more, { encoding: "utf8", maxBuffer: 1e8 });
const scorer = fileURLToPath(new URL("../../tests/independent/score_lines.py", import.meta.url));
const pack = JSON.parse(said(python, scorer, "--pack-json"));
const lines = said(python, scorer, "--firms");
const firms = lines.trim().split("\n").map((line) => JSON.parse(line));
const assessment = firms.find(({ profile }) => profile["profile.annual_sales"] === FIRM.profile["profile.annual_sales"]);
const version = (name) => JSON.parse(readFileSync(join(HERE, "node_modules", name, "package.json"), "utf8")).version;

/** Rust's packages in the app, as Cargo counts them for the browser. */
const crates = () => {
  const tree = said("cargo", "tree", "--package", "sonae", "--target", "wasm32-unknown-unknown", "--edges", "normal,no-proc-macro", "--prefix", "none");
  return new Set(tree.split("\n").filter((line) => line && !line.includes("(/")).map((line) => line.replace(/ \(\*\)$/, ""))).size;
};

/** Begins at the start page, as a person who has never been there. */
const OURS = {
  folder: DIST,
  begin: ".start-doors button.button",
  question: "#main:not([aria-busy]) :is(select, fieldset input)",
  async ready(page) {
    await openFirm(page, words("ja"), FIRM);
    await go(page, `#/question/${QUESTION}`);
  },
  // No page of Sonae shows a question and the score at once: the answer is followed to the result.
  score: "#main .range-list .range",
  result: "#/result",
};
const peer = (key, name) => ({
  key,
  name,
  path: "",
  folder: join(folder, key),
  question: "#main input",
  async ready(page) {
    await page.evaluate((assessment) => globalThis.peer.fill(assessment), assessment);
    await page.evaluate((id) => globalThis.peer.go(id), QUESTION);
  },
  score: "#score",
});
const SIDES = [
  { ...OURS, key: "hosted", name: "Sonae, hosted", path: "" },
  { ...OURS, key: "file", name: "Sonae, one file", path: "sonae.html" },
  peer("surveyjs", `SurveyJS ${version("survey-core")}`),
  peer("form", `React ${version("react")}, react-hook-form ${version("react-hook-form")}`),
];

/** Serves a folder packed with gzip, as the settings for web servers in deploy/ do. */
async function serveGzip(folder) {
  const packed = new Map(
    readdirSync(folder).map((name) => [`/${name}`, gzipSync(readFileSync(join(folder, name)), { level: 9 })]),
  );
  const server = await serve(folder, async (path, response) => {
    const name = path.endsWith("/") ? `${path}index.html` : path;
    if (!packed.has(name)) return;
    response.writeHead(200, { "content-type": TYPES[extname(name)], "content-encoding": "gzip", "cache-control": "no-store" });
    response.end(packed.get(name));
  });
  return server;
}

/** The page of a side in a browser with an empty profile. */
async function opened(side, work, init = async () => {}) {
  const browser = await start();
  try {
    const page = await browser.newPage({ locale: "ja-JP", viewport: { width: 1280, height: 900 } });
    await init(page);
    await page.goto(side.url);
    return await work(page, browser);
  } finally {
    await browser.close();
  }
}

/** Milliseconds to the first paint and to the first question, which is opened as soon as that can be done. */
const coldStart = (side, slow) =>
  opened(
    side,
    async (page) => {
      await page.waitForFunction(() => globalThis.__there, undefined, { timeout: 120_000 });
      return page.evaluate(() => ({
        paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
        there: globalThis.__there,
      }));
    },
    async (page) => {
      if (slow) {
        const session = await page.context().newCDPSession(page);
        await session.send("Emulation.setCPUThrottlingRate", { rate: slow.cpu });
        const bytes = (slow.megabits * 1e6) / 8;
        await session.send("Network.enable");
        await session.send("Network.emulateNetworkConditions", {
          offline: false,
          latency: slow.latency,
          downloadThroughput: bytes,
          uploadThroughput: bytes,
        });
      }
      await page.addInitScript(({ begin, question }) => {
        let begun = !begin;
        const look = () => {
          if (document.querySelector(question)) {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => (globalThis.__there = performance.now());
            return requestAnimationFrame(() => port2.postMessage(""));
          }
          const button = begin && document.querySelector(begin);
          if (button && !begun) {
            begun = true;
            button.click();
          }
          return requestAnimationFrame(look);
        };
        look();
      }, { begin: side.begin ?? null, question: side.question });
    },
  );

/**
 * Milliseconds from each click on an answer to the frame that shows it, and with the score that
 * follows from it; what the page's process holds when all is answered, MB.
 */
const clicks = (side) =>
  opened(side, async (page, browser) => {
    await page.locator(side.begin ?? side.question).first().waitFor();
    await side.ready(page);
    const answers = page.locator("#main fieldset input[type=radio]");
    await answers.first().waitFor({ state: "attached" });
    await page.waitForTimeout(1500);
    const memory = await held(browser).catch(() => NaN);
    const [answer, score] = [[], []];
    for (let count = 0; count < CLICKS; count += 1) {
      const times = await click(page, side, answers.nth(count % 2 ? 1 : 3));
      answer.push(times.answer);
      score.push(times.score);
      if (side.result) await go(page, `#/question/${QUESTION}`);
      await page.waitForTimeout(150);
    }
    return { answer, score, memory };
  });

async function click(page, side, input) {
  const label = await input.evaluateHandle((input) => input.labels[0] ?? input);
  await label.asElement().scrollIntoViewIfNeeded();
  const box = await label.asElement().boundingBox();
  await input.evaluate(
    (input, { score, result }) => {
      const text = () => document.querySelector(score)?.textContent;
      const before = result ? undefined : text();
      globalThis.__seen = new Promise((done) => {
        const clicked = ({ timeStamp }) => {
          const times = {};
          const look = () => {
            const { port1, port2 } = new MessageChannel();
            const shows = !("answer" in times) && (input.checked || !input.isConnected);
            const scored = "answer" in times || shows ? text() !== before && text() !== undefined : false;
            if (shows) times.answer = NaN;
            port1.onmessage = () => {
              const now = performance.now() - timeStamp;
              if (shows) times.answer = now;
              if (scored) done({ ...times, score: now });
              // The score is elsewhere: go there once the answer was seen.
              else if (shows && result) location.hash = result;
            };
            port2.postMessage("");
            if (!scored) requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        };
        // The click on a label is followed by one on its input: the first is the person's.
        addEventListener("click", clicked, { capture: true, once: true });
      });
    },
    { score: side.score, result: side.result ?? null },
  );
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await page.waitForFunction(() => globalThis.__seen.then(() => true), undefined, { timeout: 20_000 });
  return page.evaluate(() => globalThis.__seen);
}

/** What the pages' processes hold that nobody else has, MB. */
async function held(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const kib = processInfo
    .filter(({ type }) => type === "renderer")
    .flatMap(({ id }) => [...readFileSync(`/proc/${id}/smaps_rollup`, "utf8").matchAll(/^Private_(?:Clean|Dirty):\s+(\d+)/gm)])
    .reduce((sum, [, figure]) => sum + Number(figure), 0);
  return (kib * 1024) / 1e6;
}

/** What is fetched before the first question can be answered; the rest of the app, and what only ledgers need, come after it. */
async function transfer(side) {
  side.server.asked.length = 0;
  await opened(side, (page) => page.waitForTimeout(1000));
  const paths = new Set(side.server.asked.map((path) => (path === "/" ? "/index.html" : path)));
  const files = [...paths].filter((path) => !/^\/(later|worker|sw\.js|manifest)/.test(path));
  const sizes = { raw: 0, gzip: 0, brotli: 0, requests: files.length };
  for (const path of files) {
    const bytes = readFileSync(join(side.folder, path));
    sizes.raw += bytes.length;
    sizes.gzip += gzipSync(bytes, { level: 9 }).length;
    sizes.brotli += brotliCompressSync(bytes).length;
  }
  return sizes;
}

/** Every peer says of every fictional firm what Sonae says, and asks all 83 questions or those that are asked. */
async function same() {
  const input = { input: lines, encoding: "utf8", stdio: ["pipe", "pipe", "ignore"] };
  const ours = execFileSync(sonae, ["score", "-"], input).trim().split("\n").map((line) => JSON.parse(line));
  assert.equal(ours.length, firms.length);
  const asked = {};
  for (const side of SIDES.filter(({ result }) => !result)) {
    await opened(side, async (page) => {
      await page.locator(side.question).first().waitFor();
      for (const [number, one] of firms.entries()) {
        await page.evaluate((one) => globalThis.peer.fill(one), one);
        await page.waitForTimeout(200);
        const [result, names] = await page.evaluate(() => [globalThis.peer.result(), globalThis.peer.asked()]);
        for (const [module, score] of [["overall", result.overall], ...Object.entries(result.modules)]) {
          const { low, high } = module === "overall" ? ours[number].overall : ours[number].modules[module];
          for (const [end, value] of [low, high].entries()) {
            assert.ok(Math.abs(score[end] - value) <= 1e-9, `${side.name}, firm ${number + 1}, ${module}: ${score}, Sonae ${low}, ${high}`);
          }
        }
        assert.deepEqual(names, (asked[number] ??= names), `${side.name}, firm ${number + 1}: other questions`);
      }
    });
  }
}

/** What Lighthouse says: points, and the audits that cost some. */
async function lighthouseOf(side, preset) {
  const { executablePath, args } = options();
  const chrome = await launchChrome({ chromePath: executablePath, chromeFlags: ["--headless=new", ...args], logLevel: "silent" });
  try {
    const flags = { port: chrome.port, onlyCategories: ["performance", "accessibility", "best-practices"], logLevel: "silent" };
    const { lhr } = await lighthouse(side.url, flags, preset === "desktop" ? desktopConfig : undefined);
    if (lhr.runtimeError) throw new Error(`${side.name}: ${lhr.runtimeError.message}`);
    const points = Object.fromEntries(Object.values(lhr.categories).map(({ id, score }) => [id, Math.round(score * 100)]));
    const costs = Object.values(lhr.categories).flatMap(({ auditRefs }) =>
      auditRefs
        .map(({ id, weight }) => ({ ...lhr.audits[id], weight }))
        .filter(({ weight, score }) => weight > 0 && score !== null && score < 0.995)
        .map(({ id, title, displayValue, score, weight }) => ({ id, title, displayValue, lost: weight * (1 - score) })),
    );
    return { points, costs };
  } finally {
    await chrome.kill();
  }
}

/** Why a browser would not offer to install the page; nothing is a good answer. */
async function notInstallable(side) {
  const profile = mkdtempSync(join(tmpdir(), "sonae-install-"));
  const context = await launch(profile, {});
  try {
    const page = await context.newPage();
    await page.goto(side.url);
    await page.waitForTimeout(2000);
    const session = await context.newCDPSession(page);
    const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
    return installabilityErrors.map(({ errorId }) => errorId);
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

const load = loadavg()[0].toFixed(1);
const log = (text) => console.log(`${Math.round(performance.now() / 1000)} s: ${text}`);

for (const side of SIDES.filter(({ result }) => !result)) side.packages = await bundle(side.key, pack, side.folder);
for (const side of SIDES) {
  side.server = await serveGzip(side.folder);
  side.url = side.server.url + side.path;
  Object.assign(side, { cold: [], slow: [], clicked: [], lighthouse: { desktop: [], mobile: [] } });
}
await same();
log("the peers give Sonae’s scores of every fictional firm");
for (const side of SIDES) side.size = await transfer(side);
for (let round = 0; round < COLD_STARTS; round += 1) {
  for (const side of turned(SIDES, round)) side.cold.push(await coldStart(side));
}
log("cold starts done");
for (let round = 0; round < SLOW_STARTS; round += 1) {
  for (const side of turned(SIDES, round)) side.slow.push(await coldStart(side, SLOW));
}
log("slow starts done");
for (let round = 0; round < BROWSERS; round += 1) {
  for (const side of turned(SIDES, round)) side.clicked.push(await clicks(side));
}
log("clicks done");
const installable = await notInstallable(SIDES[0]);
for (let round = 0; round < LIGHTHOUSES; round += 1) {
  for (const side of turned(SIDES, round)) {
    for (const preset of ["desktop", "mobile"]) side.lighthouse[preset].push(await lighthouseOf(side, preset));
  }
  log(`Lighthouse, round ${round + 1} of ${LIGHTHOUSES}, done`);
}
for (const { server } of SIDES) await server.close();

const [hosted, file, survey] = SIDES;
const of = (list, key) => median(list.map((one) => one[key]));
const later = (side, key) => median(side.clicked.flatMap((one) => one[key].slice(1)));
const first = (side, key) => median(side.clicked.map((one) => one[key][0]));
const kB = (bytes) => `${(bytes / 1000).toLocaleString("en", { maximumFractionDigits: 0 })} kB`;
const points = (side, preset, category) => median(side.lighthouse[preset].map((one) => one.points[category]));
const least = (side, category) => Math.min(points(side, "desktop", category), points(side, "mobile", category));
const both = (side, category) => `${points(side, "desktop", category)} · ${points(side, "mobile", category)}`;

const oneFile = readFileSync(join(DIST, "sonae.html")).length;
const aims = [
  aim("the hosted first page takes at most 350 kB of brotli", hosted.size.brotli <= 350_000, kB(hosted.size.brotli)),
  aim("and less than SurveyJS with its theme", hosted.size.brotli < survey.size.brotli, `SurveyJS ${kB(survey.size.brotli)}`),
  aim("the one file has at most 1.2 MB", oneFile <= 1_200_000, kB(oneFile)),
  aim("the first question can be answered sooner than in SurveyJS, on a cold start", of(hosted.cold, "there") < of(survey.cold, "there"), `${ms(of(hosted.cold, "there"))}; SurveyJS ${ms(of(survey.cold, "there"))}`),
  aim("and on a slow machine and network", of(hosted.slow, "there") < of(survey.slow, "there"), `${ms(of(hosted.slow, "there"))}; SurveyJS ${ms(of(survey.slow, "there"))}`),
  aim("an answer and the score that follows are painted in at most half the time of SurveyJS", later(hosted, "score") <= later(survey, "score") / 2, `${ms(later(hosted, "score"))} to the page with the score, ${ms(later(hosted, "answer"))} to the answer; SurveyJS ${ms(later(survey, "score"))}`),
  ...["accessibility", "best-practices"].map((category) => aim(`Lighthouse gives both editions 100 for ${category.replace("-", " ")}`, least(hosted, category) === 100 && least(file, category) === 100, `desktop · mobile: hosted ${both(hosted, category)}, one file ${both(file, category)}`)),
  aim("Lighthouse gives both editions at least 98 for performance", least(hosted, "performance") >= 98 && least(file, "performance") >= 98, `desktop · mobile: hosted ${both(hosted, "performance")}, one file ${both(file, "performance")}`),
  aim("the browser would install the hosted edition", installable.length === 0, installable.join(", ") || "no error"),
];
const heads = ["What", ...SIDES.map(({ name }) => name)];
const rule = ["---", ...SIDES.map(() => "---:")];
const row = (what, figure) => [what, ...SIDES.map(figure)];
const rows = [
  row("First page, raw", ({ size }) => kB(size.raw)),
  row("First page, gzip", ({ size }) => kB(size.gzip)),
  row("First page, brotli", ({ size }) => kB(size.brotli)),
  row("Requests for it", ({ size }) => size.requests),
  row("First paint", ({ cold }) => ms(of(cold, "paint"))),
  row("First question can be answered", ({ cold }) => ms(of(cold, "there"))),
  row("First paint, slow", ({ slow }) => ms(of(slow, "paint"))),
  row("First question can be answered, slow", ({ slow }) => ms(of(slow, "there"))),
  row("Click to the answer, first", (side) => ms(first(side, "answer"))),
  row("Click to the answer, later", (side) => ms(later(side, "answer"))),
  row("Click to answer and score, first", (side) => ms(first(side, "score"))),
  row("Click to answer and score, later", (side) => ms(later(side, "score"))),
  row("Memory, all answered", ({ clicked }) => `${of(clicked, "memory").toFixed(0)} MB`),
  row("Packages shipped", ({ packages }) => packages?.length ?? crates()),
  ...["performance", "accessibility", "best-practices"].map((category) => row(`Lighthouse, ${category.replace("-", " ")}, desktop · mobile`, (side) => both(side, category))),
];
const lost = [hosted, file].flatMap((side) =>
  ["desktop", "mobile"].map((preset) => {
    const runs = side.lighthouse[preset];
    const middle = [...runs].sort((a, b) => a.points.performance - b.points.performance)[Math.floor(runs.length / 2)];
    const causes = middle.costs.map(({ title, displayValue, lost }) => `${title} ${displayValue ?? ""} (${lost.toFixed(1)})`.replace(/\s+/g, " "));
    return `- ${side.name}, ${preset}: ${causes.join(", ") || "nothing"}.`;
  }),
);
const busy =
  Number(load) > cpus().length
    ? `**The machine was busy (a load of ${load} on ${cpus().length} cores when it began): on a quiet one the times, and Lighthouse’s points for performance, may come out the other way round.**\n\n`
    : "";
const section = `## Beside SurveyJS and a React form

${aims.join("\n")}

${busy}${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores; ${pack.modules.map(({ questions }) => questions.length).join(" + ")} questions and ${Object.keys(pack.questions).length - 83} about the firm. All hold the same questions with the same conditions, made from the pack; the peers call a plain JavaScript scorer of the same rules whenever something is answered. Before anything is measured they have to give Sonae’s scores of the fictional firms, to 1e-9 points, and ask the same questions as each other, or the measurement stops. The peers show one question at a time and carry its text and help in one language; both editions of Sonae carry two languages, tables, ledgers, scenarios, plan and report.

${table([heads, rule, ...rows])}

Everything is served from this machine, packed with gzip, and measured in turns. First page: all that is fetched before the first question can be answered, each file packed as well as it goes; what only ledgers need comes after it in the hosted edition and is in the one file. First paint and first question: medians of ${COLD_STARTS} starts of a browser with an empty profile. Sonae begins with a page that says what it is, and its button is pressed in the frame in which it is there; the peers begin with the question. Slow: the processor slowed ${SLOW.cpu} times, ${SLOW.megabits} Mbit/s and ${SLOW.latency} ms by the browser’s own means, medians of ${SLOW_STARTS}. Clicks: the firm of the fictional pump maker with everything answered, ${CLICKS} answers to “${pack.questions[QUESTION].text.en}” in each of ${BROWSERS} browsers; medians from the click to the frame that shows it. No page of Sonae shows a question and the score at once: its time to the score is that to the answer, and then to the whole page of the result. Memory: what the page’s process holds alone, as the system counts. Packages: of npm in the peers’ script, of Cargo in the app.

Lighthouse ${version("lighthouse")}, ${LIGHTHOUSES === 1 ? "one run of each" : `medians of ${LIGHTHOUSES} runs`} with its desktop and mobile settings over http://127.0.0.1, of the page that opens first; it has no way to open a file from the disk, so the one file is served too. It has no category for installing any more: the browser itself was asked. What takes points from Sonae, by weight:

${lost.join("\n")}
`;
writeFileSync(out, section);
log(`written to ${out}`);

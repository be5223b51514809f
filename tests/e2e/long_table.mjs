// The supplier table with 2,000 rows: from a key to the figures that follow, and scrolling.
import { join } from "node:path";
import { start } from "./chromium.mjs";
import { aim, median, ms, seen, watchText } from "./measuring.mjs";
import { kept as keptNow, untilKept } from "./person.mjs";
import { DIST, serve } from "./server.mjs";
import { words } from "./words.mjs";

const EDITS = 12;
/** Aims: an edit painted, and the longest frame while scrolling. */
const AIM_MS = 50;
const VIEWPORT = { width: 1280, height: 900 };
/** A notch of a wheel, px, and as often as somebody turns it in a hurry. */
const NOTCH = 600;
const PAUSE_MS = 20;

const SHEET = "#suppliers";
const SPEND = "[id='suppliers.0.annual_spend']";
const FIGURES = "section:has(> #says)";
const JA = words("ja");

/** What the browser keeps of a firm that has answered everything and taken the ledger in. */
async function withLedger(browser, url, kept, file) {
  const page = await browser.newPage({ locale: "ja-JP", viewport: VIEWPORT });
  await page.addInitScript((text) => localStorage.setItem("sonae.assessment", text), kept);
  await page.goto(`${url}#/ledger`, { waitUntil: "networkidle" });
  await page.locator("#main input[type=file]").first().setInputFiles(file);
  await page.getByRole("button", { name: JA.t("tables.import.replace"), exact: true }).click();
  await page.locator(SPEND).waitFor();
  await untilKept(page, ({ suppliers }) => suppliers.length > 1000);
  const after = await keptNow(page);
  await page.close();
  return after;
}

async function opened(browser, url, kept) {
  const page = await browser.newPage({ locale: "ja-JP", viewport: VIEWPORT });
  await page.addInitScript((text) => localStorage.setItem("sonae.assessment", text), kept);
  await page.goto(`${url}#/suppliers`, { waitUntil: "networkidle" });
  await page.locator(SPEND).waitFor();
  await page.waitForTimeout(1000);
  return page;
}

/** Milliseconds from Enter to the frame with other figures, for each edit. */
async function edits(page) {
  const times = [];
  for (let number = 0; number < EDITS; number += 1) {
    await page.locator(SPEND).fill(String((number + 1) * 150_000_000));
    await watchText(page, "keydown", FIGURES);
    await page.keyboard.press("Enter");
    times.push(await seen(page));
    await page.waitForTimeout(400);
  }
  return times;
}

/** The frames of scrolling from the first row to the last: how many, over the aim, the longest, long tasks. */
async function scroll(page) {
  const sheet = page.locator(SHEET);
  await sheet.scrollIntoViewIfNeeded();
  const box = await sheet.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.evaluate((limit) => {
    const told = { frames: 0, over: 0, longest: 0, tasks: 0 };
    let last;
    const frame = (now) => {
      if (last !== undefined) {
        told.frames += 1;
        told.longest = Math.max(told.longest, now - last);
        if (now - last > limit) told.over += 1;
      }
      last = now;
      told.next = requestAnimationFrame(frame);
    };
    new PerformanceObserver((list) => (told.tasks += list.getEntries().length)).observe({ type: "longtask" });
    requestAnimationFrame(frame);
    globalThis.__scrolled = told;
  }, AIM_MS);
  const rest = () => sheet.evaluate((frame) => frame.scrollHeight - frame.clientHeight - frame.scrollTop);
  for (let number = 0; number < 1000 && (await rest()) > 1; number += 1) {
    await page.mouse.wheel(0, NOTCH);
    await page.waitForTimeout(PAUSE_MS);
  }
  if ((await rest()) > 1) throw new Error("The last row was not reached.");
  return page.evaluate(() => {
    cancelAnimationFrame(globalThis.__scrolled.next);
    return globalThis.__scrolled;
  });
}

/**
 * Measures, and gives rows and aims. `kept` is what the browser keeps of a firm that has answered
 * everything.
 */
export async function grid({ folder }, kept) {
  const server = await serve(DIST);
  const browser = await start();
  try {
    const full = await withLedger(browser, server.url, kept, join(folder, "ledger.csv"));
    const page = await opened(browser, server.url, full);
    const [first, ...later] = await edits(page);
    await page.close();
    const scrolled = await scroll(await opened(browser, server.url, full));
    const suppliers = "2,000 suppliers, everything answered";
    return {
      rows: [
        [`An edit to new figures, the first`, ms(first), `${suppliers}; from Enter in a cell of spend to the frame with other figures`],
        [`An edit to new figures, later`, ms(median(later)), `median of ${later.length}; slowest ${ms(Math.max(...later))}`],
        [`Scrolling, frames over ${AIM_MS} ms`, `${scrolled.over} of ${scrolled.frames}`, `${suppliers}; from the first row to the last, ${NOTCH} px at a time`],
        [`Scrolling, the longest frame`, ms(scrolled.longest), `long tasks of more than 50 ms: ${scrolled.tasks}`],
      ],
      aims: [
        aim(`an edit among 2,000 suppliers painted within ${AIM_MS} ms`, median(later) <= AIM_MS, `${ms(median(later))}; the first ${ms(first)}`),
        aim(`no frame over ${AIM_MS} ms while 2,000 rows are scrolled`, scrolled.over === 0, `${scrolled.over} of ${scrolled.frames}, the longest ${ms(scrolled.longest)}`),
      ],
    };
  } finally {
    await browser.close();
    await server.close();
  }
}

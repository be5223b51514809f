// A scenario with 4,096 draws: Sonae natively and in Chromium, numpy and pyfair on the same problem
// in the same run, each with the error of its median.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { start } from "./chromium.mjs";
import { aim, median, ms, seen, several, table, watchText } from "./measuring.mjs";
import { BENCH, DIST, serve } from "./server.mjs";

const PEER = join(fileURLToPath(new URL(".", import.meta.url)), "peers/numpy_scenario.py");
/** Aims: a run with 20 rows in Chromium, and beside numpy at the same error. */
const AIM_MS = 5;
const AIM_RATIO = 20;
const MOVES = 20;

/** Milliseconds the runs take in the browser, as the build for this one purpose says on its console. */
async function inChromium() {
  const server = await serve(BENCH);
  const browser = await start();
  try {
    const page = await browser.newPage();
    const said = page.waitForEvent("console", (message) => message.text().startsWith("scenario\t"));
    await page.goto(server.url);
    return (await said).text().split("\t").slice(1).map(Number);
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Milliseconds from each move of a slider to the frame that shows other figures. */
async function sliderMoves(kept) {
  const server = await serve(DIST);
  const browser = await start();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.addInitScript((text) => localStorage.setItem("sonae.assessment", text), kept);
    await page.goto(`${server.url}#/scenarios/scn.ai_memory_crunch`);
    const slider = page.locator("#main input[type=range]").first();
    await slider.focus();
    return await several(MOVES, async (number) => {
      await watchText(page, "keydown", "#main .run-says");
      await page.keyboard.press(number % 2 ? "ArrowLeft" : "ArrowRight");
      return seen(page);
    });
  } finally {
    await browser.close();
    await server.close();
  }
}

/** What another needs for the error of Sonae: its error falls with the root of its draws. */
function atSameError(runs, error) {
  const nearest = runs.reduce((one, other) =>
    Math.abs(Math.log(other.error / error)) < Math.abs(Math.log(one.error / error)) ? other : one,
  );
  const times = (nearest.error / error) ** 2;
  return { us: nearest.us * times, draws: nearest.draws * times };
}

const us = (value) => ms(value / 1000);
const yen = (value) => `${Math.round(value / 1000).toLocaleString("en")} k`;

/**
 * The part of the page on scenarios.
 *
 * @param own what the example `scenario_bench` said
 */
export async function scenarios(own, python, kept) {
  const peers = python && JSON.parse(execFileSync(python, [PEER], { input: JSON.stringify(own), encoding: "utf8" }));
  const [first20, later20, first2000, later2000] = await inChromium();
  const [first, ...later] = await sliderMoves(kept);
  const [few, many] = own.times;
  const rows = [
    ["A run with 20 rows, natively", us(few.later_us), `median of 50; the first ${us(few.first_us)}`],
    ["A run with 2,000 rows, natively", us(many.later_us), `median of 50; the first ${us(many.first_us)}`],
    ["A run with 20 rows in Chromium", ms(later20), `median of 50; the first ${ms(first20)}`],
    ["A run with 2,000 rows in Chromium", ms(later2000), `median of 50; the first ${ms(first2000)}`],
    ["Slider move to painted figures", ms(median(later)), `median of ${later.length}, slowest ${ms(Math.max(...later))}; the first ${ms(first)}`],
  ];
  const aims = [aim(`a run with 20 rows within ${AIM_MS} ms in Chromium`, later20 <= AIM_MS, ms(later20))];
  const beside = [["Who", "Draws", "Time", "Error of the median, yen", "Time for the error of Sonae", "Beside Sonae"], ["---", "---:", "---:", "---:", "---:", "---:"]];
  beside.push(["Sonae", own.draws.toLocaleString("en"), us(few.later_us), yen(own.error), us(few.later_us), "1"]);
  for (const who of ["numpy", "pyfair"]) {
    const runs = peers?.[`${who}_runs`] ?? [];
    if (!runs.length) {
      beside.push([who, ...Array(5).fill("not there")]);
      continue;
    }
    const { us: same } = atSameError(runs, own.error);
    const ratio = same / few.later_us;
    if (who === "numpy") aims.push(aim(`at least ${AIM_RATIO} times less time than numpy for the same error`, ratio >= AIM_RATIO, `${ratio.toFixed(0)} times`));
    for (const run of runs) {
      beside.push([`${who} ${peers[who]}`, run.draws.toLocaleString("en"), us(run.us), yen(run.error), us(same), ratio.toFixed(0)]);
    }
  }
  const text = `The firm of the fictional pump maker, “A domestic casting, forging or plating shop closes”: loss, cash path month by month, runway and need as 10th, 50th and 90th percentiles. Error: root mean square over 32 seeds for Sonae and 16 for the others, against the mean of 32 nets of 65,536 points; the median loss is ${yen(own.truth)}. The others' time for the error of Sonae is taken from the number of draws nearest to it, as their error falls with the root of the draws. pyfair knows no weeks and is handed the losses; it works out no cash path.

${table(beside)}`;
  return { rows, aims, text };
}

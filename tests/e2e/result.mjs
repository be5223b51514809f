// What the pages of the result show, as figures.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const number = (text) => Number(text.replaceAll(",", "").replace("−", "-"));

/** Every range on the page by its name: its two ends, and its lowest and highest band. */
export const ranges = (page) =>
  page.locator(".page-main .range").evaluateAll((all) =>
    all.map((range) => {
      const figures = [...range.querySelectorAll("text:not(.range-zone-name)")].flatMap((text) =>
        text.textContent.replaceAll("\u2060", "").split(/[〜–]/).map(Number),
      );
      const { lowest, highest } = range.querySelector(".band").dataset;
      return {
        name: range.querySelector(".range-name").textContent,
        low: Math.min(...figures),
        high: Math.max(...figures),
        band: [lowest, highest],
      };
    }),
  );

/** The receipts on the page: caption, total, and for each theme its sum and the parts below it. */
export async function receipts(page) {
  const tables = await page.locator("table.receipt").evaluateAll((all) =>
    all.map((table) => {
      const ends = (row) => [...row.querySelectorAll("td.number")].map((cell) => cell.textContent.trim());
      return {
        caption: table.caption.textContent.replaceAll("\u2060", ""),
        total: ends(table.tFoot.rows[0]),
        themes: [...table.tBodies].map((body) => ({
          sum: ends(body.rows[0]),
          parts: [...body.rows].slice(1).map(ends),
        })),
      };
    }),
  );
  return JSON.parse(JSON.stringify(tables), (_, value) =>
    typeof value === "string" && /^[−-]?[\d,.]+$/.test(value) ? number(value) : value,
  );
}

/** Tenths as whole numbers, so that sums of what is shown can be compared exactly. */
export const tenths = (points) => Math.round(points * 10);

/** What the command line makes of a saved file: the very engine that the page has, with another face. */
export function scored(file) {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const [program, ...before] = process.env.SONAE_CLI
    ? [process.env.SONAE_CLI]
    : ["cargo", "run", "-q", "-p", "sonae-cli", "--"];
  return JSON.parse(execFileSync(program, [...before, "score", file], { cwd: root, encoding: "utf8" }));
}

/** The sheets of a printed file: their size, and every word with its place, in points. */
export function sheets(file) {
  const found = execFileSync("pdftotext", ["-bbox", file, "-"], { encoding: "utf8", maxBuffer: 2 ** 28 });
  const figure = (text, name) => Number(text.match(new RegExp(`${name}="([-\\d.]+)"`))[1]);
  return found
    .split("<page ")
    .slice(1)
    .map((sheet) => ({
      width: figure(sheet, "width"),
      height: figure(sheet, "height"),
      words: [...sheet.matchAll(/<word ([^>]*)>([^<]*)</g)].map(([, place, text]) => ({
        text,
        left: figure(place, "xMin"),
        top: figure(place, "yMin"),
        right: figure(place, "xMax"),
        bottom: figure(place, "yMax"),
      })),
    }));
}

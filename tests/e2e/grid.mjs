// A table with thousands of rows, as the app keeps it.
import { kept } from "./person.mjs";

const COUNTRIES = ["JP", "CN", "VN", "TW", "DE", undefined];
const CATEGORIES = ["raw_material", "part", "chip", "magnet", "packaging"];

/** Suppliers by number from 1: each differs from the others, every sixth without an origin, every tenth without a spend. */
export const suppliers = (count) =>
  Array.from({ length: count }, (_, index) => {
    const number = index + 1;
    return {
      alias: `取引先${number}`,
      item: number % 7 ? `部品${number}` : `ｹｰｼﾝｸﾞ ＡＢＣ${number}`,
      category: CATEGORIES[index % CATEGORIES.length],
      country: COUNTRIES[index % COUNTRIES.length],
      annual_spend: number % 10 ? ((number * 7919) % 100_003) * 1000 : undefined,
      alternatives: "2plus_qualified",
      stock_weeks: number % 9,
    };
  });

/** Puts so many suppliers into the assessment that is kept, and opens the page of the table. */
export async function openWith(page, count, path = "#/suppliers") {
  const text = await kept(page);
  const one = JSON.parse(text);
  one.suppliers = suppliers(count);
  await page.evaluate((text) => localStorage.setItem("sonae.assessment", text), JSON.stringify(one, null, 2));
  await page.evaluate((path) => {
    history.replaceState(null, "", path);
  }, path);
  await page.reload();
  await page.locator("main:not([aria-busy]) h1:visible").first().waitFor();
}

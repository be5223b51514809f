// What a person does in the app, and what the browser keeps of it.
import { readFile } from "node:fs/promises";
import { question } from "./words.mjs";

/** The page at an address such as `#/tasks`, once its heading has the focus. */
export async function go(page, address) {
  if ((new URL(page.url()).hash || "#/") === address) return;
  await page.evaluate((address) => {
    document.activeElement?.blur();
    location.hash = address;
  }, address);
  await arrived(page);
}

/** Waits until the heading of the page that came up has the focus. */
export const arrived = (page) => page.locator("h1:focus").waitFor();

/** What the browser keeps of the open assessment: its text, as it would be saved; null if there is none. */
export async function kept(page) {
  // What was just done is drawn, and then written.
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  await page.locator(".data-place:not([aria-busy])").waitFor({ state: "attached" });
  return page.evaluate(() => sonaeKept());
}

/** Waits until what is kept fits; `fits` gets the case as data. */
export async function untilKept(page, fits) {
  for (;;) {
    const one = await keptCase(page);
    if (fits(one)) return one;
    await page.waitForTimeout(20);
  }
}

/** The same as data. */
export const keptCase = async (page) => JSON.parse(await kept(page));

/** Begins with an empty assessment. */
export async function begin(page, w) {
  await page.getByRole("button", { name: w.t("start.begin"), exact: true }).click();
  await arrived(page);
}

/** Opens a fictional firm by its title. */
export async function openFirm(page, w, firm) {
  const card = page.locator("li.card").filter({ has: page.getByRole("heading", { name: firm.title[w.lang] }) });
  await card.getByRole("button").click();
  await arrived(page);
}

/** Presses the button of this name; the name and the bytes of the file that comes of it. */
export async function download(page, name) {
  const button = page.getByRole("button", { name, exact: true });
  const [saved] = await Promise.all([page.waitForEvent("download"), button.click()]);
  return { name: saved.suggestedFilename(), bytes: await readFile(await saved.path()) };
}

/** Saves to a file, and gives its name and bytes. */
export async function save(page, w) {
  await go(page, "#/data");
  return download(page, w.t("action.save"));
}

/** What was saved, as the browser keeps it: without the hash of its values. */
export const asKept = (bytes) => bytes.toString().replace(/,\n {2}"sha256": "[0-9a-f]{64}"\n\}\n$/, "\n}\n");

/** Opens a file with the button for it on the page "where your data are". */
export async function openFile(page, w, file) {
  await go(page, "#/data");
  await page.getByLabel(w.t("start.open")).setInputFiles(file);
}

/** A question with options that can be told apart by their text. */
export const isNumber = (id) => ["percent", "integer", "money"].includes(question(id).type);

/** Fields are left with Tab, as a person does; only then the app reads them. */
export async function type(field, text) {
  await field.fill(text);
  await field.press("Tab");
}

/** The field of a profile question that asks for a number, and the list of its units. */
export const field = (page, w, id) => page.getByRole("textbox", { name: w.asks(id), exact: true });
export const unit = (page, w, id) => page.getByRole("combobox", { name: w.asks(id) });

/** Chooses options of a profile question, where many questions share a page. */
export async function choose(page, w, id, keys) {
  const group = page.getByRole("group", { name: w.asks(id), exact: true });
  for (const key of [keys].flat()) await group.getByLabel(w.option(id, key), { exact: true }).check();
}

/**
 * Answers the question that the page is about: an option's key, several of them, what is typed,
 * or "unknown".
 */
export async function answer(page, w, id, given) {
  const role = question(id).type === "single" ? "radio" : "checkbox";
  const check = (name) => page.getByRole(role, { name, exact: true }).check();
  if (given === "unknown") await check(w.t("field.unknown"));
  else if (isNumber(id)) await type(page.getByRole("textbox", { name: w.short(id) }), String(given));
  else for (const key of [given].flat()) await check(w.option(id, key));
}

/** The digit that chooses an option, and 0 for "don't know", wherever the focus is. */
export const digit = (id, key) =>
  key === "unknown" ? "0" : String(question(id).options.findIndex((one) => one.key === key) + 1);

/** Presses the button or link that leads on, and waits for the page it leads to. */
export async function follow(page, name) {
  await page.evaluate(() => document.activeElement?.blur());
  const main = page.getByRole("main");
  await main
    .getByRole("button", { name, exact: true })
    .or(main.getByRole("link", { name, exact: true }))
    .first()
    .click();
  await arrived(page);
}

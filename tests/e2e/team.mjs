// What a team does in a workshop's room.
import { download, go } from "./person.mjs";
import { SCENARIOS, escaped } from "./words.mjs";

/** What an action is called. */
export const actionTitle = (w, id) => SCENARIOS.actions.find((one) => one.id === id).title[w.lang];

/** Sits down with the code on the wall. */
export async function sitDown(page, w, code, team) {
  await page.getByLabel(w.t("seat.code"), { exact: true }).fill(code);
  await page.getByLabel(w.t("seat.team"), { exact: true }).selectOption(String(team));
  await page.getByRole("button", { name: w.t("seat.sit"), exact: true }).click();
  await page.locator("#before").waitFor();
}

/** The box of an action that can be chosen now. */
export const box = (page, w, id) => page.getByRole("checkbox", { name: new RegExp(`^\\s*${escaped(actionTitle(w, id))}`) });

/** Has these actions and nothing else chosen, before anything happens or afterwards. */
export async function choose(page, w, ids) {
  await go(page, "#/seat");
  const chosen = page.getByRole("checkbox", { checked: true });
  while (await chosen.count()) await chosen.first().uncheck();
  for (const id of ids) await box(page, w, id).check();
}

/** Takes an inject's card by its code. */
export async function take(page, w, code) {
  await go(page, "#/seat");
  const field = page.getByLabel(w.t("seat.inject_code"), { exact: true });
  await field.fill(code);
  await field.press("Enter");
}

/** What its clocks say, inject by inject, the latest first: row by row when sales stop, when cash ends, the loss, its range. */
export const clocks = (page) =>
  page.locator(".seat-clock").evaluateAll((all) =>
    all.map((clock) => [...clock.querySelectorAll("table.table tbody tr")].map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent))),
  );

/** Hands in for the first time or again, and waits for the codes. */
export async function handIn(page, w, again) {
  await go(page, "#/handin");
  await page.getByRole("button", { name: w.t(again ? "handin.hand_in_again" : "handin.hand_in"), exact: true }).click();
  await page.locator("svg.qr").first().waitFor();
}

/** The codes as they stand on its page, as pictures. */
export async function codes(page) {
  const all = await page.locator("svg.qr").all();
  return Promise.all(all.map((code) => code.screenshot()));
}

/** What it hands over as a file. */
export async function handedFile(page, w) {
  const { name, bytes } = await download(page, w.t("handin.save"));
  return { name, mimeType: "text/plain", buffer: bytes };
}

/** What it reads out. */
export const spokenCode = (page) => page.locator(".handin-spoken").textContent();

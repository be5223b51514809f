// What a trainer does: opens a room, and the window that all see.

/** What a kit has its agenda of so many minutes made of. */
export const steps = (kit, minutes) =>
  kit.agendas.find((agenda) => agenda.minutes === minutes).steps.map(([id, minutes]) => ({ ...kit.steps.find((step) => step.id === id), minutes }));

/** Opens a room of a kit; its code. */
export async function openRoom(page, w, { kit, minutes, teams }) {
  await page.getByLabel(w.t("workshop.kit"), { exact: true }).selectOption(kit.id);
  await page.getByRole("radio", { name: w.t("kits.minutes", { minutes }), exact: true }).check();
  await page.getByLabel(w.t("workshop.teams"), { exact: true }).selectOption(String(teams));
  await page.getByRole("button", { name: w.t("workshop.open"), exact: true }).click();
  await page.getByRole("heading", { level: 1, name: w.t("title.room"), exact: true }).waitFor();
  return page.locator(".room-code").first().innerText();
}

/** Opens the projector's window, and waits until both know of each other. */
export async function project(page, w) {
  const button = page.getByRole("button", { name: w.t("room.window"), exact: true });
  const [wall] = await Promise.all([page.context().waitForEvent("page"), button.click()]);
  await page.getByText(w.t("room.window_there"), { exact: true }).waitFor();
  await wall.getByRole("heading", { level: 2, name: w.t("room.agenda"), exact: true }).waitFor();
  return wall;
}

/** The card of an inject on its screen. */
export const card = (page, w, inject) => page.locator("li.card").filter({ hasText: inject.title[w.lang] });

/** The cells of a row of a table, by the table's name and the row's. */
export const cells = (page, table, row) =>
  page
    .getByRole("table", { name: table, exact: true })
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader", { name: row, exact: true }) })
    .getByRole("cell")
    .allTextContents();

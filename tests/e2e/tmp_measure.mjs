import { mkdtempSync, writeFileSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { start } from "./chromium.mjs";
import { serve, DIST } from "./server.mjs";
import { kept, openFirm, go, arrived } from "./person.mjs";
import { firm, words } from "./words.mjs";
const count = Number(process.argv[2] ?? 500);
const w = words("ja");
const server = await serve(DIST);
const browser = await start();
const page = await (await browser.newContext({ locale: "ja-JP", viewport: { width: 1280, height: 900 } })).newPage();
await page.goto(server.url);
await page.locator("main:not([aria-busy]) h1:visible").first().waitFor();
const all = [];
for (const name of ["hotaru_imaging", "soramame_pump", "tsukushi_finechem", "umineko_foods"]) {
  await go(page, "#/"); await openFirm(page, w, firm(name));
  all.push((await kept(page)).replace('"practice": true', '"practice": false'));
}
const folder = mkdtempSync(join(tmpdir(), "m-")); mkdirSync(join(folder, "inbox"));
let bytes = 0;
for (let at = 0; at < count; at++) { const one = JSON.parse(all[at % 4]); one.suppliers[0].annual_spend += at; const t = JSON.stringify(one); bytes += t.length; writeFileSync(join(folder, `inbox/${String(at).padStart(5, "0")}.json`), t); }
console.log(count, "files", (bytes / 1e6).toFixed(1), "MB");
await go(page, "#/bench");
await page.evaluate(() => { globalThis.__l = []; new PerformanceObserver((l) => { for (const e of l.getEntries()) globalThis.__l.push([Math.round(e.startTime), Math.round(e.duration)]); }).observe({ type: "longtask" });
  document.querySelector("input[webkitdirectory]").addEventListener("change", () => { globalThis.__t0 = performance.now(); }, true);
  const look = () => { if (document.querySelector(".bench-table tbody tr")) globalThis.__t1 = performance.now(); else requestAnimationFrame(look); }; look(); });
await page.locator("input[webkitdirectory]").first().setInputFiles(join(folder, "inbox"));
await page.waitForFunction(() => globalThis.__t1, undefined, { timeout: 120000 });
const r = await page.evaluate(() => ({ ms: globalThis.__t1 - globalThis.__t0, long: globalThis.__l.filter(([s]) => s > globalThis.__t0 - 5), heap: performance.memory?.usedJSHeapSize }));
console.log("queue stands after", Math.round(r.ms), "ms; long tasks", JSON.stringify(r.long.sort((a, b) => b[1] - a[1]).slice(0, 8)));
const t = Date.now(); await page.locator("#row-0").focus(); for (let i = 0; i < 20; i++) await page.keyboard.press("ArrowDown"); await page.waitForFunction(() => document.activeElement.id === "row-20"); console.log("20 arrows", Date.now() - t, "ms");
await browser.close(); await server.close(); rmSync(folder, { recursive: true });

// The two editions of one build: hosted, which starts without a network and goes over to the next
// release when it is told to; and one file, opened from the disk.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { axe, open, pdf, picture } from "./browser.mjs";
import { start } from "./chromium.mjs";
import { answer, begin, field, go, kept, save, type, untilKept } from "./person.mjs";
import { CRASH, DIST, serve } from "./server.mjs";
import { words } from "./words.mjs";

const CASH = "profile.cash";
const stands = (page) => page.locator("main:not([aria-busy]) h1:visible").first().waitFor();
const sha256 = (bytes, encoding) => createHash("sha256").update(bytes).digest(encoding);
/** The app's two parts, one behind the other. */
const program = async () => {
  const names = (await readdir(DIST)).filter((name) => /^(app|later)-.*\.wasm$/.test(name)).sort();
  return Buffer.concat(await Promise.all(names.map((name) => readFile(join(DIST, name)))));
};

/** A visit with everything a browser has, service workers too; `seen` as in browser.mjs. */
async function visit(t, lang) {
  const browser = await start();
  t.after(() => browser.close());
  const context = await browser.newContext({ locale: lang === "ja" ? "ja-JP" : "en-GB", timezoneId: "Asia/Tokyo" });
  const seen = { requests: [], errors: [] };
  context.on("request", (request) => /^(blob|data):/.test(request.url()) || seen.requests.push(request.url()));
  context.on("console", (message) => ["error", "warning"].includes(message.type()) && seen.errors.push(message.text()));
  context.on("weberror", (event) => seen.errors.push(String(event.error())));
  await context.addInitScript(() => delete window.showSaveFilePicker);
  return { context, page: await context.newPage(), seen };
}

/** From the first answer to a saved file. */
async function journey(page, w) {
  await begin(page, w);
  const industry = "profile.industry";
  await page.getByLabel(w.asks(industry)).selectOption({ label: w.option(industry, "food") });
  await type(field(page, w, CASH), "12");
  await go(page, "#/question/tech.training");
  await answer(page, w, "tech.training", "entry");
  await go(page, "#/result");
  await stands(page);
  const { bytes } = await save(page, w);
  assert.equal(JSON.parse(bytes).answers["tech.training"].value, "entry");
  // What the worker makes.
  await go(page, "#/suppliers");
  await page.getByRole("button", { name: w.t("tables.begin"), exact: true }).click();
  assert.equal(await page.evaluate(() => sonaeWorker().then(String)), "[object Worker]");
}

for (const lang of ["ja", "en"]) {
  const w = words(lang);

  test(`one file on the disk does everything and asks for nothing (${lang})`, async (t) => {
    const { page, seen } = await visit(t, lang);
    const address = pathToFileURL(join(DIST, "sonae.html")).href;
    await page.goto(`${address}#/`);
    await stands(page);
    await journey(page, w);
    await kept(page);
    await page.reload();
    await stands(page);
    await go(page, "#/profile");
    assert.match(await field(page, w, CASH).inputValue(), /12|1[,.]?200/);
    assert.deepEqual(seen.requests.map((asked) => asked.split("#")[0]), [address, address]);
    // It says which one it is, and that its program is that of the hosted edition.
    await go(page, "#/proof");
    await page.getByText(w.t("proof.equal")).waitFor();
    assert.equal(await page.getByText(sha256(await program(), "hex"), { exact: true }).count(), 2);
    await page.getByText(w.t("proof.one_file"), { exact: true }).waitFor();
    await go(page, "#/data");
    await page.getByText(w.t("data.in_one_file")).waitFor();
    assert.deepEqual(seen.errors, []);
  });

  test(`after the first load the hosted edition starts without a network (${lang})`, async (t) => {
    const server = await serve(DIST);
    t.after(() => server.close());
    const { context, page, seen } = await visit(t, lang);
    await page.goto(server.url);
    await stands(page);
    await page.waitForFunction(() => navigator.serviceWorker.ready.then(() => true));
    await server.close();
    const offline = await context.newPage();
    await offline.goto(`${server.url}#/`);
    await stands(offline);
    seen.errors.length = 0;
    await journey(offline, w);
    await go(offline, "#/proof");
    await offline.getByText(w.t("proof.equal")).waitFor();
    assert.deepEqual(await axe(offline), []);
    await picture(offline, `proof-${lang}`);
    await offline.setViewportSize({ width: 360, height: 780 });
    await picture(offline, `proof-360-${lang}`);
    assert.deepEqual(seen.errors, []);
  });

  test(`the next release waits until it is asked for, and loses nothing (${lang})`, async (t) => {
    const next = await mkdtemp(join(tmpdir(), "sonae-next-"));
    t.after(() => rm(next, { recursive: true, force: true }));
    await cp(DIST, next, { recursive: true });
    await nextRelease(next);
    let from = DIST;
    const server = await serve(DIST, async (path, response, bytes) => {
      if (from === DIST) return;
      const name = path.endsWith("/") ? "index.html" : path.slice(1);
      const other = await readFile(join(from, name)).catch(() => bytes);
      const type = name.endsWith(".html") ? "text/html" : name.endsWith(".js") ? "text/javascript" : "application/wasm";
      if (/\.(html|js|wasm)$/.test(name)) response.writeHead(200, { "content-type": type }).end(other);
    });
    t.after(() => server.close());
    const { page, seen } = await visit(t, lang);
    await page.goto(server.url);
    await stands(page);
    await page.waitForFunction(() => navigator.serviceWorker.ready.then(() => true));
    await begin(page, w);
    await type(field(page, w, CASH), "12");
    await kept(page);
    from = next;
    await page.reload();
    await stands(page);
    const use = page.getByRole("button", { name: w.t("edition.use"), exact: true });
    await use.waitFor();
    // It still runs the old one, and goes on with it.
    await page.getByRole("link", { name: w.t("edition.version", { version: "0.1.0" }) }).waitFor();
    await go(page, "#/profile");
    await type(field(page, w, CASH), "13");
    await kept(page);
    await picture(page, `update-${lang}`);
    await Promise.all([page.waitForEvent("load"), use.click()]);
    await stands(page);
    await page.getByRole("link", { name: w.t("edition.version", { version: "9.9.9" }) }).waitFor();
    await untilKept(page, ({ profile }) => profile[CASH] === 13_000_000);
    assert.equal(await use.count(), 0);
    assert.deepEqual(seen.errors, []);
  });
}

/** Makes a release of another version of a copied one. */
async function nextRelease(folder) {
  const file = (name) => join(folder, name);
  const page = (await readFile(file("index.html"), "utf8")).replace('content="0.1.0 ', 'content="9.9.9 ');
  const keeper = await readFile(file("sw.js"), "utf8");
  const other = keeper
    .replace('RELEASE = "0.1.0', 'RELEASE = "9.9.9')
    .replace(/\["\.\/", "[^"]*"\]/, `["./", "sha256-${sha256(page, "base64")}"]`);
  assert.notEqual(other, keeper);
  await writeFile(file("index.html"), page);
  await writeFile(file("sw.js"), other);
}

test("what is kept for later is every file of the release, to the byte", async () => {
  const keeper = await readFile(join(DIST, "sw.js"), "utf8");
  const listed = new Map(Array.from(keeper.matchAll(/\["([^"]+)", "sha256-([^"]+)"\]/g), ([, name, hash]) => [name, hash]));
  const files = (await readdir(DIST, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  assert.ok(files.length > 10);
  for (const { name } of files) {
    if (["sw.js", "sonae.html"].includes(name)) continue;
    const asked = name === "index.html" ? "./" : name;
    assert.equal(listed.get(asked), sha256(await readFile(join(DIST, name)), "base64"), name);
    listed.delete(asked);
  }
  assert.deepEqual([...listed], []);
});

test("the one file's policy forbids what it may not do, and is kept", async (t) => {
  const { page } = await visit(t, "en");
  await page.goto(pathToFileURL(join(DIST, "sonae.html")).href);
  await stands(page);
  const html = await readFile(join(DIST, "sonae.html"), "utf8");
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)[1];
  for (const rule of ["default-src 'none'", "connect-src 'none'", "form-action 'none'"]) assert.ok(policy.includes(rule), rule);
  for (const loose of ["unsafe-inline", "'unsafe-eval'", "http", "*"]) assert.ok(!policy.includes(loose), loose);
  const server = await serve(DIST);
  t.after(() => server.close());
  const refused = await page.evaluate(async (url) => {
    const tries = {
      fetch: () => fetch(url).then(() => false, () => true),
      beacon: () => !navigator.sendBeacon(url, "x") || null,
      socket: () => new Promise((told) => {
        try {
          const socket = new WebSocket(url.replace("http", "ws"));
          socket.onerror = () => told(true);
          socket.onopen = () => told(false);
        } catch {
          told(true);
        }
      }),
      image: () => new Promise((told) => {
        const image = new Image();
        image.onerror = () => told(true);
        image.onload = () => told(false);
        image.src = `${url}icon.png`;
      }),
      script: () => new Promise((told) => {
        const script = document.createElement("script");
        script.textContent = "globalThis.ranInline = true";
        document.body.append(script);
        setTimeout(() => told(!globalThis.ranInline), 50);
      }),
      eval: () => {
        try {
          return new Function("return false")();
        } catch {
          return true;
        }
      },
      worker: () => new Promise((told) => {
        try {
          const worker = new Worker(`${url}worker.js`);
          worker.onerror = () => told(true);
          worker.onmessage = () => told(false);
        } catch {
          told(true);
        }
      }),
      form: () => {
        const form = document.createElement("form");
        form.action = url;
        form.method = "post";
        document.body.append(form);
        form.submit();
        return true;
      },
    };
    const outcome = {};
    for (const [name, run] of Object.entries(tries)) outcome[name] = await run();
    return outcome;
  }, server.url);
  assert.deepEqual(Object.entries(refused).filter(([, was]) => was === false), []);
  await page.waitForTimeout(300);
  assert.deepEqual(server.asked, []);
});

for (const lang of ["ja", "en"]) {
  test(`the security sheet takes two pages of paper (${lang})`, async (t) => {
    const { page } = await open(t, lang, { path: "#/security" });
    const { text, sheets } = await pdf(page, `security-${lang}`);
    const w = words(lang);
    assert.ok(sheets.length <= 2, `${sheets.length} pages`);
    for (const key of ["works", "network", "data", "cryptography", "update", "parts", "contact"]) assert.ok(text.includes(w.t(`security.${key}`)), key);
    assert.match(text, /[0-9a-f]{20}/);
  });
}

test("the meter notices a request, and turns red", async (t) => {
  const { page } = await open(t, "en", { build: CRASH, whole: false });
  const meter = page.locator(".zero-meter");
  const came = () => performance.getEntriesByType("resource").some(({ name }) => name.endsWith("/deliberate"));
  while (!(await page.evaluate(came))) await page.waitForTimeout(20);
  await go(page, "#/words");
  await page.locator('.zero-meter[data-state="error"]').waitFor();
  assert.match(await meter.innerText(), /1/);
});

// The page around the app: it loads without a fault, then reaches for nothing, and when the app
// cannot go on it says so and hands the kept answers over. The worker comes after it, never in
// its way, and cannot reach for anything either.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { axe, open, picture } from "./browser.mjs";
import { kept } from "./person.mjs";
import { CRASH } from "./server.mjs";
import { words } from "./words.mjs";

for (const lang of ["ja", "en"]) {
  test(`the page loads without a fault (${lang})`, async (t) => {
    const { page, seen, server } = await open(t, lang);
    assert.equal(await page.locator("h1:visible").count(), 1);
    assert.deepEqual(seen.errors, []);
    assert.deepEqual(seen.violations, []);
    assert.deepEqual(seen.requests.filter((address) => !address.startsWith(server.url)), []);
    assert.deepEqual(await axe(page), []);
    await picture(page, `start-${lang}`);
  });
}

/** What stands before the app does. */
const noted = () =>
  addEventListener("DOMContentLoaded", () => {
    const heading = [...document.querySelectorAll("h1")].find((one) => one.checkVisibility());
    globalThis.__before = [heading.textContent, heading.getBoundingClientRect().toJSON()];
  });

for (const lang of ["ja", "en"]) {
  for (const width of [1280, 360]) {
    test(`the first words stand before the app does, and where they stay (${lang}, ${width} px)`, async (t) => {
      const { page } = await open(t, lang, { init: noted, whole: false, viewport: { width, height: 900 } });
      const [before, after] = await page.evaluate(() => {
        const heading = document.querySelector("#main h1");
        return [globalThis.__before, [heading.textContent, heading.getBoundingClientRect().toJSON()]];
      });
      assert.deepEqual(before, after);
      assert.equal(before[0], words(lang).t("start.purpose"));
    });
  }
}

test("the first words are in the language that was chosen, and on the start page only", async (t) => {
  const { page } = await open(t, "ja", { init: noted, whole: false });
  await page.evaluate(() => localStorage.setItem("sonae.language", "en"));
  const before = async (path) => {
    await page.goto("about:blank");
    await page.goto(path);
    return page.evaluate(() => globalThis.__before[0]);
  };
  const { origin } = new URL(page.url());
  assert.equal(await before(`${origin}/`), words("en").t("start.purpose"));
  assert.equal(await before(`${origin}/#/proof`), "備え Sonae");
});

test("once it stands, the page asks for nothing and could not if it tried", async (t) => {
  const { page, seen, server } = await open(t);
  assert.equal(seen.requests.length, seen.loaded, seen.requests.slice(seen.loaded).join("\n"));
  const attempts = await page.evaluate(async () => {
    navigator.sendBeacon("/somewhere", "said to be on its way, and dropped");
    const refused = (promise) => promise.then(() => "went through", () => "refused");
    const loaded = (element, source) =>
      new Promise((resolve, reject) => {
        element.onload = resolve;
        element.onerror = reject;
        element.src = source;
        if (!(element instanceof Image)) document.head.append(element);
      });
    return {
      fetch: await refused(fetch("/somewhere")),
      elsewhere: await refused(fetch("https://example.org/")),
      picture: await refused(loaded(new Image(), "https://example.org/picture.png")),
      "own picture": await refused(loaded(new Image(), "/somewhere")),
      script: await refused(loaded(document.createElement("script"), "/somewhere")),
      worker: await refused(
        new Promise((resolve, reject) => {
          const worker = new Worker("/somewhere");
          worker.onmessage = resolve;
          worker.onerror = reject;
        }),
      ),
    };
  });
  assert.deepEqual([...new Set(Object.values(attempts))], ["refused"], JSON.stringify(attempts));
  await page.waitForTimeout(500);
  assert.ok(!server.asked.includes("/somewhere"));
});

/** Whether the network is shut. */
const isShut = () => document.querySelectorAll("meta[http-equiv=Content-Security-Policy]").length === 2;
const isWorker = (path) => /^\/worker-/.test(path);
/** Starts the worker and says whether it is there. */
const starts = (page) =>
  page.evaluate(async () => {
    window.__worker = await sonaeWorker();
    return window.__worker instanceof Worker;
  });
/** Hands the worker a request and returns everything that comes back. */
const ask = (page, text) =>
  page.evaluate(
    (text) =>
      new Promise((done) => {
        const { port1, port2 } = new MessageChannel();
        const heard = [];
        port1.onmessage = ({ data }) => {
          // Bytes leave the page as a list.
          heard.push(Object.fromEntries(Object.entries(data).map(([name, bytes]) => [name, Array.from(bytes)])));
          if ("answer" in data) done(heard);
        };
        window.__worker.onerror = ({ message }) => done([...heard, { message }]);
        // `Request::Read` without options, as it travels: which request, how many options.
        const request = new Uint8Array([0, 0]);
        const file = new TextEncoder().encode(text);
        window.__worker.postMessage({ request, files: [file] }, [port2, file.buffer]);
      }),
    text,
  );

test("the first page stands before anything of the worker is asked for", async (t) => {
  const { page } = await open(t, "ja", {
    init: () => {
      const look = () => {
        if (!document.querySelector("main:not([aria-busy]) h1")) return requestAnimationFrame(look);
        window.__stood = performance.now();
      };
      requestAnimationFrame(look);
    },
  });
  const [stood, asked] = await page.evaluate(() => [
    window.__stood,
    performance.getEntriesByType("resource").filter(({ name }) => name.includes("/worker-")).map((entry) => entry.startTime),
  ]);
  assert.equal(asked.length, 2);
  assert.ok(stood < Math.min(...asked), `${stood} before ${asked}`);
});

test("the network is shut before the worker has wholly come, and it comes all the same", async (t) => {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  const instead = async (path, response, bytes) => {
    if (!isWorker(path)) return;
    response.writeHead(200).write(bytes.subarray(0, 1000));
    await released;
    response.end(bytes.subarray(1000));
  };
  const { page, seen } = await open(t, "ja", { instead, whole: false });
  await page.waitForFunction(isShut);
  await page.locator(".start-doors button").first().click();
  await page.locator("select, input").first().waitFor();
  release();
  assert.ok(await starts(page));
  assert.deepEqual(seen.errors, []);
});

test("a server that never sends the worker neither holds the page up nor the network open", async (t) => {
  const instead = (path) => (isWorker(path) ? new Promise(() => {}) : undefined);
  const { page, seen } = await open(t, "ja", { instead, whole: false });
  await page.locator(".start-doors button").first().click();
  await page.locator("select, input").first().waitFor();
  await page.waitForFunction(isShut, undefined, { timeout: 5000 });
  assert.deepEqual(seen.errors, []);
});

test("where the worker is missing, the network is shut, and the app is told when it asks", async (t) => {
  const instead = (path, response) => void (isWorker(path) && response.writeHead(404).end());
  const { page, seen } = await open(t, "ja", { instead });
  assert.equal(await page.evaluate(() => sonaeWorker()), null);
  assert.ok(await page.locator("#crash").isHidden());
  assert.deepEqual(seen.errors.filter((error) => !error.includes("404")), []);
});

test("the worker answers, and could not send anything if it tried", async (t) => {
  const { page, seen, server } = await open(t);
  const coming = page.waitForEvent("worker");
  assert.ok(await starts(page));
  const heard = await ask(page, "仕入先,金額\n甲,1\n");
  const [understood, alike] = heard;
  // Which answer, and of how many: one file that was read, no name that is like another.
  assert.deepEqual(understood.first.slice(0, 3), [0, 1, 0]);
  assert.deepEqual(alike.answer, [1, 0]);
  const { attempts, blocked } = await (await coming).evaluate(async (own) => {
    const blocked = [];
    addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => blocked.push(`${effectiveDirective} ${blockedURI}`));
    const refused = (promise) => promise.then(() => "went through", () => "refused");
    const tried = (act) => refused(new Promise(act));
    const attempts = {
      fetch: await refused(fetch(`${own}somewhere`)),
      elsewhere: await refused(fetch("https://example.org/")),
      request: await tried((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.onload = resolve;
        request.onerror = reject;
        request.open("POST", `${own}somewhere`);
        request.send("text");
      }),
      socket: await tried((resolve, reject) => {
        const socket = new WebSocket(`${own.replace("http", "ws")}somewhere`);
        socket.onopen = resolve;
        socket.onerror = reject;
      }),
      script: await tried((resolve) => resolve(importScripts(`${own}somewhere`))),
      module: await refused(import(`${own}somewhere`)),
      font: await refused(new FontFace("one", `url(${own}somewhere)`).load()),
    };
    return { attempts, blocked };
  }, server.url);
  assert.deepEqual([...new Set(Object.values(attempts))], ["refused"], JSON.stringify(attempts));
  // By the policy, and not because nobody is there.
  const here = `${server.url}somewhere`;
  assert.deepEqual([...new Set(blocked)].sort(), [
    `connect-src ${here}`,
    "connect-src https://example.org/",
    `connect-src ${here.replace("http", "ws")}`,
    `script-src-elem ${here}`,
  ].sort());
  await page.waitForTimeout(500);
  assert.ok(!server.asked.includes("/somewhere"));
  assert.deepEqual(seen.requests.slice(seen.loaded).filter((address) => !address.startsWith(server.url)), []);
});

test("when the worker breaks down, the app goes on", async (t) => {
  const { page } = await open(t, "ja", { build: CRASH });
  assert.ok(await starts(page));
  const heard = await ask(page, "");
  assert.match(heard.at(-1).message, /unreachable/);
  assert.ok(await page.locator("#crash").isHidden());
  await page.locator(".start-doors button").first().click();
  await page.locator("select, input").first().waitFor();
  assert.ok(await starts(page), "another one can be had");
});

test("when the app panics, the page says so and hands over what was kept", async (t) => {
  const { page } = await open(t, "ja", { build: CRASH });
  await page.locator(".start-doors button").first().click();
  await page.locator("select, input").first().waitFor();
  const before = await kept(page);
  assert.match(before, /sonae-assessment/);
  await page.evaluate(() => (location.hash = "#/an-address-nobody-knows"));
  const card = page.locator("#crash");
  await card.waitFor();
  assert.deepEqual(await axe(page), []);
  await picture(page, "crash");
  const [download] = await Promise.all([page.waitForEvent("download"), card.locator("a").click()]);
  assert.equal(await readFile(await download.path(), "utf8"), before);
  await page.evaluate(() => history.replaceState(null, "", "#/"));
  await card.locator("button").click();
  await card.waitFor({ state: "hidden" });
  assert.equal(await kept(page), before);
});

test("without JavaScript, the page says what it needs, in both languages", async (t) => {
  const { page } = await open(t, "ja", { javaScriptEnabled: false });
  assert.equal(await page.locator("noscript p").count(), 2);
  await picture(page, "no-script");
});

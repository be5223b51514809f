// The page around the app: starts its first part, fetches the later part and the worker that reads
// ledgers, shuts the network behind them, and speaks for the app when it cannot go on. A file of
// its own because the content policy refuses inline scripts, and plain JavaScript because it has
// to work when WebAssembly does not.
"use strict";

// How long the network stays open for a server that does not begin to send the worker's files,
// in milliseconds.
const PATIENCE = 3000;

// What the worker does first: Rust's `main` listens from then on.
const BOOT = `
onmessage = ({ data }) => {
  onmessage = null;
  wasm_bindgen({ module_or_path: data }).then(() => postMessage(null), (error) => postMessage(String(error)));
};`;

// Something to read while the app comes: where it begins with the start page, the first words of
// that, in the language the app will choose (src/browser/page.rs); elsewhere that it is loading.
if (["", "#/"].includes(location.hash)) {
  const language = keptLanguage() ?? ((navigator.language || "ja").startsWith("ja") ? "ja" : "en");
  document.querySelector(`[data-start][lang=${language}]`).hidden = false;
  document.querySelector("[data-elsewhere]").hidden = true;
}
for (const sentence of document.querySelectorAll("[data-loading]")) sentence.hidden = false;

function keptLanguage() {
  try {
    const kept = localStorage.getItem("sonae.language");
    return ["ja", "en"].includes(kept) ? kept : null;
  } catch {
    return null;
  }
}

// What starts it, `wasm_bindgen`, is a script that may stand behind this one.
const scripts = new Promise((run) => addEventListener("DOMContentLoaded", run, { once: true }));
const app = part("app-wasm");
const running = Promise.all([app, scripts]).then(([response]) => wasm_bindgen({ module_or_path: response.clone() }));
const started = running.then(painted);
const later = started.then(() => part("later-wasm"));
const parts = started.then(fetchTheWorker);
started.catch(crash);
later.catch(() => {});
// Where it did not come, the app says so once a ledger is to be read.
parts.catch(() => {});

// A part of the app, as a response: it comes from its address, or in the one-file edition from
// the page itself, where it stands packed (`cargo xtask post-build`).
async function part(name, how) {
  const element = document.getElementById(name);
  if (element.href) return fetch(element.href, how);
  const packed = Uint8Array.from(atob(element.textContent), (letter) => letter.charCodeAt(0));
  const bytes = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(bytes, { headers: { "content-type": "application/wasm" } });
}

// The first page stands once a frame was drawn; a page in the background draws none.
function painted() {
  return new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, 1000);
  });
}

// The later part of the app: it goes into the same memory, and `done` is told whether it came
// (src/later.rs).
globalThis.sonaeLater = async (done, data) => {
  const exports = await running;
  let came = true;
  try {
    const response = await later;
    if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
    await WebAssembly.instantiateStreaming(response.clone(), { __wasm_split: exports });
  } catch (error) {
    console.warn(error);
    came = false;
  }
  exports.__indirect_function_table.get(done)(data, came);
};

// Comes after the first page, and the page never waits for it. The network is shut as soon as
// the server begins to answer, refuses, or lets us wait: what is on its way still comes. The later
// part of the app is waited for until the server answers.
async function fetchTheWorker() {
  keepTheApp().catch(() => {});
  const asked = ["worker-glue", "worker-wasm"].map((name) => part(name, { priority: "low" }));
  const bodies = asked.map(async (answer) => {
    const response = await answer;
    if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
    return response.arrayBuffer();
  });
  const came = Promise.all(bodies);
  came.catch(() => {});
  await Promise.race([Promise.allSettled(asked), new Promise((late) => setTimeout(late, PATIENCE))]);
  await Promise.allSettled([later]);
  shutTheNetwork();
  const [glue, bytes] = await came;
  return { glue, bytes, module: null };
}

// Has the browser keep this release, so that it starts without a network (static/sw.js), and
// tells the app when another one is there: it is used when the person says so, and not before.
async function keepTheApp() {
  const release = document.querySelector("meta[name=sonae-release]").content;
  const inOneFile = !document.getElementById("app-wasm").href;
  if (!release || inOneFile || !navigator.serviceWorker) return;
  const keeper = await navigator.serviceWorker.register("sw.js", { updateViaCache: "none" });
  const look = () => {
    if (!keeper.waiting || !navigator.serviceWorker.controller) return;
    globalThis.sonaeUpdate = () => {
      navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
      keeper.waiting?.postMessage("use");
    };
    dispatchEvent(new Event("sonae-update"));
  };
  keeper.addEventListener("updatefound", () => keeper.installing?.addEventListener("statechange", look));
  look();
}

// The SHA-256 of the WebAssembly that runs here, its two parts one behind the other, in hex, or
// null where the browser does not compute it (a page that came over plain HTTP).
globalThis.sonaeHash = async () => {
  const both = await Promise.all([app, later]);
  const bytes = await new Blob(await Promise.all(both.map((one) => one.clone().blob()))).arrayBuffer();
  const hash = await crypto.subtle?.digest("SHA-256", bytes);
  return hash ? Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("") : null;
};

// A started worker, or null where its files did not come; the app asks for it (src/browser/
// reader.rs). Made from a blob, it is bound by this page's policies, the shut network included.
globalThis.sonaeWorker = async () => {
  const got = await parts.catch(() => null);
  if (got === null) return null;
  // Compiled once, however often a worker is stopped and started.
  got.module ??= WebAssembly.compile(got.bytes);
  const module = await got.module;
  got.bytes = null;
  const address = URL.createObjectURL(new Blob([got.glue, BOOT], { type: "text/javascript" }));
  const worker = new Worker(address);
  try {
    await new Promise((ready, failed) => {
      worker.onmessage = ({ data }) => (data === null ? ready() : failed(new Error(data)));
      worker.onerror = (event) => {
        event.preventDefault();
        failed(new Error(event.message));
      };
      worker.postMessage(module);
    });
  } catch (error) {
    worker.terminate();
    throw error;
  } finally {
    worker.onmessage = worker.onerror = null;
    URL.revokeObjectURL(address);
  }
  return worker;
};

// A policy that is added later can only forbid more, and cannot be taken back. From here on
// nothing comes from any server, this page's own included; what is made here may be shown, and
// the worker be started.
function shutTheNetwork() {
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = "default-src 'none'; script-src 'wasm-unsafe-eval'; worker-src blob:; img-src data: blob:; manifest-src 'self'";
  document.head.append(policy);
}

// A panic of the app ends in a trap, whose error no other code throws.
addEventListener("error", (event) => stopped(event.error));
addEventListener("unhandledrejection", (event) => stopped(event.reason));

function stopped(error) {
  if (error instanceof WebAssembly.RuntimeError) crash(error);
}

async function crash(error) {
  console.error(error);
  const card = document.getElementById("crash");
  if (!card.hidden) return;
  card.hidden = false;
  document.getElementById("app").inert = true;
  document.getElementById("crash-reload").addEventListener("click", () => location.reload());
  show(card, "reading");
  const kept = await keptAnswers();
  show(card, kept === null ? "nothing-kept" : "kept");
  if (kept === "") {
    // It is locked, and opens with its passphrase after a reload.
    document.getElementById("crash-save").hidden = true;
  } else if (kept !== null) {
    document.getElementById("crash-save").href = URL.createObjectURL(new Blob([kept], { type: "application/json" }));
  }
  card.scrollIntoView();
}

// The parts of the card that are in the page's language and fit what is known.
function show(card, when) {
  const { lang } = document.documentElement;
  for (const part of card.querySelectorAll("[lang], [data-when]")) {
    part.hidden = (part.lang || lang) !== lang || (part.dataset.when || when) !== when;
  }
}

// What the app kept of the open assessment, as the very text of a saved file (src/browser/
// store.rs), or null. It is read by the app's own code: what broke down was something else.
async function keptAnswers() {
  try {
    return (await globalThis.sonaeKept?.()) ?? null;
  } catch {
    return null;
  }
}

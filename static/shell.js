// The page around the app: starts it, shuts the network behind it, and speaks for it when it
// cannot go on. A file of its own because the content policy refuses inline scripts, and plain
// JavaScript because it has to work when WebAssembly does not.
"use strict";

// Where the app keeps the assessment, as the very text of a saved file (src/browser/store.rs).
const KEPT_AS = "sonae.assessment";

// Trunk writes these two links (Trunk.toml).
const glue = document.getElementById("app-glue").href;
const wasm = document.getElementById("app-wasm").href;

for (const sentence of document.querySelectorAll("[data-loading]")) sentence.hidden = false;

import(glue)
  .then((app) => app.default({ module_or_path: wasm }))
  .then(shutTheNetwork)
  .catch(crash);

// A policy that is added later can only forbid more, and cannot be taken back.
function shutTheNetwork() {
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = "connect-src 'none'";
  document.head.append(policy);
}

// A panic of the app ends in a trap, whose error no other code throws.
addEventListener("error", (event) => stopped(event.error));
addEventListener("unhandledrejection", (event) => stopped(event.reason));

function stopped(error) {
  if (error instanceof WebAssembly.RuntimeError) crash(error);
}

function crash(error) {
  console.error(error);
  const card = document.getElementById("crash");
  if (!card.hidden) return;
  const kept = keptAnswers();
  const when = kept === null ? "nothing-kept" : "kept";
  const { lang } = document.documentElement;
  for (const part of card.querySelectorAll("[lang], [data-when]")) {
    part.hidden = (part.lang || lang) !== lang || (part.dataset.when || when) !== when;
  }
  if (kept !== null) {
    document.getElementById("crash-save").href = URL.createObjectURL(new Blob([kept], { type: "application/json" }));
  }
  document.getElementById("crash-reload").addEventListener("click", () => location.reload());
  document.getElementById("app").inert = true;
  card.hidden = false;
  card.scrollIntoView();
}

function keptAnswers() {
  try {
    return localStorage.getItem(KEPT_AS);
  } catch {
    return null; // Storage is forbidden here, so nothing was kept.
  }
}

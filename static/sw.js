// Keeps one release of the app whole in this browser, so that it starts without a network. It
// never sees what the page holds, and asks for nothing but the files of the release.
"use strict";

// The release, and each of its files with its hash: `cargo xtask post-build` writes both.
const RELEASE = "";
const FILES = [];
const OURS = "sonae ";

// All of them or none: a release is never mixed with another one. What the server sends must be
// what the build made, to the byte.
addEventListener("install", (event) => {
  const files = FILES.map(([file, integrity]) => new Request(file, { integrity, cache: "no-cache" }));
  event.waitUntil(caches.open(OURS + RELEASE).then((kept) => kept.addAll(files)));
});

addEventListener("activate", (event) => {
  const old = (name) => name.startsWith(OURS) && name !== OURS + RELEASE;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))));
});

// What is kept comes from here, and the rest of the page's own place from there.
addEventListener("fetch", (event) => {
  if (event.request.method !== "GET" || !event.request.url.startsWith(registration.scope)) return;
  const wanted = event.request.url.replace(/\/index\.html(?=$|[?#])/, "/");
  event.respondWith(
    caches
      .open(OURS + RELEASE)
      .then((kept) => kept.match(wanted, { ignoreSearch: true }))
      .then((found) => found ?? fetch(event.request)),
  );
});

// The person wants the new release now.
addEventListener("message", ({ data }) => {
  if (data === "use") skipWaiting();
});

// Serves a folder on a free port of this machine, and remembers what was asked for.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

/** The release build, or the one that SONAE_DIST names. */
export const DIST = process.env.SONAE_DIST ?? fileURLToPath(new URL("../../dist", import.meta.url));
/** The build that times its own scoring. */
export const BENCH = fileURLToPath(new URL("../../target/bench", import.meta.url));
/** The build that panics on purpose. */
export const CRASH = fileURLToPath(new URL("../../target/crash", import.meta.url));

/** What each ending is. */
export const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/**
 * `instead(path, response, bytes)` may answer in its own way, or hold the answer up.
 *
 * @returns {Promise<{url: string, asked: string[], close: () => Promise<void>}>}
 */
export async function serve(folder, instead = async () => {}) {
  const asked = [];
  const server = createServer(async (request, response) => {
    asked.push(request.url);
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
    try {
      const bytes = await readFile(file);
      await instead(path, response, bytes);
      if (response.headersSent) return;
      response.writeHead(200, {
        "content-type": TYPES[extname(file)] ?? "application/octet-stream",
        "cache-control": "no-store",
      });
      response.end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    asked,
    close: () =>
      new Promise((closed) => {
        server.close(closed);
        server.closeAllConnections();
      }),
  };
}

// Debian's Chromium, or the one that SONAE_CHROMIUM names.
import { execFileSync } from "node:child_process";
import { chromium } from "playwright-core";

/** Begins with an empty profile and has no way to reach any other machine. */
export function start() {
  return chromium.launch({
    executablePath: process.env.SONAE_CHROMIUM ?? execFileSync("which", ["chromium"], { encoding: "utf8" }).trim(),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-dev-shm-usage",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ],
  });
}

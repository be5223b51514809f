// Debian's Chromium, or the one that SONAE_CHROMIUM names.
import { execFileSync } from "node:child_process";
import { chromium } from "playwright-core";

/** Where it is, and how it is started. */
export const options = () => ({
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

/** Begins with an empty profile and has no way to reach any other machine. */
export function start(more = []) {
  const { args, ...rest } = options();
  return chromium.launch({ ...rest, args: [...args, ...more] });
}

/** A camera that shows a film (y4m) over and over, and that may be used. */
export const camera = (film) => [
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
  `--use-file-for-fake-video-capture=${film}`,
];

/** The same with a profile in a folder. `kill` ends every process of it at once. */
export async function launch(profile, context) {
  const opened = await chromium.launchPersistentContext(profile, { ...options(), ...context });
  opened.kill = async () => {
    const closed = new Promise((gone) => opened.once("close", gone));
    try {
      execFileSync("pkill", ["-KILL", "-f", `user-data-dir=${profile}`]);
    } catch {
      // It ends with 1 where a process was gone before it was told.
    }
    await closed;
  };
  return opened;
}

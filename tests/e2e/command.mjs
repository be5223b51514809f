// The command line's `sonae`, for what must be the same bytes from the app and from there, and the
// generator of fictional dossiers.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

function built(source, name) {
  const said = execFileSync("cargo", ["build", "--quiet", "--package", source, "--message-format", "json"], {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: 2 ** 27,
  });
  const messages = said.split("\n").filter(Boolean).map(JSON.parse);
  return messages.find((message) => message.executable && message.target.name === name).executable;
}

/** The command, built from this very tree. */
export const command = () => built("sonae-cli", "sonae");

/** Writes so many fictional dossiers into a folder; what must become of each, as the generator says. */
export function dossiers(count, folder, ...more) {
  execFileSync(built("sonae-dossiers", "sonae-dossiers"), [`${count}`, "--out", folder, ...more]);
  return JSON.parse(readFileSync(`${folder}.manifest.json`));
}

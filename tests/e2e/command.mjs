// The command line's `sonae`, for what must be the same bytes from the app and from there.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The command, built from this very tree. */
export function command() {
  const said = execFileSync("cargo", ["build", "--quiet", "--package", "sonae-cli", "--message-format", "json"], {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: 2 ** 27,
  });
  const built = said.split("\n").filter(Boolean).map(JSON.parse);
  return built.find((message) => message.executable && message.target.name === "sonae").executable;
}

// Builds the peers for production: a folder for each, with the page, one script and one style sheet.
import { copyFileSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { forms } from "./questions.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));

/** Builds `name` into `folder`; how many packages of npm are in it. */
export async function bundle(name, pack, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const contents = JSON.stringify(forms(pack));
  const { metafile } = await build({
    absWorkingDir: HERE,
    entryPoints: { app: `${name}.jsx` },
    outdir: folder,
    bundle: true,
    minify: true,
    metafile: true,
    legalComments: "none",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    target: "es2022",
    logLevel: "error",
    plugins: [
      {
        name: "pack",
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^pack$/ }, () => ({ path: "pack", namespace: "pack" }));
          onLoad({ filter: /.*/, namespace: "pack" }, () => ({ contents, loader: "json" }));
        },
      },
    ],
  });
  copyFileSync(join(HERE, "page.html"), join(folder, "index.html"));
  const packages = new Set();
  for (const [path, { bytesInOutput }] of Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs))) {
    const found = bytesInOutput > 0 && /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path);
    if (found) packages.add(found[1]);
  }
  return [...packages].sort();
}

// The settings for web servers that we hand out (deploy/): each server is started with them, its
// headers are looked at, and the app runs behind it.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { start } from "./chromium.mjs";
import { DIST } from "./server.mjs";

const config = (name) => readFile(fileURLToPath(new URL(`../../deploy/${name}`, import.meta.url)), "utf8");

/** A port that nobody listens on. */
const freePort = () =>
  new Promise((told) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => told(port));
    });
  });

/** Replaces what a person fills in; each has to stand there. */
function filled(text, places) {
  for (const [before, after] of places) {
    assert.ok(text.includes(before), before);
    text = text.replaceAll(before, after);
  }
  return text;
}

// On this machine alone, and without a certificate.
const SERVERS = {
  nginx: async (folder, root, port) => {
    const site = filled(await config("nginx.conf"), [
      ["listen 443 ssl;", `listen 127.0.0.1:${port};`],
      ["  ssl_certificate /etc/ssl/sonae.pem;\n", ""],
      ["  ssl_certificate_key /etc/ssl/sonae.key;\n", ""],
      ["root /srv/sonae;", `root ${root};`],
    ]);
    const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder}/${name};`);
    const whole = `daemon off; pid ${folder}/pid; error_log stderr;\nevents {}\nhttp {\n${paths.join("\n")}\n${site}\n}\n`;
    await writeFile(join(folder, "nginx.conf"), whole);
    return ["nginx", ["-e", "stderr", "-c", join(folder, "nginx.conf")]];
  },
  caddy: async (folder, root, port) => {
    const site = filled(await config("Caddyfile"), [
      ["sonae.example.jp {", `http://127.0.0.1:${port} {`],
      ["root * /srv/sonae", `root * ${root}`],
    ]);
    await writeFile(join(folder, "Caddyfile"), `{\n\tadmin off\n}\n${site}`);
    return ["caddy", ["run", "--adapter", "caddyfile", "--config", join(folder, "Caddyfile")]];
  },
};

for (const [name, prepare] of Object.entries(SERVERS)) {
  // Only where set-up could not install them; then it says so.
  const skip = process.env.SONAE_SERVERS === "missing" && "no web server";
  test(`behind ${name} every file has its headers, and the app runs`, { skip }, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "sonae-deploy-"));
    t.after(() => rm(folder, { recursive: true, force: true }));
    // A server of its own user reads it, wherever the build lies.
    const root = join(folder, "site");
    await cp(DIST, root, { recursive: true });
    execFileSync("chmod", ["-R", "a+rX", folder]);
    const port = await freePort();
    const [program, options] = await prepare(folder, root, port);
    const server = spawn(program, options, { env: { ...process.env, HOME: folder }, stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    server.stderr.on("data", (text) => (said += text));
    t.after(() => server.kill());
    const url = `http://127.0.0.1:${port}/`;
    for (let tries = 0; ; tries += 1) {
      if (await fetch(url).then(() => true, () => false)) break;
      assert.ok(tries < 100 && server.exitCode === null, said);
      await new Promise((later) => setTimeout(later, 50));
    }
    const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".webmanifest": "application/manifest+json" };
    const page = await readFile(join(DIST, "index.html"), "utf8");
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)[1];
    for (const file of await readdir(DIST)) {
      const { headers, status } = await fetch(url + file);
      assert.equal(status, 200, file);
      const ending = /\.[a-z]+$/.exec(file)[0];
      assert.equal(headers.get("content-type").split(";")[0], types[ending], file);
      const isNamed = /-[0-9a-f]{12,16}/.test(file);
      assert.match(headers.get("cache-control"), isNamed ? /immutable/ : /^no-cache$/, file);
      assert.equal(headers.get("x-content-type-options"), "nosniff", file);
      assert.equal(headers.get("referrer-policy"), "no-referrer", file);
      assert.equal(headers.get("cross-origin-opener-policy"), "same-origin", file);
      const wanted = { "sw.js": "default-src 'none'; connect-src 'self'", "sonae.html": "frame-ancestors 'none'" };
      assert.equal(headers.get("content-security-policy"), wanted[file] ?? `${policy}; frame-ancestors 'none'`, file);
    }
    assert.equal((await fetch(`${url}nothing-here`)).status, 404);
    const browser = await start();
    t.after(() => browser.close());
    const tab = await browser.newPage({ locale: "ja-JP" });
    const errors = [];
    tab.on("console", (message) => ["error", "warning"].includes(message.type()) && errors.push(message.text()));
    for (const address of [url, `${url}sonae.html`]) {
      await tab.goto(address);
      await tab.locator("main:not([aria-busy]) h1:visible").first().waitFor();
      assert.equal(await tab.evaluate(() => sonaeWorker().then(String)), "[object Worker]", address);
    }
    // It is kept by the browser, and starts when the server is gone.
    await tab.goto(url);
    await tab.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    server.kill();
    await tab.reload();
    await tab.locator("main:not([aria-busy]) h1:visible").first().waitFor();
    assert.deepEqual(errors, []);
  });
}

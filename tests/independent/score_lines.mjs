// Scores assessments, one on each line of standard input: plain JavaScript, see scorer.mjs.
//
// For `cargo xtask bench`, which measures it beside `sonae screen`, and for a test that all say the same.
// The pack comes as JSON from `score_lines.py --pack-json`.
//
//     node score_lines.mjs PACK.json < lines

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { Case } from "./scorer.mjs";

const pack = JSON.parse(readFileSync(process.argv[2], "utf8"));

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(new Case(pack, JSON.parse(line)).result())}\n`);
}

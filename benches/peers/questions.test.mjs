// The other forms hold what the pack holds, ask what the scorer counts, and give a score for a
// fictional firm that is worked out from what is entered. Needs no package of npm, and a Python
// with pydantic and PyYAML for the pack:
//
//     node questions.test.mjs PYTHON
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Case } from "../../tests/independent/scorer.mjs";
import { UNKNOWN, entered, expression, forms, isAsked, nameOf, told } from "./questions.mjs";

const script = fileURLToPath(new URL("../../tests/independent/score_lines.py", import.meta.url));
const said = (what) => execFileSync(process.argv[2] ?? "python3", [script, what], { encoding: "utf8" });
const pack = JSON.parse(said("--pack-json"));
const firms = said("--firms").trim().split("\n").map((line) => JSON.parse(line));
const { questions, rules, titles } = forms(pack);

test("every question of the pack is there once, with all of its answers", () => {
  const inModules = pack.modules.flatMap((module) => module.questions.map(({ id }) => id));
  assert.equal(inModules.length, 83);
  assert.deepEqual(questions.map(({ id }) => id).sort(), Object.keys(pack.questions).sort());
  for (const { id, text, options, when } of questions) {
    const { text: words, options: all, when: condition } = pack.questions[id];
    assert.equal(text, words.ja);
    assert.deepEqual(options?.map(({ key }) => key), all?.map(({ key }) => key));
    assert.deepEqual(when, condition);
  }
  assert.equal(titles.length, pack.modules.length);
});

test("a question is asked when the scorer says that it applies", () => {
  const conditional = questions.filter(({ when }) => when);
  assert.equal(conditional.length, Object.values(pack.questions).filter(({ when }) => when).length);
  const seen = new Set();
  const look = (values) => {
    // Without tables, which answer for a question that decides.
    const firm = new Case(rules, told(values));
    for (const { id, when } of conditional) {
      const asked = isAsked(when, (id) => values[nameOf(id)]);
      assert.equal(asked, firm.applies(id) === true, id);
      seen.add(`${id} ${asked}`);
    }
  };
  look({});
  for (const { when } of conditional) {
    const { id, type, options } = questions.find(({ id }) => id === when.question);
    const values = options ? [...options.map(({ key }) => key), UNKNOWN] : [0, when.gte - 0.5, when.gte, 100];
    for (const value of values) look({ [nameOf(id)]: type === "multi" ? [value] : value });
  }
  // Each of them was asked once, and once not.
  assert.equal(seen.size, 2 * conditional.length);
});

test("a condition in the words of SurveyJS", () => {
  const expected = [
    [{ question: "a.b", in: ["x", "y"] }, "{a__b} anyof ['x', 'y']"],
    [{ question: "a.b", not_in: ["x"] }, "{a__b} noneof ['x']"],
    [{ and: [{ question: "a.b", gte: 5 }, { not: { question: "a.c", answered: true } }] }, "({a__b} >= 5 and !({a__c} notempty))"],
    [{ or: [{ question: "a.b", lte: 5 }, { question: "a.c", answered: false }] }, "({a__b} <= 5 or {a__c} empty)"],
  ];
  for (const [when, text] of expected) assert.equal(expression(when), text);
});

test("what is entered for a firm gives its score, without any word of the pack", () => {
  assert.equal(firms.length, 4);
  for (const firm of firms) {
    const score = new Case(rules, told(entered(firm), firm)).result();
    assert.deepEqual(score, new Case(pack, firm).result());
    assert.equal(Object.keys(score.modules).length, 3);
    // Another answer makes another score: it is worked out and not kept.
    const changed = { ...entered(firm), supplier__requalification_weeks: UNKNOWN };
    assert.notDeepEqual(new Case(rules, told(changed, firm)).result(), score);
  }
});

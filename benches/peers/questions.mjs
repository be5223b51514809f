// The pack as other forms take it: the same 83 questions and the profile that decides which of them
// are asked, in one language, and the rules that the plain JavaScript scorer needs.

/** An answer of its own in every form, as in Sonae. */
export const UNKNOWN = "?";
const NOT_APPLICABLE = "-";

/** A question as a form shows it. */
const asked = ({ id, type, text, help, options, when }, title) => ({
  id,
  type,
  title,
  text: text.ja,
  help: help?.ja,
  options: options?.map(({ key, text, exclusive = false }) => ({ key, text: text.ja, exclusive })),
  when,
});

/** `questions` in their order, `rules` for the scorer without a word in them, and `titles` of the modules. */
export function forms(pack) {
  const inModules = new Set(pack.modules.flatMap(({ questions }) => questions.map(({ id }) => id)));
  const profile = Object.values(pack.questions).filter(({ id }) => !inModules.has(id));
  const questions = [
    ...profile.map((question) => asked(question, "会社について")),
    ...pack.modules.flatMap((module) => module.questions.map((question) => asked(question, module.title.ja))),
  ];
  const rule = ({ id, type, theme, weight, when, bands, combine, from_table, options }) => ({
    id, type, theme, weight, when, bands, combine, from_table,
    options: options?.map(({ key, level, not_applicable }) => ({ key, level, not_applicable })),
  });
  const modules = pack.modules.map(({ id, themes, questions, metrics = [] }) => ({
    id,
    themes: themes.map(({ id }) => ({ id })),
    questions: questions.map(rule),
    metrics: metrics.map(rule),
  }));
  const rules = {
    modules,
    multipliers: pack.multipliers,
    questions: Object.fromEntries(Object.values(pack.questions).map((question) => [question.id, rule(question)])),
    services: pack.services,
  };
  return { questions, rules, titles: pack.modules.map(({ id, title }) => [id, title.ja]) };
}

/** Whether a question is asked: not before what decides it was answered. `of(id)` is an answer. */
export function isAsked(when, of) {
  if (!when) return true;
  if (when.and) return when.and.every((one) => isAsked(one, of));
  if (when.or) return when.or.some((one) => isAsked(one, of));
  if (when.not) return !isAsked(when.not, of);
  const value = of(when.question);
  const given = value !== undefined && value !== "" && value !== UNKNOWN && value.length !== 0;
  if ("answered" in when) return given === when.answered;
  if (!given) return false;
  const keys = [value].flat();
  if (when.in) return keys.some((key) => when.in.includes(key));
  if (when.not_in) return !keys.some((key) => when.not_in.includes(key));
  return "gte" in when ? Number(value) >= when.gte : Number(value) <= when.lte;
}

/** The same as an expression of SurveyJS. */
export function expression(when) {
  if (when.and) return `(${when.and.map(expression).join(" and ")})`;
  if (when.or) return `(${when.or.map(expression).join(" or ")})`;
  if (when.not) return `!(${expression(when.not)})`;
  const name = `{${nameOf(when.question)}}`;
  const list = (keys) => `[${keys.map((key) => `'${key}'`).join(", ")}]`;
  if ("answered" in when) return `${name} ${when.answered ? "notempty" : "empty"}`;
  if (when.in) return `${name} anyof ${list(when.in)}`;
  if (when.not_in) return `${name} noneof ${list(when.not_in)}`;
  return "gte" in when ? `${name} >= ${when.gte}` : `${name} <= ${when.lte}`;
}

/** A name without a dot, which both libraries would read as a path. */
export const nameOf = (id) => id.replaceAll(".", "__");
export const idOf = (name) => name.replaceAll("__", ".");

/** What was entered, by name, as an assessment for the scorer; the tables come from the firm. */
export function told(values, { suppliers = [], markets = [] } = {}) {
  const answers = {};
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === null || value === "" || value.length === 0) continue;
    const [first] = [value].flat();
    if (first === UNKNOWN) answers[idOf(name)] = { unknown: true };
    else if (first === NOT_APPLICABLE) answers[idOf(name)] = { na: true };
    else answers[idOf(name)] = { value };
  }
  return { format: "sonae-assessment", version: 1, answers, suppliers, markets };
}

/** The other way round: what is entered for a saved assessment. */
export function entered({ profile, answers }) {
  const values = {};
  for (const [id, value] of Object.entries(profile)) if (value !== null) values[nameOf(id)] = value;
  for (const [id, answer] of Object.entries(answers)) {
    values[nameOf(id)] = answer.unknown ? UNKNOWN : answer.na ? NOT_APPLICABLE : answer.value;
  }
  return values;
}

/** A range of points as it is shown. */
export const points = (range) => (range ? range.map((end) => end.toFixed(1)).join("–") : "–");

// The app's words and the pack's texts, from where the app has them: a test that looks for a
// sentence goes on holding when the sentence is put better.
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const read = (path) => readFileSync(fileURLToPath(new URL(`../../content/${path}`, import.meta.url)), "utf8");
const pack = (path) => parse(read(`packs/core/${path}`));

const dictionary = new Map();
const collect = (entry, key) => {
  if (entry === null || typeof entry !== "object") return;
  if (typeof entry.ja === "string") dictionary.set(key, entry);
  else for (const [name, inner] of Object.entries(entry)) collect(inner, key ? `${key}.${name}` : name);
};
for (const file of readdirSync(fileURLToPath(new URL("../../content/words", import.meta.url)))) {
  collect(parse(read(`words/${file}`)), "");
}

/** `id`, `version`, `method`, `modules`, `quick_check`. */
export const PACK = pack("pack.yaml");
/** The modules, in the pack's order. */
export const MODULES = PACK.modules.map((id) => pack(id === "technology" ? "technology.yaml" : `${id}.yaml`));
/** The scenarios, the pairs that act together, and the actions beforehand. */
export const SCENARIOS = { ...pack("scenarios.yaml"), actions: pack("actions.yaml") };
/** Columns of `suppliers` and `markets`. */
export const TABLES = pack("tables.yaml");
/** The fictional firms by the name of their file. */
export const firm = (name) => pack(`firms/${name}.yaml`);
/** The workshops on them, likewise. */
export const kit = (name) => pack(`kits/${name}.yaml`);
const PROFILE = pack("profile.yaml");
const COUNTRIES = pack("countries.yaml");

const QUESTIONS = new Map([...PROFILE, ...MODULES.flatMap((module) => module.questions)].map((one) => [one.id, one]));

/** A question of the profile or of a module, as the pack has it. */
export function question(id) {
  const found = QUESTIONS.get(id);
  if (!found) throw new Error(`no question ${id}`);
  return found;
}

/** The texts in one language. */
export function words(lang) {
  const t = (key, values = {}) => {
    const entry = dictionary.get(key);
    if (!entry) throw new Error(`no words ${key}`);
    return Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`%{${name}}`, value), entry[lang]);
  };
  return {
    lang,
    t,
    /** Matches the text with anything in its `%{…}` places. */
    like: (key) =>
      new RegExp(
        t(key)
          .split(/%\{\w+\}/)
          .map(escaped)
          .join(".*"),
      ),
    /** What a question asks, and its short name. */
    asks: (id) => question(id).text[lang],
    short: (id) => question(id).short[lang],
    /** The text of a question's option. */
    option: (id, key) => {
      const found = question(id).options.find((one) => one.key === key);
      if (!found) throw new Error(`no option ${key} of ${id}`);
      return found.text[lang];
    },
    /** A column of a table, as the pack has it, and its heading. */
    columnOf: (table, key) => TABLES[table].columns.find((one) => one.key === key),
    column: (table, key) => TABLES[table].columns.find((one) => one.key === key).title[lang],
    /** A cell as a person would write it. */
    cell: (table, key, value) => {
      const { type, options } = TABLES[table].columns.find((one) => one.key === key);
      const named = (one) => options.find((option) => option.key === one).text[lang];
      if (value === undefined) return "";
      if (type === "choice") return named(value);
      if (type === "choices") return value.map(named).join(lang === "ja" ? "、" : "; ");
      if (type === "country") return country(value, lang);
      return typeof value === "object" ? value[lang] : String(value);
    },
  };
}

const country = (code, lang) => COUNTRIES.find((one) => one.id === code).title[lang];

/** A text as a part of a pattern. */
export const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

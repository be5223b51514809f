// The questions in a plain React form with react-hook-form, one shown at a time.
import { createRoot } from "react-dom/client";
import { useMemo, useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import "./form.css";
import { Case } from "../../tests/independent/scorer.mjs";
import { UNKNOWN, entered, isAsked, nameOf, points, told } from "./questions.mjs";
import { questions, rules, titles } from "pack";

const UNKNOWN_OPTION = { key: UNKNOWN, text: "わからない", exclusive: true };

function Choices({ question: { id, type, options }, form: { register, getValues, setValue } }) {
  const name = nameOf(id);
  const all = [...options, UNKNOWN_OPTION];
  // What excludes the others is chosen alone.
  const alone = ({ key, exclusive }) => {
    const chosen = getValues(name) || [];
    if (!chosen.includes(key)) return;
    const others = chosen.filter((other) => other === key || (!exclusive && !all.find((option) => option.key === other)?.exclusive));
    setValue(name, others);
  };
  return all.map((option) => (
    <label key={option.key}>
      {type === "single" ? (
        <input type="radio" value={option.key} {...register(name)} />
      ) : (
        <input type="checkbox" value={option.key} {...register(name, { onChange: () => alone(option) })} />
      )}
      {option.text}
    </label>
  ));
}

function Question({ question, form }) {
  const { id, type, title, text, help, options } = question;
  return (
    <fieldset key={id}>
      <legend>
        <small>{title}</small> {text}
      </legend>
      {help && <p>{help}</p>}
      {options ? (
        <Choices question={question} form={form} />
      ) : (
        <input type="number" aria-label={text} min="0" max={type === "percent" ? 100 : undefined} {...form.register(nameOf(id), { valueAsNumber: true })} />
      )}
    </fieldset>
  );
}

const EMPTY = Object.fromEntries(questions.map(({ id, type }) => [nameOf(id), type === "multi" ? [] : ""]));

function Form() {
  const form = useForm({ defaultValues: EMPTY });
  const values = useWatch({ control: form.control });
  const [tables, setTables] = useState();
  const [at, setAt] = useState(questions[0].id);
  const result = useMemo(() => new Case(rules, told(values, tables)).result(), [values, tables]);
  const asked = questions.filter(({ when }) => isAsked(when, (id) => values[nameOf(id)]));
  const place = asked.findIndex(({ id }) => id === at);
  globalThis.peer = {
    result: () => result,
    asked: () => asked.map(({ id }) => nameOf(id)),
    fill(assessment) {
      setTables(assessment);
      form.reset({ ...EMPTY, ...entered(assessment) });
    },
    go: setAt,
  };
  return (
    <form onSubmit={(event) => event.preventDefault()}>
      <Question key={at} question={asked[place]} form={form} />
      <p>
        <button type="button" disabled={place === 0} onClick={() => setAt(asked[place - 1].id)}>
          戻る
        </button>
        <button type="button" disabled={place === asked.length - 1} onClick={() => setAt(asked[place + 1].id)}>
          次へ
        </button>
      </p>
      <output id="score">
        {points(result.overall)}
        {titles.map(([id, title]) => ` ${title} ${points(result.modules[id])}`)}
      </output>
    </form>
  );
}

createRoot(document.getElementById("main")).render(<Form />);

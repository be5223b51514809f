// The questions in SurveyJS with its React UI and its default theme, each on a page of its own.
import { createRoot } from "react-dom/client";
import { useState } from "react";
import { Model } from "survey-core";
import { Survey } from "survey-react-ui";
import "survey-core/i18n/japanese";
import "survey-core/survey-core.fontless.min.css";
import { Case } from "../../tests/independent/scorer.mjs";
import { UNKNOWN, entered, expression, nameOf, points, told } from "./questions.mjs";
import { questions, rules, titles } from "pack";

const TYPES = { single: "radiogroup", multi: "checkbox" };
const unknown = { value: UNKNOWN, text: "わからない", isExclusive: true };

const element = ({ id, type, text, help, options, when }) => ({
  type: TYPES[type] ?? "text",
  name: nameOf(id),
  title: text,
  description: help,
  ...(options
    ? { choices: [...options.map(({ key, text, exclusive }) => ({ value: key, text, ...(exclusive && { isExclusive: true }) })), unknown] }
    : { inputType: "number", min: 0, ...(type === "percent" && { max: 100 }) }),
  ...(when && { visibleIf: expression(when) }),
});

const survey = new Model({
  locale: "ja",
  pages: questions.map((question) => ({ name: `page ${nameOf(question.id)}`, title: question.title, elements: [element(question)] })),
});

let tables;
const result = () => new Case(rules, told(survey.data, tables)).result();

function Score() {
  const [{ overall, modules }, set] = useState(result);
  globalThis.scoreAgain = () => set(result());
  return (
    <output id="score">
      {points(overall)}
      {titles.map(([id, title]) => ` ${title} ${points(modules[id])}`)}
    </output>
  );
}

survey.onValueChanged.add(() => globalThis.scoreAgain());

createRoot(document.getElementById("main")).render(
  <>
    <Survey model={survey} />
    <Score />
  </>,
);

globalThis.peer = {
  result,
  asked: () => survey.getAllQuestions().filter(({ isVisible }) => isVisible).map(({ name }) => name),
  fill(assessment) {
    tables = assessment;
    survey.data = entered(assessment);
    globalThis.scoreAgain();
  },
  go(id) {
    survey.currentPage = survey.getQuestionByName(nameOf(id)).page;
  },
};

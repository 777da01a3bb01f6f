/** The typed fields of a topic's form: their boxes, and what was written into them. */
import { isPersian } from "./draw";
import type { FormField } from "./types";

const NAME = "answer:";
const YES_NO: [string, string, string][] = [
  ["yes", "بله", "yes"],
  ["no", "خیر", "no"],
];

export const labelOf = (field: FormField) => (isPersian() ? field.label_fa : field.label_en || field.label_fa);

/** What the boxes of a form say, by the codes of the fields. */
export function answersIn(form: HTMLFormElement, fields: FormField[]): Record<string, string> {
  const data = new FormData(form);
  return Object.fromEntries(fields.map(({ code }) => [code, String(data.get(NAME + code) ?? "")]));
}

/** Writes answers into the boxes of a form. */
export function fillAnswers(form: HTMLFormElement, answers: Record<string, string>): void {
  for (const [code, value] of Object.entries(answers)) {
    const box = form.elements.namedItem(NAME + code);
    if (box && "value" in box) box.value = value;
  }
}

/** The first required field without an answer. */
export const emptyOne = (fields: FormField[], answers: Record<string, string>) =>
  fields.find(({ code, is_required }) => is_required && !answers[code]?.trim());

/** The answers that say something. */
export const givenOnes = (answers: Record<string, string>) =>
  Object.fromEntries(Object.entries(answers).filter(([, text]) => text.trim()));

/** The box of a field. */
export function fieldBox(field: FormField): HTMLElement {
  const label = document.createElement("label");
  label.className = "field";
  const words = document.createElement("span");
  words.className = "field-label";
  words.textContent = [labelOf(field), field.unit && `(${field.unit})`].filter(Boolean).join(" ");
  const isChoice = field.type === "choice" || field.type === "yes_no";
  const box = document.createElement(isChoice ? "select" : "input");
  box.className = "box";
  box.name = NAME + field.code;
  if (box instanceof HTMLSelectElement) {
    const pairs =
      field.type === "yes_no"
        ? YES_NO.map(([value, fa, en]) => [value, isPersian() ? fa : en] as const)
        : field.choices.map((one) => [one, one] as const);
    box.append(new Option("—", ""), ...pairs.map(([value, text]) => new Option(text, value)));
  } else if (field.type === "number") box.inputMode = "decimal";
  label.append(words, box);
  return label;
}

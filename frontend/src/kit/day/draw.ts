/** Fills the templates of a day's page: texts by `data-put`, parts by their state, numbers and times in its language. */
import type { Choice, Names } from "./types";

export const isPersian = () => document.documentElement.lang !== "en";
const locale = () => (isPersian() ? "fa-IR" : "en-GB");
export const digits = (number: number) => new Intl.NumberFormat(locale(), { useGrouping: false }).format(number);
export const nameOf = (names: Names | undefined) => (names ? (isPersian() ? names.fa : names.en) || names.fa : "");
const written = (options: Intl.DateTimeFormatOptions) => (at: number | string) =>
  new Intl.DateTimeFormat(locale(), options).format(new Date(at));
export const timeOf = written({ timeStyle: "short" });
export const momentOf = written({ dateStyle: "medium", timeStyle: "short" });
export const dayOf = (day: string) => written({ weekday: "long", day: "numeric", month: "long" })(`${day}T12:00:00`);

/** The neighbourhood and the address, the former only where the latter does not begin with it. */
export function placeIn(area: Names | undefined, address: string): string {
  const name = nameOf(area);
  return [address.startsWith(name) ? "" : name, address].filter(Boolean).join(" · ");
}

/** A copy of a template of the page. */
export function shape(name: string): HTMLElement {
  const template = document.querySelector<HTMLTemplateElement>(`template[data-shape="${name}"]`);
  return template?.content.firstElementChild?.cloneNode(true) as HTMLElement;
}

export function put(root: ParentNode, name: string, text: string): void {
  for (const slot of root.querySelectorAll<HTMLElement>(`[data-put="${name}"]`)) slot.textContent = text;
}

export function show(root: ParentNode, selector: string, isShown: boolean): void {
  for (const part of root.querySelectorAll<HTMLElement>(selector)) part.hidden = !isShown;
}

/** Shows, of the parts with this attribute, the one whose list of words has `word`. */
export function choose(root: ParentNode, attribute: string, word: string): void {
  for (const part of root.querySelectorAll<HTMLElement>(`[${attribute}]`))
    part.hidden = !(part.getAttribute(attribute) ?? "").split(" ").includes(word);
}

export const at = <E extends HTMLElement = HTMLElement>(root: ParentNode, selector: string) =>
  root.querySelector<E>(selector) as E;

/** One choice of several, as a button of a group. */
export function radio(name: string, { value, ...names }: Choice): HTMLElement {
  const label = document.createElement("label");
  label.className = "choice";
  const input = document.createElement("input");
  input.type = "radio";
  input.name = name;
  input.value = value;
  const words = document.createElement("span");
  words.textContent = nameOf(names);
  label.append(input, words);
  return label;
}

/** What somebody said, as a line of its own. */
export function lineOf(text: string): HTMLElement {
  const line = document.createElement("p");
  line.dir = "auto";
  line.textContent = text;
  return line;
}

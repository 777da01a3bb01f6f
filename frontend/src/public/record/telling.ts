/** What a page of the record says of each result, in the reader's language. */
import type { Told } from "./checking";

/** Numbers in the digits of the page's language. */
export function digits(text: string): string {
  if (document.documentElement.lang !== "fa") return text;
  return text.replace(/[0-9]/g, (digit) => "۰۱۲۳۴۵۶۷۸۹"[Number(digit)] ?? digit);
}

/** The words that the page holds for a name, with what belongs in their places. */
export function wordsOf(name: string, values: Record<string, string> = {}): string {
  const words = JSON.parse(document.getElementById("record-words")?.textContent ?? "{}") as Record<string, string>;
  const text = words[name] ?? words.unreadable ?? name;
  return text.replace(/\{(\w+)\}/g, (_all, word: string) => digits(values[word] ?? ""));
}

/** Tells results as rows of a list, good ones green and bad ones red. */
export function teller(results: HTMLElement): Told {
  return (name, isGood, values = {}) => {
    const row = document.createElement("li");
    row.className = `notice ${isGood ? "tone-green" : "tone-red"}`;
    // One child: what is laid out side by side in a notice would leave the head a column of one letter on a phone.
    const body = row.appendChild(document.createElement("p"));
    body.textContent = `${isGood ? "✓" : "✗"} ${wordsOf(name, values)} `;
    if (values.root) {
      const root = body.appendChild(document.createElement("code"));
      root.className = "break-all";
      root.dir = "ltr";
      root.textContent = values.root;
    }
    results.append(row);
  };
}

/** The call to a reporter through the centre's exchange; it is asked for at once, and never waits in the outbox. */

import { at } from "../kit/day/draw";
import { ask, NotNow, session, textOf } from "../kit/outbox-answers";
import { TOKEN_WITHIN } from "../kit/outbox-patience";
import type { DayCase, Stop } from "./types";

/** Wakes the button of a case; what the server answers is said below it. */
export function callButton(part: HTMLElement, stop: Stop, each: DayCase): void {
  const button = at<HTMLButtonElement>(part, "[data-call-now]");
  const said = at(part, "[data-call-said]");
  button.addEventListener("click", () => {
    button.disabled = true;
    button.classList.add("htmx-request");
    void call(stop.number, each.code)
      .catch((fault: unknown) => (fault instanceof NotNow && fault.words) || (said.dataset.noLine ?? ""))
      .then((words) => {
        said.textContent = words;
        button.disabled = false;
        button.classList.remove("htmx-request");
      });
  });
}

async function call(order: string, code: string): Promise<string> {
  const { token } = await session();
  const body = new URLSearchParams({ order, case: code });
  const request = { method: "POST", headers: { "X-CSRFToken": token }, body };
  const { status, json } = await ask("/crew/call/", request, TOKEN_WITHIN);
  if (status === 200) return String(json?.words ?? "");
  return textOf(json?.faults) || Promise.reject(new Error(`call: ${status}`));
}

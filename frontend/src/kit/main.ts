/** What every page carries: the styles, htmx under a strict policy, and seven small helpers. */
import "./styles/main.css";

import htmx from "htmx.org";

import { emptyBoxes } from "./empty";
import { fileWords } from "./file-words";
import { formGuard } from "./guard";
import { partsOnDemand } from "./later";
import { phoneApp } from "./phone";
import { searchBox } from "./search";
import { currentTabs } from "./tabs";

declare global {
  interface Window {
    htmx: typeof htmx;
  }
}

// The policy allows no eval and no style elements; refusals (4xx) carry words that belong on the page.
htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.attributesToSettle = ["class"]; // a part that is replaced must not hand on a style either
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0;
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "409|422|429|503", swap: true, error: false },
  { code: "[45]..", swap: false, error: true },
];
window.htmx = htmx;

formGuard();
searchBox();
currentTabs();
emptyBoxes();
phoneApp();
partsOnDemand();
fileWords();
document.body.addEventListener("htmx:afterSettle", (event) => fileWords(event.target as HTMLElement));
document.documentElement.classList.add("has-script");

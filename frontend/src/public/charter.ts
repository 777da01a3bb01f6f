/** The citizen's charter: its table of topics is searched in any spelling. */
import { topicFinder } from "./topics";

document.querySelectorAll<HTMLElement>("[data-charter-topics]").forEach((part) => {
  part.querySelectorAll<HTMLElement>("[data-with-script]").forEach((box) => (box.hidden = false));
  topicFinder(part);
});

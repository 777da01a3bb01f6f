/** What is said of an area beside its shape: its name, and the fields of a new one. */
import { persian } from "../dates/calendar";
import type { Area } from "./shapes";

/** An area's name in the reader's language and digits; its code while it has no name. */
export function nameOf({ about }: Pick<Area, "about">, language: string | undefined): string {
  const isPersian = language === "fa";
  const text = String(about.name || (isPersian ? "" : about.name_en) || about.name_fa || about.code || "");
  return isPersian ? persian(text) : text;
}

/** What the fields under `root` say of a new area. */
export function readFields(root: HTMLElement): Record<string, unknown> {
  const about: Record<string, unknown> = {};
  root.querySelectorAll<HTMLInputElement>("[data-about]").forEach((box) => {
    about[box.dataset.about ?? ""] = box.value.trim();
  });
  delete about[about.kind === "district" ? "district" : "unit"];
  return about;
}

/** Shows the fields that belong to the chosen kind of area, and hides the others. */
export function showFields(root: HTMLElement): void {
  const kind = root.querySelector<HTMLSelectElement>("[data-about=kind]")?.value;
  root
    .querySelectorAll<HTMLElement>("[data-about-of]")
    .forEach((part) => (part.hidden = part.dataset.aboutOf !== kind));
}

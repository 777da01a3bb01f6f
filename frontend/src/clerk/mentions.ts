/** Puts a colleague's user name into the note: by a press on the name, or by going on after an @. */

const AT_THE_END = /(^|\s)@([\w.+-]*)$/;

/** Ties the list of colleagues to the note above it. */
export function nameColleagues(): void {
  const list = document.querySelector<HTMLDetailsElement>("[data-colleagues]");
  const note = list?.closest("form")?.querySelector<HTMLTextAreaElement>("textarea[name=note]");
  if (!list || !note) return;

  note.addEventListener("input", () => {
    const typed = AT_THE_END.exec(note.value.slice(0, note.selectionStart));
    if (typed) list.open = true;
    const beginning = (typed?.[2] ?? "").toLowerCase();
    list.querySelectorAll<HTMLButtonElement>("[data-mention]").forEach((button) => {
      const item = button.closest("li");
      if (item) item.hidden = !(button.textContent ?? "").toLowerCase().includes(beginning);
    });
  });
  list.addEventListener("click", (event) => {
    const button = (event.target as HTMLElement).closest<HTMLButtonElement>("[data-mention]");
    if (!button) return;
    const before = note.value.slice(0, note.selectionStart).replace(AT_THE_END, "$1");
    const space = before && !/\s$/.test(before) ? " " : "";
    const named = `${before}${space}@${button.dataset.mention ?? ""} `;
    note.value = named + note.value.slice(note.selectionStart);
    note.focus();
    note.setSelectionRange(named.length, named.length);
    note.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

/** Finding a topic by words in any spelling among the ones on the page. */

/** The letters that matter: Arabic forms folded, marks and half-spaces gone, lower case. */
export function searchKey(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[يى]/g, "ی")
    .replace(/ك/g, "ک")
    .replace(/[أإآ]/g, "ا")
    .replace(/[ةۀ]/g, "ه")
    .replace(/[\u064b-\u065f\u0670\u0640]/g, "")
    .replace(/[\u200b-\u200f\s/()،,-]+/g, "")
    .toLowerCase();
}

/** Filters the topic list as its search box is typed in, and opens the groups that hold a match. */
export function topicFinder(form: HTMLElement): void {
  const box = form.querySelector<HTMLInputElement>("[data-topic-search]");
  const groups = [...form.querySelectorAll<HTMLDetailsElement>("[data-topic-group]")];
  const none = form.querySelector<HTMLElement>("[data-topic-none]");
  const words = new Map<HTMLElement, string>();
  const inGroup = new Map<HTMLElement, string>(); // with the group's name: asked only when no topic itself has the words
  groups.forEach((group) =>
    group.querySelectorAll<HTMLElement>("[data-topic]").forEach((topic) => {
      words.set(topic, searchKey(topic.dataset.topic ?? ""));
      inGroup.set(topic, searchKey(`${topic.dataset.topic ?? ""} ${group.dataset.topicGroup ?? ""}`));
    }),
  );
  box?.addEventListener("input", () => {
    const wanted = box.value.trim().split(/\s+/).map(searchKey).filter(Boolean);
    const has = (table: Map<HTMLElement, string>, topic: HTMLElement) =>
      wanted.every((word) => table.get(topic)?.includes(word));
    const table = [...words.keys()].some((topic) => has(words, topic)) ? words : inGroup;
    let shown = 0;
    groups.forEach((group) => {
      let matches = 0;
      group.querySelectorAll<HTMLElement>("[data-topic]").forEach((topic) => {
        topic.hidden = !has(table, topic);
        if (!topic.hidden) matches += 1;
      });
      group.hidden = matches === 0;
      group.open = wanted.length > 0 && matches > 0;
      shown += matches;
    });
    if (none) none.hidden = shown > 0;
  });

  // With proposals above, the long list folds away, so that the button that goes on is near; never under somebody's hands.
  const fold = form.querySelector<HTMLDetailsElement>("[data-topic-fold]");
  const foldAway = () => {
    if (fold && !fold.contains(document.activeElement) && !box?.value) fold.open = false;
  };
  form.addEventListener("htmx:afterSettle", (event) => {
    if ((event.target as HTMLElement).id === "hint" && form.querySelector("[name=topic_hint]")) foldAway();
  });

  // A proposal chosen above is the same choice as the one in the list below.
  form.addEventListener("change", (event) => {
    const radio = event.target as HTMLInputElement;
    if (radio.name !== "topic_hint") return;
    foldAway();
    const twin = form.querySelector<HTMLInputElement>(`input[name=topic][value="${CSS.escape(radio.value)}"]`);
    if (!twin) return;
    twin.checked = true;
    twin.dispatchEvent(new Event("change", { bubbles: true }));
  });
  form.addEventListener("change", (event) => {
    const radio = event.target as HTMLInputElement;
    if (radio.name !== "topic") return;
    const chosen = form.querySelector<HTMLElement>("[data-topic-chosen]");
    const alarm = form.querySelector<HTMLElement>("[data-topic-alarm]");
    if (chosen) chosen.textContent = radio.dataset.name ?? "";
    const call = radio.dataset.emergency ?? "";
    if (!alarm) return;
    alarm.hidden = !call;
    alarm
      .querySelectorAll<HTMLElement>("[data-call]")
      .forEach((place) => (place.textContent = radio.dataset.emergencyShown ?? call));
    alarm.querySelector<HTMLAnchorElement>("a")?.setAttribute("href", `tel:${call}`);
  });
}

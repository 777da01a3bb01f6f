/** The form fills itself from the words, and is kept on the server while it is typed. */
import { placeFinder } from "../public/places";
import { look, pinning } from "../public/report-place";

const REST = 350; // ms after the last letter
const KEEP = 700;

export interface Filling {
  /** What is typed is on the server. */
  flush(): Promise<void>;
  /** The last words are read, and the form is filled from them. */
  settle(): Promise<void>;
}

export function filling(form: HTMLFormElement): Filling {
  const chosen = form.querySelector<HTMLInputElement>("[name=chosen]") as HTMLInputElement;
  const timers = new Map<string, number>();
  const asked = new Map<string, string>();
  let keeping = 0;
  let saving: Promise<void> = Promise.resolve();

  const box = (name: string) => form.querySelector<HTMLInputElement | HTMLSelectElement>(`[name="${name}"]`);
  const put = (name: string, value = "") => {
    const field = box(name);
    if (!field) return;
    field.value = value;
    field.dispatchEvent(new Event("filled"));
  };
  const isChosen = (name: string) => chosen.value.split(",").includes(name);
  const choose = (name: string) => {
    if (!isChosen(name)) chosen.value = [...chosen.value.split(",").filter(Boolean), name].join(",");
  };

  const save = async (): Promise<void> => {
    window.clearTimeout(keeping);
    keeping = 0;
    await fetch(form.dataset.draft ?? "", { method: "POST", body: new FormData(form), keepalive: true }).catch(
      () => undefined,
    );
  };
  const keepSoon = () => {
    window.clearTimeout(keeping);
    keeping = window.setTimeout(() => (saving = save()), KEEP);
  };

  const ask = async (part: string): Promise<void> => {
    window.clearTimeout(timers.get(part));
    const body = new FormData(form);
    body.set("part", part);
    const words =
      ["text", "topic", "address", "place", "lat", "lon"]
        .map((name) => String(body.get(name + part) ?? ""))
        .join("\n") + chosen.value;
    if (asked.get(part) === words) return;
    asked.set(part, words);
    const answer = await fetch(form.dataset.help ?? "", { method: "POST", body }).catch(() => undefined);
    if (!answer?.ok) return void asked.delete(part);
    const text = await answer.text();
    if (asked.get(part) !== words) return; // more was typed meanwhile
    lay(part, text);
  };
  const lay = (part: string, text: string) => {
    const host = form.querySelector<HTMLElement>(`[data-part="${part}"]`);
    const slot = host?.querySelector<HTMLElement>("[data-told-slot]");
    if (!host || !slot) return;
    slot.innerHTML = text;
    const told = slot.querySelector<HTMLElement>("[data-told]")?.dataset;
    if (!told) return;
    const fill = (field: string, name: string, value: string | undefined) => {
      if (!isChosen(field + part)) put(name + part, value);
    };
    fill("topic", "topic", told.topic);
    fill("address", "address", told.address);
    fill("place", "place", told.area);
    fill("place", "lat", told.lat);
    fill("place", "lon", told.lon);
    // What was to be joined is joined still, as long as it is among those near there.
    const join = box(`join${part}`);
    const same = [...slot.querySelectorAll<HTMLElement>("[data-join]")];
    if (join && !same.some((one) => one.dataset.join === join.value)) join.value = "";
    press(same, "join", join?.value ?? "");
    if (!part) readBack(told.readBackWords ?? "");
    asked.set(
      part,
      ["text", "topic", "address", "place", "lat", "lon"].map((name) => box(name + part)?.value ?? "").join("\n") +
        chosen.value,
    );
  };
  const readBack = (words: string) => {
    const line = form.querySelector<HTMLElement>("[data-read-back]");
    if (line) line.textContent = words || "—";
  };

  form.addEventListener("input", (event) => {
    const host = (event.target as HTMLElement).closest<HTMLElement>("[data-part]");
    const part = host?.dataset.part ?? "";
    const hand = (event.target as HTMLElement).dataset.byHand;
    if (hand) choose(hand + part);
    if (host) {
      window.clearTimeout(timers.get(part));
      timers.set(
        part,
        window.setTimeout(() => void ask(part), REST),
      );
    }
    keepSoon();
  });
  form.addEventListener("change", (event) => {
    const target = event.target as HTMLElement;
    if (target.matches("[data-map]")) {
      choose("place");
      void ask("");
    }
    if ((target as HTMLInputElement).name === "outcome") showWhen(form);
    keepSoon();
  });
  form.addEventListener("click", (event) => {
    const target = event.target as HTMLElement;
    const part = target.closest<HTMLElement>("[data-part]")?.dataset.part ?? "";
    const topic = target.closest<HTMLElement>("[data-pick-topic]");
    const join = target.closest<HTMLElement>("[data-join]");
    const article = target.closest<HTMLElement>("[data-answer]");
    if (topic) {
      put(`topic${part}`, topic.dataset.pickTopic);
      choose(`topic${part}`);
      void ask(part);
    } else if (join) {
      put(`join${part}`, join.dataset.join);
      press(
        [...form.querySelectorAll<HTMLElement>(`[data-part="${part}"] [data-join]`)],
        "join",
        join.dataset.join ?? "",
      );
    } else if (article) answered(form, article);
    else return;
    keepSoon();
    form.querySelector<HTMLElement>("[data-send]")?.focus();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && keeping && form.isConnected) void save();
  });
  window.addEventListener("pagehide", () => {
    if (keeping && form.isConnected) void save();
  });
  form.addEventListener("htmx:beforeRequest", () => {
    window.clearTimeout(keeping); // a draft must not come after the press itself
    keeping = 0;
  });
  form.parentElement?.addEventListener("click", (event) => {
    const again = (event.target as HTMLElement).closest<HTMLElement>("[data-place-again]");
    const follow = (event.target as HTMLElement).closest<HTMLElement>("[data-follow]");
    if (again) {
      put("address", again.dataset.address);
      put("lat", again.dataset.lat);
      put("lon", again.dataset.lon);
      put("place", again.dataset.area);
      choose("address");
      if (again.dataset.lat || again.dataset.area) choose("place");
      form.parentElement?.querySelectorAll<HTMLElement>("[data-place-again]").forEach((place) => {
        place.setAttribute("aria-pressed", String(place.dataset.address === again.dataset.address));
      });
      void ask("");
    } else if (follow) {
      put("case_code", follow.dataset.follow);
      setOutcome(form, "follow_up");
    } else return;
    keepSoon();
    form.querySelector<HTMLElement>("[data-send]")?.focus();
  });

  const pin = pinning(form);
  placeFinder(form, (found) => {
    choose("address");
    if (found.isPoint || found.area) choose("place");
    if (found.area) put("place", found.area);
    // A landmark or an alley is a point; a neighbourhood or a long street only where to look for it.
    if (found.lat !== null && found.lon !== null) {
      if (found.isPoint) pin(found.lat, found.lon);
      else look(form, found.lat, found.lon, found.zoom);
    }
    void ask("");
  });

  showWhen(form);
  form.querySelectorAll<HTMLElement>("[data-part]").forEach((host) => {
    if (box(`text${host.dataset.part ?? ""}`)?.value) void ask(host.dataset.part ?? "");
  });
  return {
    flush: async () => {
      if (keeping) saving = save();
      await saving;
    },
    settle: () => ask(""),
  };
}

/** The answer that was given on the spot is named with the outcome. */
function answered(form: HTMLFormElement, article: HTMLElement): void {
  const answer = form.querySelector<HTMLInputElement>("[name=article]");
  if (answer) answer.value = article.dataset.answer ?? "";
  const sign = form.querySelector<HTMLElement>("[data-article]");
  const name = form.querySelector<HTMLElement>("[data-article-name]");
  if (sign) sign.hidden = false;
  if (name) name.textContent = article.dataset.answerName ?? "";
  setOutcome(form, "answered");
}

function setOutcome(form: HTMLFormElement, outcome: string): void {
  const radio = form.querySelector<HTMLInputElement>(`[name=outcome][value="${outcome}"]`);
  if (radio) radio.checked = true;
  showWhen(form);
}

/** Fields that belong to one outcome stand there with it alone. */
function showWhen(form: HTMLFormElement): void {
  const outcome = form.querySelector<HTMLInputElement>("[name=outcome]:checked")?.value;
  form.querySelectorAll<HTMLElement>("[data-when]").forEach((part) => (part.hidden = part.dataset.when !== outcome));
}

function press(buttons: HTMLElement[], name: string, value: string): void {
  buttons.forEach((button) => button.setAttribute("aria-pressed", String((button.dataset[name] ?? "") === value)));
}

/** The list of reports that wait on this phone: each says honestly how it stands; sent ones show their code. */
import { all, type Kept, remove, reopen } from "../kit/outbox";
import { CHANGED, recount, sendWaiting } from "../kit/phone";

document.querySelectorAll<HTMLElement>("[data-waiting]").forEach((root) => {
  const redraw = () => void draw(root);
  window.addEventListener(CHANGED, redraw);
  root
    .querySelector("[data-try]")
    ?.addEventListener("click", (event) => void tryNow(event.currentTarget as HTMLElement));
  redraw();
});

async function tryNow(button: HTMLElement): Promise<void> {
  button.classList.add("htmx-request");
  await sendWaiting().catch(() => undefined);
  button.classList.remove("htmx-request");
}

async function draw(root: HTMLElement): Promise<void> {
  const found = await all().catch((): Kept[] => []);
  const shape = root.querySelector<HTMLTemplateElement>("[data-waiting-shape]");
  const list = root.querySelector<HTMLElement>("[data-waiting-list]");
  if (!shape || !list) return;
  list.replaceChildren(...found.map((one) => line(shape, one)));
  const waits = found.some((one) => one.state === "waiting");
  const around = root.closest<HTMLElement>("[data-kept]") ?? root;
  const show = (mark: string, isShown: boolean) =>
    around.querySelectorAll<HTMLElement>(`[data-when-${mark}]`).forEach((part) => (part.hidden = !isShown));
  show("none", found.length === 0);
  show("waiting", waits);
  show("sent", found.length > 0 && found.every((one) => one.state === "sent"));
}

function line(shape: HTMLTemplateElement, one: Kept): HTMLElement {
  const item = shape.content.firstElementChild?.cloneNode(true) as HTMLElement;
  const put = (name: string, words: string) =>
    item.querySelectorAll<HTMLElement>(`[data-put=${name}]`).forEach((place) => (place.textContent = words));
  const field = (name: string) => one.fields.find(([known]) => known === name)?.[1] ?? "";
  item.querySelectorAll<HTMLElement>("[data-when]").forEach((part) => (part.hidden = part.dataset.when !== one.state));
  item.dataset.state = one.state;
  put("text", field("text") || field("address"));
  put(
    "when",
    new Intl.DateTimeFormat(document.documentElement.lang === "fa" ? "fa-IR" : "en-GB", {
      dateStyle: "medium",
      timeStyle: "short",
    }).format(one.keptAt),
  );
  put(
    "photos",
    new Intl.NumberFormat(document.documentElement.lang === "fa" ? "fa-IR" : "en-GB").format(one.photos.length),
  );
  put("words", one.words ?? "");
  put("code", one.shown ?? one.code ?? "");
  item.querySelectorAll<HTMLElement>("[data-with-photos]").forEach((part) => (part.hidden = one.photos.length === 0));
  item.querySelector<HTMLAnchorElement>("[data-open]")?.setAttribute("href", one.address ?? "/");
  const drop = item.querySelector<HTMLElement>("[data-drop]");
  drop?.addEventListener("click", () => {
    // What was never sent is gone for good: it is asked once more, in the button itself.
    if (one.state === "sent" || drop.dataset.asked) return void remove(one.key).then(recount);
    drop.dataset.asked = "yes";
    drop.textContent = drop.dataset.sure ?? "";
  });
  item.querySelector("[data-change]")?.addEventListener("click", () => {
    void reopen(one)
      .then(recount)
      .then(() => location.assign("/report/"));
  });
  return item;
}

/** The one search box: "/" goes to it, and a phone number is sent by POST, for the look is recorded. */
import { keysAreOn } from "./keys";

const isPhone = (text: string) => /^[+＋]?[\d۰-۹٠-٩\s\u200c().-]{11,20}$/.test(text.trim());

export function searchBox(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const box = form.matches("[data-search]") ? form.querySelector<HTMLInputElement>("input[name=q]") : null;
    const token = document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]");
    if (!box || !token || !isPhone(box.value)) return;
    form.method = "post";
    if (!form.querySelector("[name=csrfmiddlewaretoken]")) form.append(token.cloneNode());
  });
  document.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
    // By the place of the key as well, for other keyboards; the same key with Shift asks for help instead.
    const isSlash = event.key === "/" || (event.code === "Slash" && !/[?؟]/.test(event.key));
    if (!isSlash || event.shiftKey || !keysAreOn()) return;
    const boxes = [...document.querySelectorAll<HTMLInputElement>("[data-search] input[name=q]")];
    const box = boxes.find((one) => one.offsetParent !== null);
    const link = document.querySelector<HTMLAnchorElement>("a[data-search-link]");
    if (!box && !link) return;
    event.preventDefault();
    if (box) box.focus();
    else if (link) window.location.assign(link.href);
  });
}

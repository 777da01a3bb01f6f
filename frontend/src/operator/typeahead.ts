/** A long list as a combobox (ARIA APG, "list autocomplete with manual selection"): typing finds an option in any spelling. */
import { searchKey } from "../public/topics";

const MOST = 12;

interface Choice {
  value: string;
  name: string;
  key: string;
}

/** The options that have all the words, those that begin with the first word before the others. */
export function matching(choices: Choice[], typed: string): Choice[] {
  const words = typed.trim().split(/\s+/).map(searchKey).filter(Boolean);
  const first = words[0] ?? "";
  const found = choices.filter((one) => one.value && words.every((word) => one.key.includes(word)));
  const begins = (one: Choice) => Number(!one.key.startsWith(first));
  return found.sort((one, other) => begins(one) - begins(other)).slice(0, MOST);
}

function choicesOf(select: HTMLSelectElement): Choice[] {
  return [...select.options].map((option) => {
    const group = option.parentElement instanceof HTMLOptGroupElement ? option.parentElement.label : "";
    const name = option.text.trim();
    return { value: option.value, name, key: searchKey(`${name} ${group}`) };
  });
}

/** Puts a box before each marked list of the form; the list keeps the value, and "filled" tells the box that it changed. */
export function typeahead(form: HTMLElement): void {
  form.querySelectorAll<HTMLSelectElement>("select[data-typeahead]").forEach(setUp);
}

function setUp(select: HTMLSelectElement): void {
  const choices = choicesOf(select);
  const box = document.createElement("input");
  const list = document.createElement("ul");
  const host = document.createElement("div");
  let found: Choice[] = [];
  let at = -1;
  host.className = "typeahead";
  list.id = `${select.id}-options`;
  list.className = "options";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", select.labels[0]?.textContent?.trim() ?? "");
  list.hidden = true;
  box.id = select.id;
  box.className = "box";
  box.dataset.typeaheadBox = select.name;
  for (const [name, value] of Object.entries({
    type: "text",
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
    autocomplete: "off",
    maxlength: "120",
    placeholder: select.dataset.placeholder ?? "",
  }))
    box.setAttribute(name, value);
  for (const name of ["aria-describedby", "aria-invalid"]) {
    const value = select.getAttribute(name);
    if (value) box.setAttribute(name, value);
  }
  select.id = `${select.id}-value`;
  select.tabIndex = -1;
  select.setAttribute("aria-hidden", "true");
  select.classList.add("sr-only");
  select.before(host);
  host.append(box, list, select);

  const show = () => {
    const chosen = choices.find((one) => one.value === select.value);
    box.value = chosen?.value ? chosen.name : "";
  };
  const close = () => {
    list.hidden = true;
    at = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const choose = (value: string) => {
    const isOther = select.value !== value;
    select.value = value;
    show();
    close();
    if (!isOther) return;
    select.dispatchEvent(new Event("input", { bubbles: true }));
    select.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const mark = (next: number) => {
    at = found.length ? (next + found.length) % found.length : -1;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    const here = list.children[at];
    if (!here) return;
    box.setAttribute("aria-activedescendant", here.id);
    here.scrollIntoView({ block: "nearest" });
  };
  const lay = () => {
    found = matching(choices, box.value);
    list.replaceChildren(
      ...found.map((one, index) => {
        const item = document.createElement("li");
        item.id = `${list.id}-${index}`;
        item.className = "option";
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.textContent = one.name;
        item.addEventListener("mousedown", (event) => event.preventDefault()); // before the box loses the focus
        item.addEventListener("click", () => choose(one.value));
        return item;
      }),
    );
    list.hidden = found.length === 0;
    box.setAttribute("aria-expanded", String(found.length > 0));
    if (found.length && box.value.trim()) mark(0);
  };
  box.addEventListener("input", (event) => {
    event.stopPropagation(); // what is typed here is no words of the citizen
    lay();
  });
  box.addEventListener("change", (event) => event.stopPropagation());
  box.addEventListener("focus", () => box.select());
  box.addEventListener("blur", () => {
    if (!box.value.trim()) choose("");
    show();
    close();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) lay();
      else mark(event.key === "ArrowDown" ? at + 1 : at < 0 ? found.length - 1 : at - 1);
    } else if (event.key === "Enter" && !list.hidden && found[at]) {
      event.preventDefault();
      choose(found[at]?.value ?? "");
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show();
      close();
    }
  });
  select.addEventListener("filled", show);
  show();
}

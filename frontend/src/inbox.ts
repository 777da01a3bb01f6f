/** Working through an inbox by keyboard: j and k move, Enter opens, / searches. */

const rows = () => [...document.querySelectorAll<HTMLTableRowElement>("[data-rows] tbody tr")];

document.addEventListener("keydown", (event) => {
  const target = event.target as HTMLElement;
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
  if (event.key === "/") {
    event.preventDefault();
    document.querySelector<HTMLInputElement>("input[type=search]")?.focus();
  } else if (event.key === "j" || event.key === "k") {
    const all = rows();
    const here = all.findIndex((row) => row.classList.contains("is-at"));
    const next = all[Math.min(Math.max(here + (event.key === "j" ? 1 : -1), 0), all.length - 1)];
    if (!next) return;
    all.forEach((row) => row.classList.remove("is-at"));
    next.classList.add("is-at");
    next.querySelector<HTMLAnchorElement>("a.row-link")?.focus();
    next.scrollIntoView({ block: "nearest" });
  }
});

// A filter that is chosen is a filter that is wanted.
document.querySelectorAll<HTMLFormElement>("form[data-filters]").forEach((form) => {
  form.addEventListener("change", (event) => {
    if ((event.target as HTMLElement).tagName === "SELECT") form.requestSubmit();
  });
});

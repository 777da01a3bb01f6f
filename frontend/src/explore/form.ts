/** The form of a question: it offers only what the chosen metric has, and is folded beside its answer on a phone. */

const ROOMY = "(min-width: 64rem)";

export function answeringForm(root: ParentNode = document): void {
  const form = root.querySelector<HTMLFormElement>("[data-explore-form]");
  const metric = form?.querySelector<HTMLSelectElement>("[name=metric]");
  if (!form || !metric) return;
  metric.addEventListener("change", () => offer(form, metric));
  offer(form, metric);
  const fold = root.querySelector<HTMLDetailsElement>("[data-explore-ask]");
  // Beside its answer the form stands open where there is room for both.
  if (fold && window.matchMedia(ROOMY).matches) fold.open = true;
}

/** Hides divisions and filters that the metric does not have, and lets go of those that were chosen. */
export function offer(form: HTMLFormElement, metric: HTMLSelectElement): void {
  const grain = [...metric.options].find((one) => one.value === metric.value)?.dataset.grain ?? "";
  const fits = (element: HTMLElement) => (element.dataset.grains ?? grain).split(" ").includes(grain);
  for (const option of form.querySelectorAll<HTMLOptionElement>("option[data-grains]:not([value=''])")) {
    const is = fits(option);
    option.hidden = option.disabled = !is;
    if (!is && option.selected) {
      const select = option.closest("select");
      if (select) select.value = "";
    }
  }
  for (const box of form.querySelectorAll<HTMLElement>("div[data-grains]")) box.hidden = !fits(box);
}

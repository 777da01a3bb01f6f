/** Says where a marked point is, as an address is written: the server knows the streets and alleys. */

let asking: AbortController | undefined;

/** Puts the words for a point into `said`, if its page names where to ask (`data-at`); a newer point overtakes it. */
export async function sayPlace(said: HTMLElement, lat: number, lon: number): Promise<void> {
  if (!said.dataset.at) return;
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  try {
    const answer = await fetch(`${said.dataset.at}?lat=${lat.toFixed(5)}&lon=${lon.toFixed(5)}`, { signal });
    const { words } = answer.ok ? ((await answer.json()) as { words: string }) : { words: "" };
    if (words && !signal.aborted) said.textContent = words;
  } catch {
    // No line: the neighbourhood, which the map itself knows, stays.
  }
}

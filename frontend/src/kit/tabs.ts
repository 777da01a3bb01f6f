/** On a narrow screen a strip of tabs is longer than the screen: the tab of this page is brought into sight. */

export function currentTabs(): void {
  for (const tab of document.querySelectorAll<HTMLElement>(".tabs-plain > [aria-current]")) {
    const strip = tab.parentElement;
    if (!strip || strip.scrollWidth <= strip.clientWidth) continue;
    const there = tab.getBoundingClientRect();
    const seen = strip.getBoundingClientRect();
    strip.scrollLeft += there.left + there.width / 2 - (seen.left + seen.width / 2);
  }
}

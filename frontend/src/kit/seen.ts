/**
 * A map is heavy, to fetch and to draw. Where there is room it comes when the page has settled and its place is near
 * the eye; a phone shows a sketch of the city in that place, and fetches the map when it is asked to.
 */

interface Drawing {
  draw(element: HTMLElement): Promise<void>;
}

/** As map.css has it, where the sketch and its button are hidden. */
const ROOMY = "(min-width: 48rem)";

/** Fetches and draws; where that fails, the box says in words that there is no map. */
export function drawWhenSeen(elements: Iterable<HTMLElement>, fetched: () => Promise<Drawing>): void {
  for (const element of elements) {
    const draw = async (isAsked: boolean) => {
      try {
        const drawing = await fetched();
        element.replaceChildren();
        await drawing.draw(element);
        // The button that had the focus is gone: the keyboard goes on in the map.
        if (isAsked) element.querySelector<HTMLElement>("canvas")?.focus();
      } catch {
        element.replaceChildren();
        element.classList.add("is-without-map");
      }
    };
    const button = element.querySelector<HTMLButtonElement>("[data-map-open]");
    if (!button || window.matchMedia(ROOMY).matches) whenSeen(element, () => void draw(false));
    else {
      button.addEventListener(
        "click",
        () => {
          button.classList.add("htmx-request");
          void draw(true);
        },
        { once: true },
      );
    }
  }
}

function whenSeen(element: HTMLElement, draw: () => void): void {
  const watch = new IntersectionObserver(
    (seen) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      watch.disconnect();
      draw();
    },
    { rootMargin: "200px" },
  );
  settled(() => watch.observe(element));
}

/** After the page itself is there and the browser has nothing else to do; an older Safari just waits a moment. */
function settled(then: () => void): void {
  const rest = () =>
    "requestIdleCallback" in window ? window.requestIdleCallback(then, { timeout: 2000 }) : setTimeout(then, 200);
  if (document.readyState === "complete") rest();
  else window.addEventListener("load", rest, { once: true });
}

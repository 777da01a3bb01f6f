/** "Near me": the device's place, asked for at a tap alone and rounded to about a hundred metres, goes into the address. */

const form = document.querySelector<HTMLFormElement>("form[data-near]");
const button = form?.querySelector<HTMLButtonElement>("[data-near-me]");
const said = form?.querySelector<HTMLElement>("[data-near-said]");

if (form && button && "geolocation" in navigator) {
  button.hidden = false;
  form.querySelector<HTMLElement>("[data-near-part]")?.removeAttribute("hidden");
  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const there = new URL(form.action);
        for (const [name, value] of new FormData(form))
          if (value && name !== "area") there.searchParams.set(name, String(value));
        there.searchParams.set("lat", coords.latitude.toFixed(3));
        there.searchParams.set("lon", coords.longitude.toFixed(3));
        there.searchParams.set("near", "1");
        window.location.assign(there);
      },
      () => {
        button.disabled = false;
        if (said) said.textContent = said.dataset.failed ?? "";
      },
      { maximumAge: 60_000, timeout: 10_000 },
    );
  });
}

/** "Near me" on the first page: the device's place, rounded to about a hundred metres, goes into the address. */

const form = document.querySelector<HTMLFormElement>("form[data-near]");
const button = form?.querySelector<HTMLButtonElement>("[data-near-me]");
const said = form?.querySelector<HTMLElement>("[data-near-said]");

if (form && button && "geolocation" in navigator) {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const here = new URLSearchParams({ lat: coords.latitude.toFixed(3), lon: coords.longitude.toFixed(3) });
        window.location.assign(`${form.getAttribute("action")?.split("#")[0] ?? "/"}?${here}#near`);
      },
      () => {
        button.disabled = false;
        if (said) said.textContent = said.dataset["failed"] ?? "";
      },
      { maximumAge: 60_000, timeout: 10_000 },
    );
  });
}

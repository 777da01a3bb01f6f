/** The inspector's forms on a phone: a photo with its preview, and the phone's place for a defect seen on patrol. */
import { photoPicks } from "../kit/photo-pick";

photoPicks();

const form = document.querySelector<HTMLFormElement>("form[data-patrol]");
const button = form?.querySelector<HTMLButtonElement>("[data-patrol-me]");
const said = form?.querySelector<HTMLElement>("[data-patrol-said]");

if (form && button && said && "geolocation" in navigator) {
  const put = (name: string, value: number): void => {
    const box = form.elements.namedItem(name);
    if (box instanceof HTMLInputElement) box.value = value.toFixed(6);
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        button.disabled = false;
        put("lat", coords.latitude);
        put("lon", coords.longitude);
        said.textContent = said.dataset.found ?? "";
      },
      () => {
        button.disabled = false;
        said.textContent = said.dataset.failed ?? "";
      },
      { enableHighAccuracy: true, maximumAge: 30_000, timeout: 15_000 },
    );
  });
}

/** The drop box's way out: another page in place of this one, so that “back” does not lead here again. */
const link = document.querySelector<HTMLAnchorElement>("[data-leave]");
let pressed = 0;

function leave(): void {
  // What was typed is gone before the other page is there.
  document.querySelectorAll("form").forEach((form) => {
    form.reset();
  });
  document.body.hidden = true;
  if (link) location.replace(link.href);
}

link?.addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});
// Escape twice within a second.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (event.timeStamp - pressed < 1000) leave();
  pressed = event.timeStamp;
});

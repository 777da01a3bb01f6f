/** Reads a colour token of the theme in a form that a canvas understands. */

/** The computed `rgb(…)` of a CSS custom property such as `--color-primary`. */
export function token(name: string): string {
  const probe = document.createElement("canvas");
  probe.width = probe.height = 1;
  const brush = probe.getContext("2d", { willReadFrequently: true });
  if (!brush) return "#0b7477";
  brush.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name).trim() || "#0b7477";
  brush.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = brush.getImageData(0, 0, 1, 1).data;
  return `rgb(${red}, ${green}, ${blue})`;
}

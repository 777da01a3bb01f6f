/** A signature drawn with a finger, as a picture. */

const LINE = 3;
const PAPER = "#ffffff";
const INK = "#14213d";

/** Lets a person draw in the canvas; returns how to take the picture (undefined while nothing is drawn) and to begin anew. */
export function signaturePad(canvas: HTMLCanvasElement): {
  picture: () => Promise<Blob | undefined>;
  clear: () => void;
} {
  const pen = canvas.getContext("2d");
  let isDrawn = false;
  let isDown = false;
  const clear = () => {
    if (!pen) return;
    pen.fillStyle = PAPER;
    pen.fillRect(0, 0, canvas.width, canvas.height);
    isDrawn = false;
  };
  const at = (event: PointerEvent): [number, number] => {
    const box = canvas.getBoundingClientRect();
    return [
      ((event.clientX - box.left) / box.width) * canvas.width,
      ((event.clientY - box.top) / box.height) * canvas.height,
    ];
  };
  clear();
  canvas.addEventListener("pointerdown", (event) => {
    if (!pen) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    isDown = true;
    pen.lineWidth = LINE;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = INK;
    pen.beginPath();
    pen.moveTo(...at(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!pen || !isDown) return;
    pen.lineTo(...at(event));
    pen.stroke();
    isDrawn = true;
  });
  for (const name of ["pointerup", "pointercancel"] as const)
    canvas.addEventListener(name, () => {
      isDown = false;
      if (isDrawn) canvas.dispatchEvent(new Event("signed"));
    });
  const picture = () =>
    new Promise<Blob | undefined>((resolve) => {
      if (!isDrawn) resolve(undefined);
      else canvas.toBlob((blob) => resolve(blob ?? undefined), "image/png");
    });
  return { picture, clear };
}

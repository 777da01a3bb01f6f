/** A photo that is taken in a day's page. */

/** Its bytes at once: the camera's file may be gone when the browser comes back. Undefined for what is no picture. */
export async function bytesOf(file: File): Promise<Blob | undefined> {
  return (await isPhoto(file)) ? new Blob([await file.arrayBuffer()], { type: file.type }) : undefined;
}

/** Whether the browser can open the picture; where it cannot tell, the server looks. */
async function isPhoto(file: File): Promise<boolean> {
  if (/\.hei[cf]$/i.test(file.name) || /^image\/hei[cf]/.test(file.type)) return true;
  if (!file.type.startsWith("image/")) return false;
  if (!("createImageBitmap" in window)) return true;
  return createImageBitmap(file).then(
    (picture) => {
      picture.close();
      return true;
    },
    () => false,
  );
}

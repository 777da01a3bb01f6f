/** Sends the photos of an item in parts, and remembers of each how far it is. */
import { isReadable, photosOf } from "./outbox";
import { type Photo, sha256Of, withBase } from "./outbox-base";
import { announce } from "./outbox-locks";
import { UploadFailed, upload } from "./tus";

/** A photo whose bytes the browser does not give any more. */
export class PhotoIsUnreadable extends Error {}

/** The photos with their digests, where the browser can tell them: those of the app's first version have none yet.
 *
 * Throws PhotoIsUnreadable.
 */
export async function digestedPhotos(key: string): Promise<Photo[]> {
  const photos: Photo[] = [];
  for (const photo of await photosOf(key)) {
    if (!(await isReadable(photo.file))) throw new PhotoIsUnreadable();
    const sha256 = photo.sha256 || (await sha256Of(photo.file).catch(() => undefined));
    if (sha256 === undefined) throw new PhotoIsUnreadable();
    photos.push({ ...photo, sha256 });
  }
  return photos;
}

/** Sends photos one after the other, and returns their numbers ("" for one without a digest: it goes whole).
 *
 * Throws UploadFailed, and what `fetch` throws without a connection.
 */
export async function uploaded(photos: Photo[]): Promise<string[]> {
  const numbers: string[] = [];
  for (const photo of photos) numbers.push(photo.sha256 ? await sendPhoto(photo) : "");
  return numbers;
}

async function sendPhoto(photo: Photo): Promise<string> {
  const { id, file, name, sha256 } = photo;
  try {
    return await upload(
      { file, name, sha256, address: photo.upload ?? "" },
      {
        begun: (address) => note(id, { upload: address, sent: 0 }),
        progress: (sent) => note(id, { sent }),
      },
    );
  } catch (fault) {
    if (fault instanceof UploadFailed && fault.status === 460) await note(id, { upload: "", sent: 0 }); // with faults: anew
    throw fault;
  }
}

/** Forgets where the photos of an item were sent to: the server knows nothing of it any more. */
export async function beginAnew(photos: Photo[]): Promise<void> {
  for (const { id } of photos) await note(id, { upload: "", sent: 0 });
}

/** Writes down how far a photo is, if it is still there; a phone without room for that sends it all the same. */
async function note(id: string, change: Pick<Photo, "sent"> & Partial<Pick<Photo, "upload">>): Promise<void> {
  await withBase(async (base) => {
    const tables = base.transaction("photos", "readwrite");
    const known = await tables.store.get(id);
    if (known) await tables.store.put({ ...known, ...change });
    await tables.done;
  }).catch(() => undefined);
  announce();
}

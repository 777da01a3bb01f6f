/** Sends one report with its photos, and tells from the answer what becomes of it. */
import { ask, NoAnswer, NotNow, type Session, textOf } from "./outbox-answers";
import type { Item, Photo } from "./outbox-base";
import { mark, settle } from "./outbox-changes";
import { REPORT_WITHIN } from "./outbox-patience";
import { beginAnew, digestedPhotos, PhotoIsUnreadable, uploaded } from "./outbox-uploads";
import { UploadFailed } from "./tus";

const CODE = /^[0-9]{10}$/;
/** The forms that are sent like reports: site visits of the citizens' panel. */
const OTHER_FORMS = /^\/panel\/me\/visit\/[0-9]{10}\/$/;

/** Sends a report. Throws NoAnswer without a connection, and NotNow where the server asks for patience. */
export async function sendReport(item: Item, session: Session): Promise<void> {
  try {
    const photos = await digestedPhotos(item.key);
    const body = new FormData();
    item.fields.forEach(([name, value]) => body.append(name, value));
    body.append("person", item.person);
    const numbers = session.uploads && !item.to ? await uploaded(photos) : [];
    photos.forEach(({ file, name }, index) => {
      const number = numbers[index];
      if (number) body.append("uploads", number);
      else body.append("photos", file, name);
    });
    await post(item, photos, body, session);
  } catch (fault) {
    await unsent(item.key, fault);
  }
}

/** What a failed upload makes of an item. Throws what ends this round. */
export async function unsent(key: string, fault: unknown): Promise<void> {
  if (fault instanceof NoAnswer || fault instanceof NotNow) throw fault;
  if (fault instanceof PhotoIsUnreadable) {
    await mark(key, (item) => ({ ...item, state: "refused", fault: "photo", why: undefined }));
  } else if (fault instanceof UploadFailed) {
    if (fault.status === 429 || fault.status === 503) throw new NotNow(fault.pause);
    const { isFinal, said } = fault;
    if (isFinal) await mark(key, (item) => ({ ...item, state: "refused", said, why: undefined }));
    else await later(key);
  } else throw new NoAnswer(String(fault));
}

/** It is tried again with the next round; the others go on. */
export const later = (key: string) =>
  mark(key, (item) => ({ ...item, state: "waiting", why: "busy", tries: item.tries + 1 }));

async function post(item: Item, photos: Photo[], body: FormData, session: Session): Promise<void> {
  const headers = { "X-CSRFToken": session.token };
  const { status, json } = await ask(addressOf(item), { method: "POST", body, headers }, REPORT_WITHIN);
  const { key } = item;
  if (status === 200 && json?.key === key && CODE.test(String(json.code)) && hasAll(photos, json.photos)) {
    const { code, shown, address } = json as { code: string; shown: string; address: string };
    await settle(key, { code, shown, address });
  } else if (status === 422 && Array.isArray(json?.faults)) {
    const joined = item.fields.find(([name, value]) => name === "join" && value);
    // The case that it was to join has ended meanwhile: then it is a report of its own.
    if (joined) await sendReport({ ...item, fields: item.fields.filter((field) => field !== joined) }, session);
    else await mark(key, (known) => ({ ...known, state: "refused", words: textOf(json.faults), why: undefined }));
  } else if (status === 413) {
    const words = textOf(json?.faults);
    await mark(key, (known) => ({ ...known, state: "refused", fault: "large", words, why: undefined }));
  } else if ((status === 403 && item.person) || (status === 0 && item.to)) {
    await mark(key, (known) => ({ ...known, state: "waiting", why: "signin" }));
  } else {
    if (status === 404 || status === 410) await beginAnew(photos);
    await later(key);
  }
}

const addressOf = ({ to }: Item) => (to && OTHER_FORMS.test(to) ? to : "/report/");

/** Whether the server has acknowledged every photo by its SHA-256, as often as it is there. */
function hasAll(photos: Photo[], acknowledged: unknown): boolean {
  const left = Array.isArray(acknowledged) ? [...acknowledged] : [];
  return photos.every(({ sha256 }) => {
    if (!sha256) return true; // the browser cannot tell it; then the server's receipt counts
    const at = left.indexOf(sha256);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

/** What a crew enters becomes commands of the outbox (docs/offline.md); nothing here speaks with the server. */
import { emptyOne, givenOnes } from "../kit/day/answers";
import { keepCommand } from "../kit/outbox";
import { type Item, sha256Of } from "../kit/outbox-base";
import { recount, wakeLater } from "../kit/phone";
import { dropWork } from "./day-base";
import { entriesOf, needsFinish } from "./states";
import type { DayCase, Role, Stop, Work } from "./types";

/** The parts of a picture's entry in the body of a result. */
export interface Shot {
  sha256: string;
  role: Role;
  taken_at: string;
  lat?: number;
  lon?: number;
}

/** The body of a result: what is empty stays out. */
export function resultBody(each: DayCase, work: Work, shots: Shot[]): Record<string, unknown> {
  const isFixed = work.result === "fixed";
  const isBlocked = work.result === "not_possible";
  const body: Record<string, unknown> = {
    verb: "order_result",
    case: each.code,
    case_version: each.version,
    result: work.result,
    reason: isBlocked ? work.reason : "",
    note: isFixed ? "" : work.note.trim(),
    form: isFixed ? work.note.trim() : "",
    until: isBlocked && work.until ? `${work.until}T12:00:00Z` : "",
    stand_in: isFixed ? work.stand_in : "",
  };
  const answers = givenOnes(work.answers);
  const filled = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== ""));
  return {
    ...filled,
    ...(isFixed && Object.keys(answers).length ? { answers } : {}),
    ...(shots.length ? { pictures: shots } : {}),
  };
}

/** What keeps a result from being entered: the name of the first part that is missing; "" if nothing does. */
export function missingIn(each: DayCase, work: Work): string {
  const has = (role: Role) => work.pictures.some((picture) => picture.role === role);
  if (!work.result) return "result";
  if (work.result === "not_possible") return work.reason ? "" : "reason";
  if (work.result !== "fixed") return work.note.trim() ? "" : "note";
  if (!has("after") && !work.note.trim()) return "evidence";
  const empty = emptyOne(each.needs.fields, work.answers);
  if (empty) return `field:${empty.code}`;
  if (work.stand_in) return "";
  if (each.needs.before && !has("before")) return "before";
  if (each.needs.after && !has("after")) return "after";
  if (each.needs.signature && !has("sign")) return "sign";
  return "";
}

const enter = async (person: string, stop: Stop, body: Record<string, unknown>, files: File[] = []) => {
  const item = await keepCommand(person, { order: stop.number, base_version: stop.version, body }, files);
  await recount();
  void wakeLater();
  return item;
};

export const enterStart = (person: string, stop: Stop) => enter(person, stop, { verb: "order_start" });
export const enterFinish = (person: string, stop: Stop) => enter(person, stop, { verb: "order_finish" });
export const enterStep = (person: string, stop: Stop, step: number, isDone: boolean) =>
  enter(person, stop, { verb: "order_step", step, is_done: isDone });
export const enterMaterial = (person: string, stop: Stop, item: string, quantity: string, measure: string) =>
  enter(person, stop, { verb: "order_material", item, quantity, measure });

/** Makes a result of what was begun. Throws NotKept: then what was begun stays as it is. */
export async function enterResult(person: string, stop: Stop, each: DayCase, work: Work): Promise<Item> {
  const shots: Shot[] = [];
  const files: File[] = [];
  for (const { role, file, name, taken_at, lat, lon } of work.pictures) {
    const place = lat !== undefined && lon !== undefined ? { lat, lon } : {};
    shots.push({ sha256: await sha256Of(file), role, taken_at, ...place });
    files.push(new File([file], name, { type: file.type }));
  }
  const item = await enter(person, stop, resultBody(each, work, shots), files);
  await dropWork(person, stop.number, each.code);
  return item;
}

/** Enters "finished in the street" once everything else is entered; true if it did. */
export async function finishIfComplete(person: string, stop: Stop, items: Item[]): Promise<boolean> {
  if (!needsFinish(stop, entriesOf(stop.number, person, items))) return false;
  await enterFinish(person, stop);
  return true;
}

/** A quantity as the server reads it: Persian digits and separators become a plain decimal; "" for anything else. */
export function quantityOf(text: string): string {
  const plain = text
    .trim()
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[٫/]/g, ".")
    .replace(/[٬,]/g, "");
  return /^\d{1,9}(\.\d{1,3})?$/.test(plain) && Number(plain) > 0 ? plain : "";
}

/** What an inspector found becomes a command of the outbox (docs/offline.md); nothing here speaks with the server. */

import { emptyOne, givenOnes } from "../kit/day/answers";
import { dropWork } from "../kit/day/base";
import type { DayKind, Difference } from "../kit/day/types";
import { keepCommand, waits } from "../kit/outbox";
import type { Item } from "../kit/outbox-base";
import { recount, wakeLater } from "../kit/phone";
import type { Day, Visit, Work } from "./types";

export const INSPECT = "inspect";
const NOT_SEEN = "not_seen";
const FIXED = "fixed";

export const VISITS: DayKind<Day> = {
  slot: "visits",
  today: "/inspector/today/",
  pictures: ({ visits }) => visits.flatMap(({ photos }) => photos.map(({ thumb }) => thumb)),
  points: ({ visits }) => visits.map(({ code, lat, lon }) => ({ hash: code, lat, lon })),
};

/** Of a visit: to be made, kept here, on its way, with a person who decides, not accepted, made. */
export type VisitState = "todo" | "waiting" | "sending" | "conflict" | "refused" | "done";

export const workId = (person: string, code: string) => `${person} ${INSPECT} ${code}`;

const isFinding = (item: Item, person: string) =>
  item.kind === "command" && item.command?.person === person && item.command.body.verb === INSPECT;

/** The last finding that this phone has for a case. */
export const entryOf = (code: string, person: string, items: Item[]): Item | undefined =>
  items
    .filter((item) => isFinding(item, person) && item.command?.order === code)
    .sort((one, other) => (one.command?.seq ?? 0) - (other.command?.seq ?? 0))
    .at(-1);

export function visitState({ finding }: Pick<Visit, "finding">, entry: Item | undefined): VisitState {
  if (entry?.state === "conflict") return "conflict";
  if (entry?.state === "sending") return "sending";
  if (entry && waits(entry)) return "waiting";
  if (finding) return "done";
  if (entry?.state === "refused") return "refused";
  return entry?.state === "sent" && !entry.choice ? "done" : "todo";
}

/** Whether a finding may be entered: none is on its way, and the file has none. */
export const mayEnter = (state: VisitState) => state === "todo" || state === "refused";

/** What keeps a finding from being entered: the name of the first part that is missing; "" if nothing does. */
export function missingIn({ form }: Pick<Visit, "form">, work: Work): string {
  if (!work.finding) return "finding";
  const empty = work.finding === NOT_SEEN ? undefined : emptyOne(form?.fields ?? [], work.answers);
  if (empty) return `field:${empty.code}`;
  return work.finding === FIXED || work.note.trim() ? "" : "note";
}

/** The body of a finding: what is empty stays out. */
export function findingBody({ form }: Pick<Visit, "form">, work: Work): Record<string, unknown> {
  const answers = givenOnes(work.answers);
  const note = work.note.trim();
  return {
    verb: INSPECT,
    finding: work.finding,
    ...(note ? { note } : {}),
    ...(form ? { form: form.id } : {}),
    ...(form && Object.keys(answers).length ? { answers } : {}),
  };
}

/** Makes a command of what was begun. Throws NotKept: then what was begun stays as it is. */
export async function enterFinding(person: string, visit: Visit, work: Work): Promise<Item> {
  const { photo } = work;
  const files = photo ? [new File([photo.file], photo.name, { type: photo.file.type })] : [];
  const entry = { order: visit.code, base_version: visit.version, body: findingBody(visit, work) };
  const item = await keepCommand(person, entry, files);
  await recount();
  void wakeLater();
  await dropWork(workId(person, visit.code));
  return item;
}

/** What the two versions of a finding say; the file's is unknown where the visit is not in the list any more. */
export function differences(entry: Item, visit: Visit | undefined): Difference[] {
  const body = entry.command?.body ?? {};
  const rows: Difference[] = [
    { field: "finding", file: visit?.finding ?? "", phone: String(body.finding ?? "") },
    { field: "note", file: "", phone: String(body.note ?? "") },
    { field: "photos", file: "", phone: entry.photos ? String(entry.photos) : "" },
  ];
  return rows.filter(({ field, file, phone }) => field === "finding" || file !== phone);
}

/** The findings of this person at places that are not in the list, and that are not settled. */
export function strays(day: Day | undefined, person: string, items: Item[]): Item[] {
  const listed = new Set(day?.visits.map(({ code }) => code));
  return items.filter(
    (item) => isFinding(item, person) && !listed.has(item.command?.order ?? "") && item.state !== "sent",
  );
}

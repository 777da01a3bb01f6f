/** Where a crew's day lies on its phone, and what was begun for a case of it. */
import * as base from "../kit/day/base";
import type { DayKind } from "../kit/day/types";
import { type Day, NOTHING, type Work } from "./types";

export const CREW: DayKind<Day> = {
  slot: "day",
  today: "/crew/today/",
  pictures: ({ stops }) =>
    stops.flatMap(({ cases }) => cases.flatMap(({ photos }) => photos.map(({ thumb }) => thumb))),
  points: ({ stops }) => stops.map(({ number, lat, lon }) => ({ hash: number, lat, lon })),
};

const idOf = (person: string, order: string, code: string) => `${person} ${order} ${code}`;

/** What was begun for a case; nothing yet, for one that nobody has touched. */
export const workOf = (person: string, order: string, code: string): Promise<Work> =>
  base.workOf(idOf(person, order, code), NOTHING);

/** Keeps what was begun. Throws NotKept: on a full phone nothing that was there is lost. */
export const keepWork = (person: string, order: string, code: string, value: Work) =>
  base.keepWork(idOf(person, order, code), person, value);

export const dropWork = (person: string, order: string, code: string) => base.dropWork(idOf(person, order, code));

/** What the days of crews and of inspectors have in common on a phone. */

export interface Names {
  fa: string;
  en: string;
}

export type Choice = Names & { value: string };

/** A field of the form that a topic asks for (peygir/core/typed_fields.py). */
export interface FormField {
  code: string;
  label_fa: string;
  label_en: string;
  type: "text" | "number" | "yes_no" | "choice";
  is_required: boolean;
  unit: string;
  choices: string[];
}

export interface DayPhoto {
  kind: string;
  thumb: string;
  full: string;
}

/** A point of the day's map, and where its number leads to. */
export interface Point {
  hash: string;
  lat: number | null;
  lon: number | null;
}

export interface AnyDay {
  person: string;
  on: string;
  until: string; // the end of the shift
  map: { areas: string; tiles: string; credit: string; lat: number; lon: number };
}

/** The day as it lies on the phone; times in ms, by the server's clock, and how far this phone's is ahead of it. */
export interface Kept<D extends AnyDay> {
  version: string;
  day: D;
  fetchedAt: number;
  until: number;
  skew: number;
}

/** Whose day it is: where it lies on the phone, where it comes from, and what of it is fetched and shown beside it. */
export interface DayKind<D extends AnyDay> {
  slot: string;
  today: string;
  pictures(day: D): string[];
  points(day: D): Point[];
}

/** One line of two versions: what the file says, and what this phone says. */
export interface Difference {
  field: string;
  file: string;
  phone: string;
}

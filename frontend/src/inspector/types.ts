/** The visits of an inspector's day as the server gives them (peygir/web/inspector/day_json.py). */
import type { AnyDay, Choice, DayPhoto, FormField, Kept, Names } from "../kit/day/types";

export interface Visit {
  code: string;
  version: number;
  topic: Names;
  unit: Names;
  area: Names;
  address: string;
  lat: number | null;
  lon: number | null;
  due_on: string; // "" for one that waits no more
  is_urgent: boolean;
  said: string[];
  answer: string; // what the unit told the citizens
  photos: DayPhoto[];
  finding: string; // "" while nobody has looked
  form: { id: number; fields: FormField[] } | null;
}

export interface Day extends AnyDay {
  visits: Visit[];
  findings: Choice[];
}

export type KeptDay = Kept<Day>;

/** What was entered for a visit, before it becomes a command. */
export interface Work {
  finding: string;
  note: string;
  answers: Record<string, string>;
  photo?: { file: Blob; name: string };
}

export const NOTHING: Work = { finding: "", note: "", answers: {} };

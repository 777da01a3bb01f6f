/** The day of a crew as the server gives it (peygir/web/crew/day_json.py), and what the phone keeps beside it. */

import type { Choice as AnyChoice, AnyDay, DayPhoto, FormField, Kept, Names } from "../kit/day/types";

/** What "fixed" needs. */
export interface Needs {
  before: boolean;
  after: boolean;
  signature: boolean;
  place: boolean;
  fields: FormField[];
  stand_ins: string[];
}

export interface DayCase {
  code: string;
  version: number;
  topic: Names;
  address: string;
  said: string[];
  photos: DayPhoto[];
  is_open: boolean;
  result: string;
  reason: string;
  at: string;
  by: string;
  may_call?: boolean; // whether the exchange can connect the crew with the reporter
  needs: Needs;
}

export interface Step {
  position: number;
  text: string;
  is_required: boolean;
  is_done: boolean;
}

export interface Material {
  item: string;
  quantity: string;
  measure: string;
}

export interface Stop {
  number: string;
  version: number;
  state: string;
  title: string;
  topic: Names;
  urgency: string;
  day_part: string;
  on: string;
  due_at: string;
  minutes: number | null;
  lat: number | null;
  lon: number | null;
  address: string;
  area: Names;
  asset?: string; // the tag of what the city owns there
  cases: DayCase[];
  steps: Step[];
  materials: Material[];
}

export type Choice = AnyChoice & { takes_day?: boolean };

export interface Day extends AnyDay {
  crews: { name: string; vehicle: string }[];
  stops: Stop[];
  results: Choice[];
  reasons: Choice[];
  stand_ins: Choice[];
}

export type KeptDay = Kept<Day>;

export type Role = "before" | "after" | "sign";

/** A picture that was taken in the page; `taken_at` by the phone's clock. */
export interface Picture {
  role: Role;
  file: Blob;
  name: string;
  taken_at: string;
  lat?: number;
  lon?: number;
}

/** What was entered for a case, before it becomes a command. */
export interface Work {
  result: string;
  reason: string;
  note: string;
  form: string;
  until: string;
  stand_in: string;
  answers: Record<string, string>;
  pictures: Picture[];
}

export const NOTHING: Work = {
  result: "",
  reason: "",
  note: "",
  form: "",
  until: "",
  stand_in: "",
  answers: {},
  pictures: [],
};

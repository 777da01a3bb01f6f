/** A crew's day for the tests: one stop with two cases, steps and a picture. */
import type { Day, DayCase, Needs, Stop } from "../src/crew/types";

export const NO_NEEDS: Needs = {
  before: false,
  after: false,
  signature: false,
  place: false,
  fields: [],
  stand_ins: [],
};
const words = (text: string) => ({ fa: text, en: text });

export const aCase = (code: string, given: Partial<DayCase> = {}): DayCase => ({
  code,
  version: 4,
  topic: words("pothole"),
  address: "",
  said: ["a hole"],
  photos: [
    { kind: "report", thumb: `/crew/photo/${code}/report/1/thumb/`, full: `/crew/photo/${code}/report/1/full/` },
  ],
  is_open: true,
  result: "",
  reason: "",
  at: "",
  by: "",
  needs: NO_NEEDS,
  ...given,
});

export const aStop = (given: Partial<Stop> = {}): Stop => ({
  number: "W-1405-000001",
  version: 7,
  state: "sent",
  title: "",
  topic: words("pothole"),
  urgency: "N",
  day_part: "day",
  on: "2026-05-03",
  due_at: "",
  minutes: 20,
  lat: 29.6,
  lon: 52.5,
  address: "",
  area: words("centre"),
  cases: [aCase("0512345678")],
  steps: [
    { position: 1, text: "cones", is_required: true, is_done: false },
    { position: 2, text: "sweep", is_required: false, is_done: false },
  ],
  materials: [],
  ...given,
});

export const aDay = (...stops: Stop[]): Day => ({
  person: "staff:7",
  on: "2026-05-03",
  until: "2026-05-03T11:00:00Z",
  crews: [{ name: "G-1", vehicle: "van" }],
  stops,
  results: [{ value: "fixed", ...words("Fixed") }],
  reasons: [{ value: "weather", ...words("the weather"), takes_day: true }],
  stand_ins: [],
  map: { areas: "", tiles: "", credit: "", lat: 29.6, lon: 52.5 },
});

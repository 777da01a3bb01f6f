/** The days on which the city's offices are closed, asked for by the year and kept while the page is open. */
import { gregorian, type Serial } from "./calendar";

/** Why a day is off: its name, and whether it is only the weekly one. */
export interface DayOff {
  name: string;
  isWeekly: boolean;
}

type Answer = Record<string, [fa: string, en: string, source: string]>;

const years = new Map<string, Promise<Map<Serial, DayOff>>>();

/**
 * The days off of the years that hold these two days; an empty table where the server cannot be reached, and for years
 * outside `known`, the first and the last (Gregorian) of which it can tell.
 */
export async function daysOff(
  address: string,
  language: string,
  from: Serial,
  to: Serial,
  [first, last]: [number, number],
): Promise<Map<Serial, DayOff>> {
  const wanted = [...new Set([gregorian.of(from).year, gregorian.of(to).year])].filter(
    (year) => year >= first && year <= last,
  );
  const tables = await Promise.all(wanted.map((year) => ofYear(address, language, year)));
  return new Map(tables.flatMap((table) => [...table]));
}

function ofYear(address: string, language: string, year: number): Promise<Map<Serial, DayOff>> {
  const key = `${address}?year=${year}`;
  let found = years.get(key);
  if (!found) {
    found = fetch(key, { headers: { Accept: "application/json" } })
      .then(async (answer) => (answer.ok ? ((await answer.json()) as { days: Answer }).days : {}))
      .catch(() => {
        years.delete(key); // without a line the calendar works, and asks again later
        return {} as Answer;
      })
      .then(
        (days) =>
          new Map(
            Object.entries(days).map(([day, [fa, en, source]]) => [
              Date.parse(day) / 86_400_000,
              { name: language === "fa" ? fa : en, isWeekly: source === "week" },
            ]),
          ),
      );
    years.set(key, found);
  }
  return found;
}

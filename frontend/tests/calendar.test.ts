/** Days on two calendars: against the tables of the browser's own Persian calendar, and at the edges. */
import { describe, expect, test } from "vitest";

import { gregorian, iso, jalali, moved, persian, read, weekday, written } from "../src/kit/dates/calendar";

const DAY = 86_400_000;
const serialOf = (text: string) => Date.parse(`${text}T00:00:00Z`) / DAY;

test("every month from 1300 to 1450 begins and ends where ICU's Persian calendar says", () => {
  const spoken = new Intl.DateTimeFormat("en-u-ca-persian-nu-latn", {
    timeZone: "UTC",
    year: "numeric",
    month: "numeric",
    day: "numeric",
  });
  const icu = (serial: number) => {
    const parts = spoken.formatToParts(serial * DAY);
    return ["year", "month", "day"].map((type) => Number(parts.find((part) => part.type === type)?.value));
  };
  for (let year = 1300; year <= 1450; year += 1) {
    for (let month = 1; month <= 12; month += 1) {
      const first = jalali.serial({ year, month, day: 1 });
      const length = jalali.monthLength(year, month);
      expect(icu(first)).toEqual([year, month, 1]);
      expect(icu(first + length - 1)).toEqual([year, month, length]);
    }
  }
});

test("every day is the day after the one before it, and has its number back", () => {
  let before = jalali.of(serialOf("1900-01-01") - 1);
  for (let serial = serialOf("1900-01-01"); serial < serialOf("2200-01-01"); serial += 1) {
    const day = jalali.of(serial);
    const isFirst = day.day === 1;
    const follows = isFirst ? before.day === jalali.monthLength(before.year, before.month) : day.day === before.day + 1;
    if (!follows || jalali.serial(day) !== serial) expect(day, iso(serial)).toBe(before);
    before = day;
  }
});

test.each([
  [1399, 30], // leap
  [1400, 29],
  [1403, 30], // leap
  [1404, 29],
  [1408, 30], // leap after five years
])("Esfand of %i has %i days", (year, days) => {
  expect(jalali.monthLength(year, 12)).toBe(days);
});

test("the leap day of 1502 falls into 1503", () => {
  expect(jalali.monthLength(1502, 12)).toBe(29);
  expect(jalali.monthLength(1503, 12)).toBe(30);
});

test("days before 1970 and the lengths of Gregorian months", () => {
  expect(gregorian.of(-1)).toEqual({ year: 1969, month: 12, day: 31 });
  expect(gregorian.monthLength(2024, 2)).toBe(29);
  expect(gregorian.monthLength(2100, 2)).toBe(28);
});

test("weeks begin on Saturday, before 1970 too", () => {
  expect(weekday(serialOf("2026-11-28"))).toBe(0);
  expect(weekday(serialOf("2026-11-27"))).toBe(6);
  expect(weekday(serialOf("1969-12-26"))).toBe(6);
});

describe("another month", () => {
  const day = (text: string) => read(text) as number;

  test("the 31st becomes the last day of a shorter month", () => {
    expect(moved(jalali, day("1405/06/31"), 1)).toBe(day("1405/07/30"));
    expect(moved(jalali, day("1404/11/30"), 1)).toBe(day("1404/12/29"));
    expect(moved(gregorian, day("2024-03-31"), -1)).toBe(day("2024-02-29"));
  });

  test("over the end of a year, in both directions", () => {
    expect(moved(jalali, day("1405/12/01"), 1)).toBe(day("1406/01/01"));
    expect(moved(jalali, day("1405/01/01"), -1)).toBe(day("1404/12/01"));
    expect(moved(jalali, day("1405/01/15"), -25)).toBe(day("1402/12/15"));
  });
});

describe("what a person types", () => {
  test.each([
    ["1405/09/03", "2026-11-24"],
    [" ۱۴۰۵/۹/۳ ", "2026-11-24"],
    ["١٤٠٥-٠٩-٠٣", "2026-11-24"],
    ["1405.9.3", "2026-11-24"],
    ["2026 - 11 - 24", "2026-11-24"],
    ["1403/12/30", "2025-03-20"],
  ])("%s is %s", (text, day) => {
    expect(read(text)).toBe(serialOf(day));
  });

  test.each([
    "",
    "yesterday",
    "1405/13/01",
    "1405/00/10",
    "1405/07/31",
    "1404/12/30",
    "2025-02-29",
    "2026-11",
    "26-11-24",
    "1199/01/01",
    "1600/01/01",
    "2201-01-01",
    "1405/09/03 10:00",
  ])("%s is no day", (text) => {
    expect(read(text)).toBeNull();
  });
});

test("what is written is read as the same day", () => {
  for (const text of ["2026-03-21", "2026-12-31", "2025-03-20"]) {
    const serial = serialOf(text);
    expect(read(written(jalali, serial))).toBe(serial);
    expect(read(persian(written(jalali, serial)))).toBe(serial);
    expect(written(gregorian, serial)).toBe(text);
  }
  expect(written(jalali, serialOf("2026-11-24"))).toBe("1405/09/03");
});

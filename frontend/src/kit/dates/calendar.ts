/** Days as people count them, Jalali or Gregorian, over one plain number; knows no page and no clock. */

/** Days since 1 January 1970. */
export type Serial = number;

/** A day of some calendar; months from 1. */
export interface Day {
  year: number;
  month: number;
  day: number;
}

/** A way to count days. */
export interface Calendar {
  readonly first: number; // the years between which it is used here
  readonly last: number;
  of(serial: Serial): Day;
  serial(day: Day): Serial;
  monthLength(year: number, month: number): number;
}

const DAY = 86_400_000;

export const gregorian: Calendar = {
  first: 1850,
  last: 2200,
  of(serial) {
    const date = new Date(serial * DAY);
    return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
  },
  serial: ({ year, month, day }) => Date.UTC(year, month - 1, day) / DAY,
  monthLength: (year, month) => new Date(Date.UTC(year, month, 0)).getUTCDate(),
};

// Leap years come by the 33-year rule, which agrees with the astronomical calendar from 1178 to 1633 but for 1502, whose
// leap day falls into 1503. The server counts by the same (core/jalali.py); a story compares the two day by day.
const LATE = new Set([1502]);
const leapsTo = (year: number) => Math.floor((8 * year + 21) / 33);
const NEW_YEAR_1403 = Date.UTC(2024, 2, 20) / DAY;

function newYear(year: number): Serial {
  return NEW_YEAR_1403 + 365 * (year - 1403) + leapsTo(year) - leapsTo(1403) - (LATE.has(year - 1) ? 1 : 0);
}

const daysBefore = (month: number) => (month <= 7 ? 31 * (month - 1) : 186 + 30 * (month - 7));

export const jalali: Calendar = {
  first: 1200,
  last: 1599,
  of(serial) {
    let year = 1403 + Math.floor((serial - NEW_YEAR_1403) / 365.2422);
    while (serial < newYear(year)) year -= 1;
    while (serial >= newYear(year + 1)) year += 1;
    const rest = serial - newYear(year);
    const month = rest < 186 ? Math.floor(rest / 31) + 1 : Math.floor((rest - 186) / 30) + 7;
    return { year, month, day: rest - daysBefore(month) + 1 };
  },
  serial: ({ year, month, day }) => newYear(year) + daysBefore(month) + day - 1,
  monthLength(year, month) {
    if (month < 7) return 31;
    if (month < 12) return 30;
    return newYear(year + 1) - newYear(year) - daysBefore(12);
  },
};

/** 0 for Saturday to 6 for Friday: 1 January 1970 was a Thursday. */
export function weekday(serial: Serial): number {
  return (((serial + 5) % 7) + 7) % 7;
}

/** The same day of another month, or its last day where the month is shorter. */
export function moved(calendar: Calendar, serial: Serial, months: number): Serial {
  const { year, month, day } = calendar.of(serial);
  const count = year * 12 + month - 1 + months;
  const there = { year: Math.floor(count / 12), month: (count % 12) + 1 };
  return calendar.serial({ ...there, day: Math.min(day, calendar.monthLength(there.year, there.month)) });
}

/** "2026-11-24". */
export function iso(serial: Serial): string {
  return new Date(serial * DAY).toISOString().slice(0, 10);
}

/** The digits of a reader of Persian. */
export function persian(text: string | number): string {
  return String(text).replace(/\d/g, (digit) => "۰۱۲۳۴۵۶۷۸۹"[Number(digit)] ?? digit);
}

/** What a person typed: 1405/09/03 on the Jalali calendar, 2026-11-24 on the other, in any digits; null for no day. */
export function read(text: string): Serial | null {
  const plain = text.trim().replace(/[۰-۹٠-٩]/g, (digit) => String(digit.charCodeAt(0) & 15));
  const found = /^(\d{4})\s*[/\-.]\s*(\d{1,2})\s*[/\-.]\s*(\d{1,2})$/.exec(plain);
  if (!found) return null;
  const [year = 0, month = 0, day = 0] = found.slice(1).map(Number);
  const calendar = year <= jalali.last ? jalali : gregorian;
  const isDay = year >= calendar.first && year <= calendar.last && month >= 1 && month <= 12 && day >= 1;
  return isDay && day <= calendar.monthLength(year, month) ? calendar.serial({ year, month, day }) : null;
}

/** A day as the fields of the pages take it: "1405/09/03" or "2026-11-24". */
export function written(calendar: Calendar, serial: Serial): string {
  if (calendar === gregorian) return iso(serial);
  const { year, month, day } = calendar.of(serial);
  return `${year}/${String(month).padStart(2, "0")}/${String(day).padStart(2, "0")}`;
}

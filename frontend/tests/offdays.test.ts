/** The table of days off: one question a year, kept; none outside the years that the server knows. */
import { beforeEach, expect, test, vi } from "vitest";

import { read } from "../src/kit/dates/calendar";
import { daysOff } from "../src/kit/dates/offdays";

const day = (text: string) => read(text) as number;
const KNOWN: [number, number] = [2020, 2030];
const asked: string[] = [];
let answer: () => Response = () => Response.json({ days: {} });

beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal("fetch", async (address: string) => {
    asked.push(address);
    return answer();
  });
});

test("the days of both years that a span touches, in the reader's language", async () => {
  answer = () =>
    Response.json({
      days: { "2026-03-21": ["نوروز", "Nowruz", "official"], "2026-03-27": ["جمعه", "Friday", "week"] },
    });
  const table = await daysOff("/a", "en", day("2025-12-20"), day("2026-01-20"), KNOWN);
  expect(asked).toEqual(["/a?year=2025", "/a?year=2026"]);
  expect(table.get(day("2026-03-21"))).toEqual({ name: "Nowruz", isWeekly: false });
  expect(table.get(day("2026-03-27"))).toEqual({ name: "Friday", isWeekly: true });
  const persian = await daysOff("/b", "fa", day("2026-01-01"), day("2026-01-02"), KNOWN);
  expect(persian.get(day("2026-03-21"))?.name).toBe("نوروز");
});

test("a year is asked for once", async () => {
  answer = () => Response.json({ days: {} });
  const ask = () => daysOff("/once", "en", day("2026-01-01"), day("2026-02-01"), KNOWN);
  await Promise.all([ask(), ask()]);
  await ask();
  expect(asked).toEqual(["/once?year=2026"]);
});

test("years that the server does not know are not asked for", async () => {
  const table = await daysOff("/far", "en", day("2019-12-01"), day("2020-01-05"), KNOWN);
  expect([asked, table.size]).toEqual([["/far?year=2020"], 0]);
  await daysOff("/far", "en", day("2031-01-01"), day("2031-02-01"), KNOWN);
  expect(asked).toHaveLength(1);
});

test("without a connection the table is empty, and is asked for again", async () => {
  answer = () => {
    throw new TypeError("no connection");
  };
  const ask = () => daysOff("/lost", "en", day("2026-01-01"), day("2026-02-01"), KNOWN);
  expect((await ask()).size).toBe(0);
  answer = () => Response.json({ days: { "2026-01-09": ["", "Friday", "week"] } });
  expect((await ask()).size).toBe(1);
});

test("a refusal is an empty table", async () => {
  answer = () => new Response("", { status: 404 });
  expect((await daysOff("/no", "en", day("2026-01-01"), day("2026-02-01"), KNOWN)).size).toBe(0);
});

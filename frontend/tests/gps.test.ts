/** The place in a photo's own data: read from the tags of a JPEG, in both orders of bytes, and from nothing else. */
import { expect, test } from "vitest";

import { pointOf } from "../src/public/gps";

type Degrees = [number, number, number];

/** A JPEG of only a head: an EXIF part with the GPS directory (EXIF 2.32, CIPA DC-008). */
function photo(
  lat: Degrees,
  lon: Degrees,
  { letters = "NE", little = false, hasGps = true, before = [] as number[] } = {},
): Blob {
  const tiff = new DataView(new ArrayBuffer(160));
  const short = (at: number, value: number) => tiff.setUint16(at, value, little);
  const long = (at: number, value: number) => tiff.setUint32(at, value, little);
  tiff.setUint16(0, little ? 0x4949 : 0x4d4d);
  short(2, 42);
  long(4, 8);
  short(8, 1); // the first directory has one tag: where the GPS directory is
  short(10, hasGps ? 0x8825 : 0x010f);
  long(18, 26);
  short(26, 4);
  [1, 2, 3, 4].forEach((tag, index) => {
    const at = 28 + index * 12;
    short(at, tag);
    if (tag % 2) tiff.setUint8(at + 8, letters.charCodeAt(tag === 1 ? 0 : 1));
    else long(at + 8, tag === 2 ? 100 : 124);
  });
  [...lat, ...lon].forEach((value, index) => {
    long(100 + index * 8, Math.round(value * 100));
    long(104 + index * 8, 100);
  });
  const head = [0xff, 0xd8, ...before, 0xff, 0xe1, 0, 168, 0x45, 0x78, 0x69, 0x66, 0, 0];
  return new Blob([new Uint8Array(head), tiff.buffer]);
}

test.each([true, false])("degrees, minutes and seconds (little-endian: %s)", async (little) => {
  const point = await pointOf(photo([29, 36, 36], [52, 31, 12], { little }));
  expect(point?.lat).toBeCloseTo(29.61, 6);
  expect(point?.lon).toBeCloseTo(52.52, 6);
});

test("south and west are below zero", async () => {
  const point = await pointOf(photo([33, 30, 0], [70, 15, 0], { letters: "SW" }));
  expect(point).toEqual({ lat: -33.5, lon: -70.25 });
});

test("another part may stand before the tags", async () => {
  const point = await pointOf(photo([29, 30, 0], [52, 30, 0], { before: [0xff, 0xe0, 0, 4, 1, 2] }));
  expect(point).toEqual({ lat: 29.5, lon: 52.5 });
});

test.each([
  ["a camera without a satellite", photo([0, 0, 0], [0, 0, 0])],
  ["a place beyond the pole", photo([91, 0, 0], [52, 0, 0])],
  ["a place beyond the date line", photo([29, 0, 0], [181, 0, 0])],
  ["tags without a place", photo([29, 0, 0], [52, 0, 0], { hasGps: false })],
  ["the picture itself before any tags", photo([29, 0, 0], [52, 0, 0], { before: [0xff, 0xda, 0, 2] })],
  ["a photo that is cut short", photo([29, 0, 0], [52, 0, 0]).slice(0, 60)],
  ["a PNG", new Blob([new Uint8Array([0x89, 0x50, 0x4e, 0x47])])],
  ["nothing", new Blob([])],
])("%s says no place", async (_, blob) => {
  expect(await pointOf(blob)).toBeUndefined();
});

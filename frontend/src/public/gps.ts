/** Where a photo says it was taken: the GPS tags of a JPEG's EXIF part (EXIF 2.32, CIPA DC-008), read on the phone. */

export interface Point {
  lat: number;
  lon: number;
}

const HEAD = 256 * 1024; // the tags stand at the beginning
const GPS_TAG = 0x8825;

/** The point in a photo's own data, if it has one. */
export async function pointOf(photo: Blob): Promise<Point | undefined> {
  try {
    return read(new DataView(await photo.slice(0, HEAD).arrayBuffer()));
  } catch {
    return undefined; // cut short, or no picture at all: then it says nothing
  }
}

function read(data: DataView): Point | undefined {
  if (data.getUint16(0) !== 0xffd8) return undefined;
  for (let at = 2; data.getUint8(at) === 0xff; ) {
    const kind = data.getUint8(at + 1);
    if (kind === 0xda) return undefined;
    if (kind === 0xe1 && data.getUint32(at + 4) === 0x45786966) return tiff(data, at + 10);
    at += 2 + data.getUint16(at + 2);
  }
  return undefined;
}

function tiff(data: DataView, base: number): Point | undefined {
  const little = data.getUint16(base) === 0x4949;
  const short = (at: number) => data.getUint16(base + at, little);
  const long = (at: number) => data.getUint32(base + at, little);
  /** Where the value (or the pointer to it) of each tag of a directory stands. */
  const tags = (at: number) =>
    new Map(Array.from({ length: short(at) }, (_, index) => [short(at + 2 + index * 12), at + 10 + index * 12]));
  const pointer = tags(long(4)).get(GPS_TAG);
  if (pointer === undefined) return undefined;
  const gps = tags(long(pointer));
  const degrees = (tag: number) => {
    const entry = gps.get(tag);
    if (entry === undefined) return Number.NaN;
    const part = (index: number) => long(long(entry) + index * 8) / long(long(entry) + index * 8 + 4);
    return part(0) + part(1) / 60 + part(2) / 3600;
  };
  const letter = (tag: number) => String.fromCharCode(data.getUint8(base + (gps.get(tag) ?? 0)));
  const lat = degrees(2) * (letter(1) === "S" ? -1 : 1);
  const lon = degrees(4) * (letter(3) === "W" ? -1 : 1);
  // A camera that found no satellite writes zeros.
  const isPlace = Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && (lat !== 0 || lon !== 0);
  return isPlace ? { lat, lon } : undefined;
}

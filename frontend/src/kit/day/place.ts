/** Where the phone is at this moment, if it tells within a few seconds: pictures carry it, nothing waits for it. */

const WITHIN = 8_000;
let last: { at: number; lat: number; lon: number } | undefined;

/** Asks for the place; {} where the phone has none, or its holder does not give it. */
export function placeNow(): Promise<{ lat?: number; lon?: number }> {
  return new Promise((resolve) => {
    if (!("geolocation" in navigator)) return resolve({});
    const timer = setTimeout(() => resolve(fresh()), WITHIN);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        clearTimeout(timer);
        last = { at: performance.now(), lat: coords.latitude, lon: coords.longitude };
        resolve(fresh());
      },
      () => {
        clearTimeout(timer);
        resolve(fresh());
      },
      { enableHighAccuracy: true, maximumAge: 30_000, timeout: WITHIN },
    );
  });
}

/** The last place, for a minute: by the time since the page began, which no setting of the clock changes. */
function fresh(): { lat?: number; lon?: number } {
  if (!last || performance.now() - last.at > 60_000) return {};
  return { lat: Number(last.lat.toFixed(6)), lon: Number(last.lon.toFixed(6)) };
}

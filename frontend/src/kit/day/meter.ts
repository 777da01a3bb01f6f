/** How much room the phone has left for this site, and how much of it waits to be sent. */
import { withBase } from "../outbox-base";

export interface Room {
  used: number; // bytes
  quota: number; // bytes; 0: the browser does not say
  waiting: number; // bytes of pictures that are not sent
}

/** A share of the room at which the phone is called nearly full. */
export const NEARLY = 0.9;

export async function room(): Promise<Room> {
  const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.().catch(() => undefined)) ?? {};
  const photos = await withBase((base) => base.getAll("photos"));
  return { used: usage, quota, waiting: photos.reduce((sum, { file }) => sum + file.size, 0) };
}

/** Bytes in megabytes with one digit, as a number. */
export const megabytes = (bytes: number) => Math.round(bytes / 100_000) / 10;

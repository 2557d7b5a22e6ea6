import { copyFile, mkdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export interface ScreensOptions {
  /** Writes the screen to a PNG file. */
  readonly shoot: (file: string) => Promise<void>;
  readonly folder: string;
  /** Also ends the watch, before the desktop is disposed. */
  readonly signal: AbortSignal;
  /** Called with `latest.png` after every new picture. */
  readonly taken: (file: string) => void;
  /** Called with `latest.png` after the first picture, then at most once a minute after a change. */
  readonly changed: (file: string, isFirst: boolean) => void;
  /** Called for the first of consecutive failures. */
  readonly failed: (error: unknown) => void;
}

const EVERY_MS = 3_000;
const TELL_EVERY_MS = 60_000;
const KEPT = 20;
const ring = Array.from({ length: KEPT }, (_, index) => `screen-${String(index + 1).padStart(2, "0")}.png`);

/**
 * Saves the screen every few seconds if it has changed: `screen-01.png` to `screen-20.png` in turn, the newest also as
 * `latest.png`. Returns the undo, which resolves when no file is being written any more.
 */
export function watchScreens(options: ScreensOptions): () => Promise<void> {
  const stop = new AbortController();
  const done = watch(options, AbortSignal.any([stop.signal, options.signal]));
  return async () => {
    stop.abort();
    await done;
  };
}

async function watch(
  { shoot, folder, taken, changed, failed }: ScreensOptions,
  signal: AbortSignal,
): Promise<void> {
  const latest = join(folder, "latest.png");
  const draft = join(folder, ".next.png");
  let last: Buffer | undefined;
  let toldAt: number | undefined;
  let hasFailed = false;
  for (let number = 0; !signal.aborted; ) {
    try {
      await mkdir(folder, { recursive: true });
      if (number === 0) await Promise.all(ring.map((name) => rm(join(folder, name), { force: true })));
      await shoot(draft);
      const picture = await readFile(draft);
      if (signal.aborted) break;
      if (last === undefined || !picture.equals(last)) {
        last = picture;
        await copyFile(draft, join(folder, ring[number % KEPT] ?? ""));
        await rename(draft, latest);
        number += 1;
        taken(latest);
        const now = performance.now();
        if (toldAt === undefined || now - toldAt >= TELL_EVERY_MS) {
          changed(latest, toldAt === undefined);
          toldAt = now;
        }
      }
      hasFailed = false;
    } catch (error) {
      if (!hasFailed && !signal.aborted) failed(error);
      hasFailed = true;
    }
    await sleep(EVERY_MS, undefined, { signal }).catch(() => {});
  }
  await rm(draft, { force: true });
}

import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

/** The old way: pages that ask the old system themselves, each again and again, whoever looks at them or not. */

const PAGES = 60;
/** Each page asks again after so long; milliseconds. */
const AGAIN_MS = 3_000;
/** A browser gives up; milliseconds. */
const PATIENCE_MS = 5_000;

/** Starts the pages. Returns the undo, which resolves when no request is left. */
export function startCrowd(url: string): () => Promise<void> {
  const stop = new AbortController();
  const { signal } = stop;
  setMaxListeners(2 * PAGES, signal);
  const look = async (index: number): Promise<void> => {
    await sleep((index * AGAIN_MS) / PAGES, undefined, { signal });
    for (;;) {
      const patience = setTimeout(() => giveUp.abort(), PATIENCE_MS);
      const giveUp = new AbortController();
      const end = (): void => giveUp.abort();
      signal.addEventListener("abort", end);
      await fetch(url, { signal: giveUp.signal })
        .then((answer) => answer.arrayBuffer())
        .catch(() => {}); // it shows an error, and tries again
      clearTimeout(patience);
      signal.removeEventListener("abort", end);
      await sleep(AGAIN_MS, undefined, { signal });
    }
  };
  const all = Array.from({ length: PAGES }, (_, index) => look(index).catch(() => {})); // stopped
  return async () => {
    stop.abort();
    await Promise.all(all);
  };
}

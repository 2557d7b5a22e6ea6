import { setTimeout as sleep } from "node:timers/promises";
import type { SentEvent } from "../../../main/contract/event.ts";
import type { Way, WayPorts } from "./way.ts";

/** Sends one event. Rejects when the broker may not have it. */
export type Send = (event: SentEvent, signal: AbortSignal) => Promise<void>;

/** Milliseconds between two attempts: half to one and a half of it. */
const PAUSE_MS = 1_000;

/** Sends the newest event, and repeats it until it is stored. A service without an outbox has such a loop. */
export function repeatNewest(send: Send, { stored, failed }: WayPorts): Way {
  const stop = new AbortController();
  const { signal } = stop;
  let newest: SentEvent | undefined;
  let isSending = false;
  let sending = Promise.resolve();
  const run = async (): Promise<void> => {
    isSending = true;
    while (newest !== undefined && !signal.aborted) {
      const event = newest;
      try {
        await send(event, signal);
        if (newest === event) newest = undefined;
        stored(event);
      } catch (error) {
        if (signal.aborted) break;
        failed(error as Error);
        await sleep(PAUSE_MS * (0.5 + Math.random()), undefined, { signal }).catch(() => {});
      }
    }
    isSending = false;
  };
  return {
    submit(event) {
      newest = event;
      if (!isSending) sending = run();
    },
    async close() {
      stop.abort();
      await sending;
    },
  };
}

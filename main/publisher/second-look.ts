import type { NatsConnection } from "../nats/connection.ts";
import { mayAcceptRivals } from "../nats/server-version.ts";
import { pause } from "./pause.ts";

/** Milliseconds: rivals come within milliseconds, and by then all that were accepted are stored. */
const LATER_MS = 1000;

/**
 * Whether an accepted write is no promise that it stays: see `mayAcceptRivals`. Whoever wrote then looks again, a moment
 * after the last accepted write to a subject: of several rivals the newest finds an older event, and writes once more.
 */
export function needsSecondLook({ info }: NatsConnection): boolean {
  return info !== undefined && mayAcceptRivals(info);
}

/** Second looks to come: one for each key, which every further write puts off. */
export class SecondLooks {
  readonly #planned = new Map<string, { readonly what: object; readonly stop: AbortController }>();
  readonly #open = new Set<Promise<void>>();

  /** @param look must not reject; it may plan the next one */
  plan(key: string, what: object, look: () => Promise<void> | void): void {
    this.#planned.get(key)?.stop.abort();
    const stop = new AbortController();
    this.#planned.set(key, { what, stop });
    const done = pause(LATER_MS, stop.signal)
      .then(() => {
        if (stop.signal.aborted) return undefined;
        this.#planned.delete(key);
        return look();
      })
      .finally(() => this.#open.delete(done));
    this.#open.add(done);
  }

  /** Whether there is a look to come; or one at this. */
  has(key: string, what?: object): boolean {
    const planned = this.#planned.get(key);
    return planned !== undefined && (what === undefined || planned.what === what);
  }

  /** Resolves when there is none to come any more. */
  async settled(): Promise<void> {
    while (this.#open.size > 0) await Promise.all(this.#open);
  }

  stop(): void {
    for (const { stop } of this.#planned.values()) stop.abort();
    this.#planned.clear();
  }
}

import type { NatsConnection } from "../nats/connection.ts";
import { pause } from "../nats/pause.ts";
import { mayAcceptRivals } from "../nats/server-version.ts";

/** Milliseconds until the second look. Rival writes are milliseconds apart, so all accepted ones are stored by then. */
const LATER_MS = 1000;

/**
 * Whether an accepted write may be replaced by an older rival (see `mayAcceptRivals`). Then the writer reads the
 * subject again a moment after its last accepted write. The newest of several rivals may find an older event, and
 * writes again.
 */
export function needsSecondLook({ info }: NatsConnection): boolean {
  return info !== undefined && mayAcceptRivals(info);
}

/** The planned second looks, one per key. Each further write postpones it. */
export class SecondLooks {
  readonly #planned = new Map<string, { readonly what: object; readonly stop: AbortController }>();
  readonly #open = new Set<Promise<void>>();

  /** Plans or postpones the look of a key. @param look must not reject; it may plan the next one */
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

  /** Whether a look is planned for a key; with `what`, whether it is at this object. */
  has(key: string, what?: object): boolean {
    const planned = this.#planned.get(key);
    return planned !== undefined && (what === undefined || planned.what === what);
  }

  /** Resolves when no look is planned or running. */
  async settled(): Promise<void> {
    while (this.#open.size > 0) await Promise.all(this.#open);
  }

  stop(): void {
    for (const { stop } of this.#planned.values()) stop.abort();
    this.#planned.clear();
  }
}

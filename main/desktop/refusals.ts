import type { Clock } from "./clock.ts";

/** Milliseconds that one line of the log stands for. */
const ONE_LINE_EVERY = 60_000;

export interface Refusals {
  /** A message was refused. @param reason of few, to count by  @param detail for the first of a minute */
  add(reason: string, detail: string): void;
  stop(): void;
}

/**
 * Tells the log of refused messages: of the first at once, of those that follow within a minute how many there were.
 * Anybody who may send messages could fill the disk otherwise.
 */
export function createRefusals(clock: Pick<Clock, "after">, say: (line: string) => void): Refusals {
  let counts: Map<string, number> | undefined;
  let cancel = (): void => {};

  function sum(): void {
    const more = [...(counts ?? [])];
    counts = undefined;
    if (more.length === 0) return;
    say(`refused within a minute as well: ${more.map(([reason, times]) => `${times} ${reason}`).join(", ")}`);
    begin(); // while it goes on, one line a minute
  }

  function begin(): void {
    counts = new Map();
    cancel = clock.after(ONE_LINE_EVERY, sum);
  }

  return {
    add(reason, detail) {
      if (counts === undefined) {
        say(`refused: ${reason}: ${detail}`);
        begin();
      } else counts.set(reason, (counts.get(reason) ?? 0) + 1);
    },
    stop: () => cancel(),
  };
}

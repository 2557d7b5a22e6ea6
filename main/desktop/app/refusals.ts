import type { Clock } from "../clock.ts";

/** Milliseconds that one line of the log stands for. */
const ONE_LINE_EVERY = 60_000;

export interface Refusals {
  /** A message was refused. @param reason of few, to count by  @param line what the log says of the first of a minute */
  add(reason: string, line: string): void;
  stop(): void;
}

/**
 * Tells the log of refused messages: of the first of a reason at once, of those that follow within a minute how many
 * there were. Anybody who may send messages could fill the disk otherwise.
 */
export function createRefusals(clock: Pick<Clock, "after">, say: (line: string) => void): Refusals {
  /** By reason, how many came after the first; undefined while nothing was refused for a minute. */
  let more: Map<string, number> | undefined;
  let cancel = (): void => {};

  function sum(): void {
    const counts = [...(more ?? [])].filter(([, times]) => times > 0);
    more = undefined;
    if (counts.length === 0) return;
    say(
      `refused within a minute as well: ${counts.map(([reason, times]) => `${times} ${reason}`).join(", ")}`,
    );
    begin(counts.map(([reason]) => reason)); // while it goes on, one line a minute
  }

  function begin(said: readonly string[]): Map<string, number> {
    cancel = clock.after(ONE_LINE_EVERY, sum);
    more = new Map(said.map((reason) => [reason, 0]));
    return more;
  }

  return {
    add(reason, line) {
      const counts = more ?? begin([]);
      const times = counts.get(reason);
      if (times === undefined) say(line);
      counts.set(reason, times === undefined ? 0 : times + 1);
    },
    stop: () => cancel(),
  };
}

import type { Clock } from "../clock.ts";

/** Interval between two log lines, in milliseconds. */
const ONE_LINE_EVERY = 60_000;

export interface Refusals {
  /**
   * Counts a refused message.
   * @param reason key of the counter; use few different ones
   * @param line log line for the first message of this reason within a minute
   */
  add(reason: string, line: string): void;
  stop(): void;
}

/**
 * Logs refused messages. The first one of a reason is logged at once; later ones within a minute are logged as a count.
 * Otherwise anyone who may publish could fill the disk.
 */
export function createRefusals(clock: Pick<Clock, "after">, say: (line: string) => void): Refusals {
  /** Number of messages after the first, by reason. Undefined after a minute without a refusal. */
  let more: Map<string, number> | undefined;
  let cancel = (): void => {};

  function sum(): void {
    const counts = [...(more ?? [])].filter(([, times]) => times > 0);
    more = undefined;
    if (counts.length === 0) return;
    say(
      `refused within a minute as well: ${counts.map(([reason, times]) => `${times} ${reason}`).join(", ")}`,
    );
    begin(counts.map(([reason]) => reason)); // one line per minute while refusals continue
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

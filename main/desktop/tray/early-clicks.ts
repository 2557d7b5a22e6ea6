import type { Command } from "../../core/command.ts";

/** Who is told of clicks. */
export type TraySink = (command: Command) => void;

export interface EarlyClicks {
  readonly tell: TraySink;
  /** Tells somebody from now on, and of the last click before, when this turn is over. */
  listen(sink: TraySink): void;
}

/**
 * The tray stands before the rest of the app is loaded, which takes seconds on a slow computer. A click in that time is
 * not lost. Only the last one counts: a second click of somebody who waits is not meant to close what the first opens.
 */
export function earlyClicks(): EarlyClicks {
  let waiting: Command | undefined;
  let sink: TraySink = (command) => {
    waiting = command;
  };
  return {
    tell: (command) => sink(command),
    listen(next) {
      sink = next;
      const early = waiting;
      waiting = undefined;
      if (early !== undefined) setImmediate(() => next(early));
    },
  };
}

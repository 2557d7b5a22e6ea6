import type { Command } from "../../core/command.ts";

type CommandSink = (command: Command) => void;

export interface EarlyCommands {
  readonly tell: CommandSink;
  /** Tells the sink from now on, and of the kept command when this turn is over. */
  listen(sink: CommandSink): void;
}

/**
 * Keeps a command that comes before somebody listens. The tray stands before the rest of the app is loaded, and the rest
 * before there is a session: both can take seconds. Only the last command counts: a second click of a person who waits
 * is not meant to close what the first one opens.
 * @param dropped told of a command that a later one replaces
 */
export function earlyCommands(dropped: CommandSink = () => {}): EarlyCommands {
  let kept: Command | undefined;
  let sink: CommandSink = (command) => {
    if (command.kind === "keep-board" && kept !== undefined) return; // the second press of a double click
    if (kept !== undefined) dropped(kept);
    kept = command;
  };
  return {
    tell: (command) => sink(command),
    listen(next) {
      sink = next;
      const early = kept;
      kept = undefined;
      if (early !== undefined) setImmediate(() => next(early));
    },
  };
}

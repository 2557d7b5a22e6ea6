import type { Command } from "../../core/command.ts";

type CommandSink = (command: Command) => void;

export interface EarlyCommands {
  readonly tell: CommandSink;
  /** Sends later commands to the sink, and the kept command at the end of this turn of the event loop. */
  listen(sink: CommandSink): void;
}

/**
 * Keeps the last command until a sink listens. The tray appears before the rest of the app is loaded, and the rest is
 * loaded before a session exists. Both can take seconds. Only the last command counts, so that a second click by a
 * waiting person does not close the board that the first click opens.
 * @param dropped called with a command that a later one replaces
 */
export function earlyCommands(dropped: CommandSink = () => {}): EarlyCommands {
  let kept: Command | undefined;
  let sink: CommandSink = (command) => {
    if (command.kind === "keep-board" && kept !== undefined) return; // second press of a double click
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

import { Program } from "./program.ts";
import type { SessionBus } from "./session-bus.ts";
import { waitFor } from "./wait-for.ts";

/** A program of the desktop that a test may take away and bring back. */
export interface Part {
  readonly running: boolean;
  /** Starts it and waits until it can be used; nothing happens when it runs. */
  start(): Promise<void>;
  /** Ends it as a user would. */
  stop(): Promise<void>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
}

export interface PartOptions {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly bus: SessionBus;
  /** The bus names that it owns once it can be used. */
  readonly names: readonly string[];
  readonly input?: string;
  /** Something else that has to run first. */
  readonly needs?: Part;
  /** Called after it has ended by `stop` or `kill`. */
  readonly onGone?: () => void;
}

/** A part that is not started yet. */
export function definePart(options: PartOptions): Part {
  const { file, args, env, bus, names, input, needs, onGone } = options;
  let program: Program | undefined;
  const end = async (how: "stop" | "kill") => {
    if (!program) return;
    await program[how]();
    program = undefined;
    await waitFor(() => areOwned(bus, names, false), { what: `${file} leaves the bus` });
    onGone?.();
  };
  return {
    get running() {
      return program?.running ?? false;
    },
    async start() {
      if (program?.running) return;
      await needs?.start();
      const started = new Program(file, args, input === undefined ? { env } : { env, input });
      program = started;
      const ready = waitFor(() => areOwned(bus, names, true), {
        what: `${file} owns ${names.join(" and ")}`,
      });
      const failed = started.ended.then(() => {
        throw new Error(
          `${file} ended instead of starting: ${started.complaints.trim() || "without a word"}`,
        );
      });
      failed.catch(() => {}); // it also ends at the end, when nobody waits for it any more
      ready.catch(() => {});
      await Promise.race([ready, failed]);
    },
    stop: () => end("stop"),
    kill: () => end("kill"),
  };
}

async function areOwned(bus: SessionBus, names: readonly string[], wanted: boolean): Promise<boolean> {
  const owned = await Promise.all(names.map((name) => bus.hasOwner(name)));
  return owned.every((one) => one === wanted);
}

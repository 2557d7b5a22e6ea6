import { Program } from "./program.ts";
import type { SessionBus } from "./session-bus.ts";
import { waitFor } from "./wait-for.ts";

/** A program of the desktop that a test may stop and start. */
export interface Part {
  readonly running: boolean;
  /** Starts the program and waits until it is ready. Does nothing when it is running. */
  start(): Promise<void>;
  /** Ends it with SIGTERM. */
  stop(): Promise<void>;
  /** Ends it with SIGKILL, as a crash would. */
  kill(): Promise<void>;
}

export interface PartOptions {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly bus: SessionBus;
  /** Bus names that the program owns when it is ready. */
  readonly names: readonly string[];
  readonly input?: string;
  /** Part that must be running first. */
  readonly needs?: Part;
  /** Called after `stop` or `kill`. */
  readonly onGone?: () => void;
}

/** Defines a part without starting it. */
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
          `${file} ended instead of starting: ${started.complaints.trim() || "no error output"}`,
        );
      });
      failed.catch(() => {}); // it also rejects when the program ends later, after the race
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

import { argsBeforeLink } from "../../core/activation.ts";
import type { Presence } from "../../core/attention/attention.ts";
import {
  type Installation,
  nextUpdate,
  offeredBy,
  type Update,
  type UpdateLook,
  type UpdateState,
  type UpdateStep,
} from "../../core/update.ts";
import type { Clock } from "../clock.ts";
import { HIDDEN } from "../launch/command-line.ts";
import type { Log } from "../log/log.ts";

export interface UpdateWatchPorts {
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
  readonly installation: () => Installation;
  readonly person: () => Omit<UpdateLook, "installation" | "isLocked">;
  /** Shows the update to the person; null when there is none any more. */
  readonly offer: (update: Update | null) => void;
  /** Starts the installed program as soon as this process has ended, and ends this process. */
  readonly restart: () => void;
}

export interface UpdateWatch {
  /** Looks at the installation, and restarts the app if nobody is at it. */
  look(): void;
  presenceChanged(presence: Presence): void;
  /** Restarts now, because the person wants it, if an update is offered. */
  restart(): void;
}

/** Watches for another version that was installed over the running one. */
export function watchForUpdate(ports: UpdateWatchPorts): UpdateWatch {
  const { clock, log, installation, person, offer } = ports;
  const { build, program } = installation();
  if (build === undefined || program === undefined) {
    log.info("updates: not watched, because this is no package");
    return { look() {}, presenceChanged() {}, restart() {} };
  }
  let state: UpdateState = { running: { build, program }, found: null, lastWindowAt: clock.now() };
  let isLocked = false;
  let isRestarting = false;
  let logged = "";
  let offered = "null";

  function see(): UpdateStep {
    const seen = nextUpdate(state, { installation: installation(), isLocked, ...person() }, clock.now());
    state = seen.state;
    const update = offeredBy(seen.step);
    const line = `updates: ${JSON.stringify(seen.step)}`;
    if (line !== logged && (logged !== "" || seen.step.kind !== "current")) log.info(line);
    logged = line;
    if (JSON.stringify(update) !== offered) offer(update);
    offered = JSON.stringify(update);
    return seen.step;
  }

  function restart(): void {
    isRestarting = true;
    ports.restart();
  }

  function look(): void {
    if (!isRestarting && see().kind === "restart") restart();
  }

  return {
    look,
    presenceChanged(presence) {
      isLocked = presence.isLocked;
      look();
    },
    restart() {
      if (isRestarting) return;
      // Looks again, because the program may have been removed since the offer.
      if (offeredBy(see()) === null) return;
      log.info("updates: restarted by the person");
      restart();
    },
  };
}

/** Arguments of the next start: those of this one, without its link, and without a window. */
export function restartArgs(args: readonly string[]): string[] {
  return [...argsBeforeLink(args).filter((arg) => arg !== HIDDEN), HIDDEN];
}

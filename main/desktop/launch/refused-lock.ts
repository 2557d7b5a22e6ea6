import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { app } from "electron";
import { SETTLED_AFTER } from "./activations.ts";
import { CannotStart } from "./cannot-start.ts";
import { desktopSessionOf } from "./desktop-session.ts";
import { isAcknowledged } from "./heard-start.ts";
import { whyRefused } from "./instance-lock.ts";

/** Milliseconds to wait for the running app, and between two checks. */
const PATIENCE = 5_000;
const LOOK_EVERY = 50;

/**
 * Ends a start that did not get the lock: the running app opens its board unless it has just started.
 * @param isHidden whether this start is no request for the board
 * @throws a `CannotStart` for every other reason
 */
export async function leave(isHidden: boolean): Promise<void> {
  const userData = app.getPath("userData");
  const me = { host: hostname(), pid: process.pid, session: desktopSessionOf(process.env) };
  const why = whyRefused(userData, me, process.platform, isAlive);
  if (why.kind === "cannot-start") throw new CannotStart(why.problem);
  if (why.kind === "runs-perhaps-elsewhere" && !(await isHeard(userData))) {
    throw new CannotStart({ key: "runs-unanswering", args: [String(why.pid)] });
  }
  process.stderr.on("error", () => {}); // the terminal may be closed
  const settled = `${SETTLED_AFTER / 1_000} seconds`;
  const effect = isHidden
    ? "it stays in the tray"
    : `it opens its board, unless it was started less than ${settled} ago`;
  process.stderr.write(`alrimi runs already; ${effect}\n`);
  app.exit(0);
}

async function isHeard(userData: string): Promise<boolean> {
  const startedAt = Date.now() - process.uptime() * 1_000;
  for (let waited = 0; waited < PATIENCE; waited += LOOK_EVERY) {
    if (isAcknowledged(userData, startedAt)) return true;
    await sleep(LOOK_EVERY);
  }
  return false;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

import { hostname } from "node:os";
import { app } from "electron";
import { CannotStart } from "./cannot-start.ts";
import { sessionOf } from "./desktop-session.ts";
import { whyRefused } from "./instance-lock.ts";

/**
 * The end of a start that did not get the lock: the app runs already and opens its board.
 * @throws a `CannotStart` when that is not why
 */
export function leave(): void {
  const me = { host: hostname(), pid: process.pid, session: sessionOf(process.env) };
  const why = whyRefused(app.getPath("userData"), me, process.platform, isAlive);
  if (why.kind === "cannot-start") throw new CannotStart(why.problem);
  process.stderr.on("error", () => {}); // the terminal may be gone
  process.stderr.write("alrimi runs already; it opens its board\n");
  app.exit(0);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

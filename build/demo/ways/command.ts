import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { alrimi } from "../server.ts";
import type { Send } from "./repeat.ts";

export interface CommandLogin {
  readonly server: string;
  readonly username: string;
  readonly password: string;
}

/**
 * Runs `alrimi publish` for each event. It takes some 0.8 s, because a new process loads the sources: fine for a
 * script, too slow for a service with many events.
 */
export function commandSender({ server, username, password }: CommandLogin): Send {
  return async ({ service, user, count, sequence, epoch, occurredAt, dueAt }, signal) => {
    const options = {
      ...{ server, username, service, user, count, sequence, epoch },
      "occurred-at": new Date(occurredAt).toISOString(),
      ...(dueAt === undefined ? {} : { "due-at": new Date(dueAt).toISOString() }),
    };
    const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
    const env = { ...process.env, ALRIMI_PASSWORD: password };
    await promisify(execFile)(process.execPath, [alrimi, "publish", ...args], { env, signal });
  };
}

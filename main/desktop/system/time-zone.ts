import { readlinkSync, statSync } from "node:fs";

/** Where the system keeps its zone, on Linux and on macOS. */
const SYSTEM_ZONE = "/etc/localtime";

export interface TimeZoneOptions {
  readonly platform: NodeJS.Platform;
  /** The process's own: taking `TZ` out of it has an effect beyond the object. */
  readonly env: NodeJS.ProcessEnv;
  /** The file of {@link SYSTEM_ZONE}, for tests. */
  readonly file?: string;
  /** The clock shows another time from now on. */
  readonly changed: () => void;
}

/**
 * Follows the system's time zone. V8 remembers the zone that it found first; but Node lets it ask the system again
 * whenever `TZ` is set or taken out of `process.env`, also where there is none (`DateTimeConfigurationChangeNotification`
 * in node_env_var.cc; so it is in Node 20 and 24). Chromium tells its windows by itself, as long as there is no `TZ`.
 * A `TZ` that was given to the process is meant, and stays.
 * @returns looks whether the zone has changed; costs two system calls
 */
export function followTimeZone({ platform, env, file = SYSTEM_ZONE, changed }: TimeZoneOptions): () => void {
  if (env["TZ"] !== undefined) return () => {};
  // Asking is cheap on Windows. Elsewhere ICU may compare the file with all zones that there are: only when it is another.
  const markOf = platform === "win32" ? () => undefined : () => markOfFile(file);
  let mark = markOf();
  let offsets = offsetsOfYear();
  return () => {
    const now = markOf();
    if (now !== undefined && now === mark) return;
    mark = now;
    delete env["TZ"];
    const before = offsets;
    offsets = offsetsOfYear();
    if (offsets !== before) changed();
  };
}

/** Where the link leads to, and which file that is; "" while there is none (UTC). */
function markOfFile(file: string): string {
  try {
    const { ino, mtimeMs } = statSync(file);
    return `${targetOf(file)} ${ino} ${mtimeMs}`;
  } catch {
    return "";
  }
}

function targetOf(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return ""; // a file of its own, as in many containers
  }
}

/** What the clock shows around the year: of two zones with the same, neither shows another time. */
function offsetsOfYear(): string {
  const day = new Date();
  return Array.from({ length: 53 }, (_, week) =>
    new Date(day.getTime() + week * 604_800_000).getTimezoneOffset(),
  ).join();
}

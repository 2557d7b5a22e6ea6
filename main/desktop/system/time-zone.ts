import { readlinkSync, statSync } from "node:fs";

/** Time zone of the system on Linux and macOS. */
const SYSTEM_ZONE = "/etc/localtime";

export interface TimeZoneOptions {
  readonly platform: NodeJS.Platform;
  /** Must be `process.env` itself: deleting its `TZ` has a side effect. */
  readonly env: NodeJS.ProcessEnv;
  /** Path instead of {@link SYSTEM_ZONE}, for tests. */
  readonly file?: string;
  /** Called when the local time has changed. */
  readonly changed: () => void;
}

/**
 * Follows the system's time zone. V8 caches the zone, but Node makes it read the system again whenever `TZ` is set in
 * or deleted from `process.env`, also when it is missing (`DateTimeConfigurationChangeNotification` in node_env_var.cc,
 * in Node 20 and 24). Chromium updates its windows itself as long as there is no `TZ`. A given `TZ` is intended, and
 * stays.
 * @returns checks whether the zone has changed; costs two system calls
 */
export function followTimeZone({ platform, env, file = SYSTEM_ZONE, changed }: TimeZoneOptions): () => void {
  if (env["TZ"] !== undefined) return () => {};
  // Reading is cheap on Windows. Elsewhere ICU may compare the file with all zones, so it is read only after a change
  // of the file.
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

/** Target of the link and identity of the file; "" while there is none (UTC). */
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
    return ""; // a regular file, as in many containers
  }
}

/** Offsets of the whole year. Zones with equal offsets show the same time. */
function offsetsOfYear(): string {
  const day = new Date();
  return Array.from({ length: 53 }, (_, week) =>
    new Date(day.getTime() + week * 604_800_000).getTimezoneOffset(),
  ).join();
}

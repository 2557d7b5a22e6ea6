import type { FleetReport } from "../../contract/fleet.ts";
import type { Problem } from "../../core/problem.ts";
import type { NotificationFacts, TrayFacts } from "./gathered.ts";

/** The problems that mean that notifications do not appear. "Do not disturb" is the person's own choice. */
const BLOCKED: readonly Problem["key"][] = [
  "notifications-off",
  "notifications-failed",
  "no-notification-server",
];

/** The diagnostics in the words of a report to the fleet. */
export function deviceState(
  { blocker, server, isStartable }: NotificationFacts,
  { hasHost }: TrayFacts,
  problems: readonly Problem[],
): Pick<FleetReport, "notifications" | "tray"> {
  const has = (keys: readonly Problem["key"][]): boolean => problems.some(({ key }) => keys.includes(key));
  const isLinux = isStartable !== null || server !== null;
  const isOff = blocker !== null && blocker !== "unknown";
  const isWithoutServer = isLinux && server === null && isStartable === false;
  return {
    notifications:
      isOff || isWithoutServer || has(BLOCKED) ? "blocked" : blocker === "unknown" ? "unknown" : "shown",
    tray: hasHost === null ? "unknown" : hasHost && !has(["no-tray"]) ? "there" : "missing",
  };
}

import type { PowerMonitor } from "electron";

/**
 * Milliseconds without input into the session. Undefined under Wayland: an X server there notices only the input into its
 * own windows, and Electron knows no other source.
 */
export function idleTime(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
  monitor: Pick<PowerMonitor, "getSystemIdleTime">,
): number | undefined {
  const isWayland = Boolean(env["WAYLAND_DISPLAY"]) || env["XDG_SESSION_TYPE"] === "wayland";
  if (platform === "linux" && (isWayland || !env["DISPLAY"])) return undefined;
  return monitor.getSystemIdleTime() * 1_000;
}

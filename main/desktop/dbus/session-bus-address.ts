import { statSync } from "node:fs";
import { join } from "node:path";

/**
 * Finds the session bus when the environment names none: systemd, elogind and dbus-user-session put it at
 * `$XDG_RUNTIME_DIR/bus`. Chromium sets the variable to `disabled:` before it runs the app if it was missing, and then
 * no library would look at that path.
 * @returns undefined to leave the environment unchanged
 */
export function sessionBusAddress(env: NodeJS.ProcessEnv): string | undefined {
  const { DBUS_SESSION_BUS_ADDRESS: given = "", XDG_RUNTIME_DIR: folder = "" } = env;
  if (given !== "" && given !== "disabled:") return undefined;
  if (!/^\/[-\w/.]*$/.test(folder)) return undefined; // other characters would need escapes, which few libraries decode
  const socket = join(folder, "bus");
  try {
    return statSync(socket).isSocket() ? `unix:path=${socket}` : undefined;
  } catch {
    return undefined;
  }
}

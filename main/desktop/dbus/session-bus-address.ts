import { statSync } from "node:fs";
import { join } from "node:path";

/**
 * The address of the session's bus where the environment names none: systemd, elogind and dbus-user-session keep it at
 * `$XDG_RUNTIME_DIR/bus`. Chromium writes `disabled:` into an environment without one, before it runs the app, so that
 * neither it nor anybody else would look there any more.
 * @returns undefined to leave the environment as it is
 */
export function sessionBusAddress(env: NodeJS.ProcessEnv): string | undefined {
  const { DBUS_SESSION_BUS_ADDRESS: given = "", XDG_RUNTIME_DIR: folder = "" } = env;
  if (given !== "" && given !== "disabled:") return undefined;
  if (!/^\/[-\w/.]*$/.test(folder)) return undefined; // anything else would need escapes, which few readers undo
  const socket = join(folder, "bus");
  try {
    return statSync(socket).isSocket() ? `unix:path=${socket}` : undefined;
  } catch {
    return undefined;
  }
}

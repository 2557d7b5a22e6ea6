import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { bus } from "../../build/desktop/config-texts.ts";

const INSTALLED = "/usr/share/dbus-1/services";
/** Several notification servers may be installed and only the desktop's own may run; portals belong to a real login. */
const NOT_STARTED = /^Name=(org\.freedesktop\.Notifications|org\.freedesktop\.portal\.Desktop)\s*$/m;

/** The configuration of a session bus that starts services as the desktop's own bus would, less a few. */
export function busConfig(runtimeDir: string): string {
  const services = join(runtimeDir, "services");
  mkdirSync(services);
  for (const name of readdirSync(INSTALLED)) {
    if (NOT_STARTED.test(readFileSync(join(INSTALLED, name), "utf8"))) continue;
    symlinkSync(join(INSTALLED, name), join(services, name));
  }
  return bus(runtimeDir, services);
}

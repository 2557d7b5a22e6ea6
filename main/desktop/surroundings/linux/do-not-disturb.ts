import type { Bus } from "../../dbus/dbus.ts";
import { watchProperty } from "./watched-property.ts";

const DAEMON = { destination: "org.freedesktop.Notifications", path: "/org/freedesktop/Notifications" };

/** Which daemons say that they hold notifications back: KDE's, also while the screen is shared, and dunst. */
const PLACES = [
  { interface: "org.freedesktop.Notifications", property: "Inhibited" },
  { interface: "org.dunstproject.cmd0", property: "paused" },
] as const;

/**
 * Whether the desktop was told not to disturb. GNOME and others keep that to themselves, and hold notifications back
 * by themselves.
 * @param bus the session's
 * @param say told at each change; false where the daemon offers nothing of the kind
 */
export function watchDoNotDisturb(bus: Bus, say: (isOn: boolean) => void): () => void {
  const on = new Set<string>();
  const stops = PLACES.map(({ interface: name, property }) =>
    watchProperty(bus, { ...DAEMON, interface: name }, property, (value) => {
      if (value === true) on.add(property);
      else on.delete(property);
      say(on.size > 0);
    }),
  );
  return () => {
    for (const stop of stops) stop();
  };
}

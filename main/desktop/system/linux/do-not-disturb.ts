import type { Bus } from "../../dbus/bus.ts";
import { NOTIFICATION_SERVER } from "../../dbus/notification-server.ts";
import { watchProperty } from "./watched-property.ts";
import { watchXfceDoNotDisturb } from "./xfce-do-not-disturb.ts";

/** Properties by which a daemon reports "do not disturb": KDE's, set also while the screen is shared, and dunst's. */
export const DO_NOT_DISTURB = [
  { interface: NOTIFICATION_SERVER.interface, property: "Inhibited" },
  { interface: "org.dunstproject.cmd0", property: "paused" },
] as const;

/**
 * Watches "do not disturb" of KDE, dunst and XFCE. GNOME and others do not report it; they hold notifications back
 * themselves.
 * @param bus the session bus
 * @param say called at each change; false where the daemon does not report it
 */
export function watchDoNotDisturb(bus: Bus, say: (isOn: boolean) => void): () => void {
  const on = new Set<string>();
  const sayFor = (place: string, isOn: boolean): void => {
    if (isOn) on.add(place);
    else on.delete(place);
    say(on.size > 0);
  };
  const stops = [
    ...DO_NOT_DISTURB.map(({ interface: name, property }) =>
      watchProperty(bus, { ...NOTIFICATION_SERVER, interface: name }, property, (value) =>
        sayFor(property, value === true),
      ),
    ),
    watchXfceDoNotDisturb(bus, (isOn) => sayFor("xfce", isOn)),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

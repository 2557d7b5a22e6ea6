import type { Bus } from "../../dbus/bus.ts";
import { NOTIFICATION_SERVER } from "../../dbus/notification-server.ts";
import { watchProperty } from "./watched-property.ts";
import { watchXfceDoNotDisturb } from "./xfce-do-not-disturb.ts";

/** Which daemons say that they hold notifications back: KDE's, also while the screen is shared, and dunst. */
const PLACES = [
  { interface: NOTIFICATION_SERVER.interface, property: "Inhibited" },
  { interface: "org.dunstproject.cmd0", property: "paused" },
] as const;

/**
 * Whether the desktop was told not to disturb: KDE, dunst and XFCE say so. GNOME and others keep that to themselves, and hold notifications back
 * by themselves.
 * @param bus the session's
 * @param say told at each change; false where the daemon offers nothing of the kind
 */
export function watchDoNotDisturb(bus: Bus, say: (isOn: boolean) => void): () => void {
  const on = new Set<string>();
  const sayFor = (place: string, isOn: boolean): void => {
    if (isOn) on.add(place);
    else on.delete(place);
    say(on.size > 0);
  };
  const stops = [
    ...PLACES.map(({ interface: name, property }) =>
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

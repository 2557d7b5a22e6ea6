import type { Bus } from "../../dbus/bus.ts";

/**
 * Screen savers that report whether they cover the screen. KDE uses the first two paths; most desktops have their own
 * name.
 */
export const SCREEN_SAVERS = [
  { destination: "org.freedesktop.ScreenSaver", path: "/org/freedesktop/ScreenSaver" },
  { destination: "org.freedesktop.ScreenSaver", path: "/ScreenSaver" },
  { destination: "org.gnome.ScreenSaver", path: "/org/gnome/ScreenSaver" },
  { destination: "org.cinnamon.ScreenSaver", path: "/org/cinnamon/ScreenSaver" },
  { destination: "org.mate.ScreenSaver", path: "/org/mate/ScreenSaver" },
  { destination: "org.xfce.ScreenSaver", path: "/org/xfce/ScreenSaver" },
].map((place) => ({ ...place, interface: place.destination }));

/**
 * Watches all screen savers. Starts none of them.
 * @param bus the session bus
 * @param say called at each change; true while any is active
 */
export function watchScreenSavers(bus: Bus, say: (isActive: boolean) => void): () => void {
  const active = new Set<string>();
  const stops = SCREEN_SAVERS.map((saver) => {
    const key = `${saver.destination} ${saver.path}`;
    let heard = 0;
    const tell = (isActive: boolean): void => {
      heard++;
      if (isActive) active.add(key);
      else active.delete(key);
      say(active.size > 0);
    };
    const read = (): void => {
      const before = ++heard;
      // Without a timeout: a late answer is useful too.
      bus.call({ ...saver, member: "GetActive", mayStart: false }, Number.POSITIVE_INFINITY).then(
        ([isActive]) => heard === before && tell(isActive === true),
        () => heard === before && tell(false), // GNOME's stand-in for the freedesktop name lacks the method
      );
    };
    const stopOwner = bus.onNameOwner(saver.destination, (owner) =>
      owner === undefined ? tell(false) : read(),
    );
    const stopSignal = bus.onSignal(
      { sender: saver.destination, path: saver.path, interface: saver.interface, member: "ActiveChanged" },
      ([isActive]) => tell(isActive === true),
    );
    return () => {
      heard++;
      stopOwner();
      stopSignal();
    };
  });
  return () => {
    for (const stop of stops) stop();
  };
}

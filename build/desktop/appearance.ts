import { Message, type MessageBus, sessionBus, Variant } from "@jellybrick/dbus-next";

const NAME = "org.freedesktop.portal.Desktop";
const PATH = "/org/freedesktop/portal/desktop";
const SETTINGS = "org.freedesktop.portal.Settings";
const NAMESPACE = "org.freedesktop.appearance";
const KEY = "color-scheme";

/** The desktop's light or dark setting, which portals report to programs. */
export interface Appearance {
  setDark(isDark: boolean): void;
  close(): void;
}

/**
 * Provides the settings portal on a private bus. Programs read it at their start and follow its signals.
 * @throws when there is no bus, or the name is taken
 */
export async function playAppearance(busAddress: string, isDark: boolean): Promise<Appearance> {
  const bus: MessageBus = sessionBus({ busAddress });
  bus.on("error" as "connect", () => {}); // the bus may end first
  let scheme = schemeOf(isDark);
  bus.addMethodHandler((message) => {
    if (message.path !== PATH || message.interface !== SETTINGS) return false;
    if (message.member !== "Read" && message.member !== "ReadOne") return false;
    if (message.body[0] !== NAMESPACE || message.body[1] !== KEY) {
      bus.send(Message.newError(message, "org.freedesktop.portal.Error.NotFound", "no such setting"));
      return true;
    }
    // The older method wraps its value twice.
    const value = message.member === "Read" ? new Variant("v", scheme) : scheme;
    bus.send(Message.newMethodReturn(message, "v", [value]));
    return true;
  });
  await bus.requestName(NAME, 0);
  return {
    setDark(nowDark) {
      scheme = schemeOf(nowDark);
      bus.send(Message.newSignal(PATH, SETTINGS, "SettingChanged", "ssv", [NAMESPACE, KEY, scheme]));
    },
    close: () => bus.disconnect(),
  };
}

function schemeOf(isDark: boolean): Variant {
  return new Variant("u", isDark ? 1 : 2);
}

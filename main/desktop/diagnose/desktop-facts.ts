import type { NotificationFacts, TrayFacts } from "../../view/diagnostics/gathered.ts";
import type { Bus } from "../dbus/bus.ts";
import { BUS_DAEMON } from "../dbus/bus-daemon.ts";
import { NOTIFICATION_SERVER } from "../dbus/notification-server.ts";
import { type BlockerPorts, notificationBlocker } from "../notify/notification-blocker.ts";
import { DO_NOT_DISTURB } from "../system/linux/do-not-disturb.ts";
import { TRAY_WATCHER } from "../tray/tray-host.ts";

/** Milliseconds that the desktop may take to answer one question. */
const PATIENCE = 2_000;

export interface DesktopPorts extends BlockerPorts {
  readonly platform: NodeJS.Platform;
  /** The session bus; exists on Linux only. */
  readonly bus: Bus | undefined;
  /** Resolves to undefined when it cannot be determined. */
  readonly hasXEmbedTray: () => Promise<boolean | undefined>;
}

/** What the OS says about notifications. No notification server is started for it. */
export async function notificationFacts(ports: DesktopPorts): Promise<NotificationFacts> {
  const { platform, bus } = ports;
  if (platform !== "linux") {
    const blocker = await notificationBlocker(platform, ports);
    return { blocker: blocker ?? null, server: null, isStartable: null, isInhibited: null };
  }
  if (bus === undefined) return { blocker: null, server: null, isStartable: false, isInhibited: null };
  const ask = async (member: string): Promise<readonly unknown[] | undefined> =>
    answer(bus.call({ ...NOTIFICATION_SERVER, member, mayStart: false }, PATIENCE));
  const [information, capabilities, startable, ...inhibitions] = await Promise.all([
    ask("GetServerInformation"),
    ask("GetCapabilities"),
    answer(bus.call({ ...BUS_DAEMON, member: "ListActivatableNames" }, PATIENCE)),
    ...DO_NOT_DISTURB.map(({ interface: name, property }) =>
      answer(bus.property({ ...NOTIFICATION_SERVER, interface: name, mayStart: false }, property, PATIENCE)),
    ),
  ]);
  const isStartable = textsIn(startable?.[0]).includes(NOTIFICATION_SERVER.destination);
  const isInhibited = inhibitions.some((value) => typeof value === "boolean")
    ? inhibitions.includes(true)
    : null;
  const [name, vendor, version, specification] = (information ?? []).map(String);
  const isThere = information !== undefined || capabilities !== undefined;
  return {
    blocker: null,
    server: isThere
      ? {
          name: name ?? "",
          vendor: vendor ?? "",
          version: version ?? "",
          specification: specification ?? "",
          capabilities: textsIn(capabilities?.[0]),
        }
      : null,
    isStartable,
    isInhibited,
  };
}

/** Whether the desktop has a tray. Windows and macOS always have one. */
export async function trayFacts({ platform, bus, hasXEmbedTray }: DesktopPorts): Promise<TrayFacts> {
  if (platform !== "linux") return { hasHost: true, statusNotifier: null, xEmbed: null };
  const [host, xEmbed] = await Promise.all([
    bus &&
      answer(bus.property({ ...TRAY_WATCHER, mayStart: false }, "IsStatusNotifierHostRegistered", PATIENCE)),
    hasXEmbedTray(),
  ]);
  const statusNotifier = host === true;
  return {
    hasHost: statusNotifier || (xEmbed ?? null),
    statusNotifier,
    xEmbed: xEmbed ?? null,
  };
}

/** Undefined instead of an error: nobody is there, or does not answer. */
function answer<Value>(question: Promise<Value>): Promise<Value | undefined> {
  return question.catch(() => undefined);
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

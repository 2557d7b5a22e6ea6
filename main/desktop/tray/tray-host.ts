import type { Clock } from "../clock.ts";
import type { Bus } from "../dbus/bus.ts";
import { watchProperty } from "../system/linux/watched-property.ts";

/** Watches whether the desktop has a tray and our icon is in it (Linux; Windows and macOS always have one). */

const WATCHER = "org.kde.StatusNotifierWatcher";
export const TRAY_WATCHER = { destination: WATCHER, path: "/StatusNotifierWatcher", interface: WATCHER };
const BUS = {
  destination: "org.freedesktop.DBus",
  path: "/org/freedesktop/DBus",
  interface: "org.freedesktop.DBus",
};

/** Milliseconds. A panel may start after the app, and is away for a moment while it restarts. */
export const TRAY_MAY_TAKE = 10_000;
/**
 * Milliseconds between two looks for an XEmbed tray, which nothing announces: while there is none, and once it is
 * there.
 */
export const LOOK_EVERY = 5_000;
const LOOK_AFTER_EVERY = 60_000;
/** Milliseconds in which Electron registers its icon itself with a restarted panel. */
export const ICON_MAY_TAKE = 2_000;
const MOST_RENEWALS = 3;

/** Receives the state of the tray. */
export interface TrayHostSink {
  /** Called when the state is known, and at every change. */
  changed(hasTray: boolean): void;
  /** There is a tray, but our icon is not in it. */
  iconMissing(): void;
}

export interface TrayHostPorts {
  /** The session bus. */
  readonly bus: Bus | undefined;
  readonly clock: Clock;
  /** Resolves to undefined when it cannot be determined. */
  readonly hasXEmbedTray: () => Promise<boolean | undefined>;
  /** Process id of the app. */
  readonly pid: number;
}

/** Starts to watch. Returns the undo. */
export function watchTrayHost(
  { bus, clock, hasXEmbedTray, pid }: TrayHostPorts,
  sink: TrayHostSink,
): () => void {
  let isHosted = false;
  let known: boolean | undefined;
  let absentSince = clock.now();
  let renewals = 0;
  let isStopped = false;
  let cancelLook = (): void => {};
  let cancelCheck = (): void => {};

  function tell(hasTray: boolean): void {
    if (known === hasTray) return;
    known = hasTray;
    sink.changed(hasTray);
  }

  /** Looks for an XEmbed tray until there is a StatusNotifier host, which is announced. */
  async function look(): Promise<void> {
    cancelLook();
    if (isStopped || isHosted) return;
    const isThere = await hasXEmbedTray();
    if (isStopped || isHosted) return;
    if (isThere === true) {
      absentSince = clock.now();
      tell(true);
    } else if (isThere === false && clock.now() - absentSince >= TRAY_MAY_TAKE) {
      tell(false); // not when it cannot be determined
    }
    cancelLook();
    cancelLook = clock.after(isThere ? LOOK_AFTER_EVERY : LOOK_EVERY, () => void look());
  }

  function hosted(now: boolean): void {
    if (now === isHosted) return;
    isHosted = now;
    cancelCheck();
    if (isHosted) {
      cancelLook();
      tell(true);
      renewals = 0;
      cancelCheck = clock.after(ICON_MAY_TAKE, () => void check());
    } else {
      absentSince = clock.now();
      void look();
    }
  }

  /**
   * Checks that our icon is registered. Electron registers its icon again when a panel restarts, but never with the
   * first panel that starts after the app: the icon then stays in the XEmbed tray, which is not shown (Chromium,
   * status_icon_linux_dbus.cc).
   */
  async function check(): Promise<void> {
    if (bus === undefined || (await isOurIconThere(bus, pid)) !== false) return;
    if (isStopped || !isHosted || renewals >= MOST_RENEWALS) return;
    renewals++;
    sink.iconMissing();
    cancelCheck = clock.after(ICON_MAY_TAKE, () => void check());
  }

  const stops =
    bus === undefined
      ? []
      : [
          watchProperty(bus, TRAY_WATCHER, "IsStatusNotifierHostRegistered", (value) =>
            hosted(value === true),
          ),
          // Some watchers do not announce changes of the property, but all must send these two signals.
          bus.onSignal({ sender: WATCHER, interface: WATCHER, member: "StatusNotifierHostRegistered" }, () =>
            hosted(true),
          ),
          bus.onSignal(
            { sender: WATCHER, interface: WATCHER, member: "StatusNotifierHostUnregistered" },
            () =>
              bus.property({ ...TRAY_WATCHER, mayStart: false }, "IsStatusNotifierHostRegistered").then(
                (value) => hosted(value === true),
                () => hosted(false),
              ),
          ),
        ];
  void look();
  return () => {
    isStopped = true;
    cancelLook();
    cancelCheck();
    for (const stop of stops) stop();
  };
}

/** Undefined when it cannot be determined. */
async function isOurIconThere(bus: Bus, pid: number): Promise<boolean | undefined> {
  try {
    const items = await bus.property({ ...TRAY_WATCHER, mayStart: false }, "RegisteredStatusNotifierItems");
    if (!Array.isArray(items)) return undefined;
    // `:1.7`, `:1.7/StatusNotifierItem` or `:1.7@/StatusNotifierItem`, depending on the watcher
    const names = items.map((item) => String(item).split(/[@/]/, 1)[0] ?? "");
    const owners = await Promise.all(names.map((name) => pidOf(bus, name)));
    return owners.includes(pid) ? true : owners.includes(undefined) ? undefined : false;
  } catch {
    return undefined;
  }
}

/** Process id of a name's owner. 0 when the name has no owner; undefined when it cannot be determined. */
async function pidOf(bus: Bus, name: string): Promise<number | undefined> {
  if (!/^:?[\w-]+(\.[\w-]+)+$/.test(name)) return undefined;
  try {
    const [pid] = await bus.call({
      ...BUS,
      member: "GetConnectionUnixProcessID",
      signature: "s",
      body: [name],
    });
    return Number(pid);
  } catch (error) {
    return error instanceof Error && error.name.endsWith("NameHasNoOwner") ? 0 : undefined;
  }
}

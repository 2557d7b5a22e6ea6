import { writeFile } from "node:fs/promises";
import type { Message } from "@jellybrick/dbus-next";
import { plain, SessionBus } from "./session-bus.ts";
import { waitFor } from "./wait-for.ts";

const daemonName = "org.freedesktop.Notifications";
const daemonPath = "/org/freedesktop/Notifications";
const dunst = { destination: daemonName, path: daemonPath, interface: "org.dunstproject.cmd0" };
const methodCall = 1;
const methodReturn = 2;

/** A notification as the app sent it and as the daemon answered it. */
export interface ShownNotification {
  /** The daemon's id. */
  readonly id: number;
  readonly appName: string;
  readonly summary: string;
  /** As sent: markup is not resolved. */
  readonly body: string;
  readonly urgency: "low" | "normal" | "critical";
  /** Sent without a sound. */
  readonly isSilent: boolean;
  /** Keys of the actions; `default` is a click on the notification itself. */
  readonly actions: readonly string[];
  /** What stands on the actions, in the same order. */
  readonly labels: readonly string[];
  /** The id of the notification that this one replaced; 0 when it is new. */
  readonly replaces: number;
}

/** A notification that is no longer shown, from the daemon's history, newest first. */
export interface PastNotification {
  readonly id: number;
  readonly appName: string;
  readonly summary: string;
  readonly body: string;
  readonly urgency: ShownNotification["urgency"] | undefined;
}

/** What a person sees and does with the notifications of a virtual desktop. */
export interface Notifications {
  /** Those on the screen now, oldest first. */
  displayed(): Promise<readonly ShownNotification[]>;
  /** Every one that was ever sent on this desktop, oldest first, whether it is still shown or not. */
  sent(): readonly ShownNotification[];
  history(): Promise<readonly PastNotification[]>;
  /**
   * Clicks a notification, the newest one when no id is given, or one of its buttons; it is closed afterwards.
   * @param action key of the action, by default the click on the notification itself
   * @throws when it is not shown or has no such action
   */
  click(id?: number, action?: string): Promise<void>;
  closeAll(): Promise<void>;
}

/** Listens on the bus from now on; `close` ends that. */
export async function watchNotifications(
  address: string,
  bus: SessionBus,
  clickFile: string,
): Promise<Notifications & { close(): void; daemonGone(): void }> {
  const log = new NotificationLog();
  const monitor = await SessionBus.connect(address);
  const about = `interface='${daemonName}'`;
  await monitor.monitor(
    [`type='method_call',${about}`, `type='signal',${about}`, "type='method_return'"],
    (m) => log.take(m),
  );
  const displayed = () => [...log.open.values()].sort((a, b) => a.id - b.id);
  return {
    displayed: async () => displayed(),
    sent: () => log.all,
    history: () => readHistory(bus, log),
    async click(id, action = "default") {
      const target = displayed().findLast((one) => id === undefined || one.id === id);
      if (!target) throw new Error(`No notification to click: ${id ?? "none"} is shown`);
      if (!target.actions.includes(action))
        throw new Error(`Notification ${target.id} has no action ${action}`);
      await invoke(bus, log, clickFile, target.id, action);
    },
    async closeAll() {
      await bus.call({ ...dunst, member: "NotificationCloseAll" });
    },
    daemonGone: () => log.open.clear(),
    close: () => monitor.close(),
  };
}

/**
 * dunst can act on one notification of many only through its context menu, so the desktop's "menu program" is a
 * script that picks the line of the notification named in a file. Unlike a mouse click it leaves the notification
 * open, hence the closing.
 */
async function invoke(
  bus: SessionBus,
  log: NotificationLog,
  clickFile: string,
  id: number,
  action: string,
): Promise<void> {
  const before = log.invoked.length;
  await writeFile(clickFile, `[${id},${action}]`);
  await bus.call({ ...dunst, member: "ContextMenuCall" });
  await waitFor(() => log.invoked.slice(before).includes(`${id} ${action}`), {
    what: `the click on notification ${id} reaches the app`,
  });
  const daemon = { destination: daemonName, path: daemonPath, interface: daemonName };
  if (log.open.has(id)) {
    await bus.call({ ...daemon, member: "CloseNotification", signature: "u", body: [id] });
  }
  await waitFor(() => !log.open.has(id), { what: `notification ${id} closes` });
}

/** Puts calls, their answers and the daemon's signals together. */
class NotificationLog {
  readonly open = new Map<number, ShownNotification>();
  readonly all: ShownNotification[] = [];
  /** Actions that were invoked, as "id key". */
  readonly invoked: string[] = [];
  private readonly pending = new Map<string, Omit<ShownNotification, "id">>();

  take(message: Message): void {
    if (message.type === methodCall && message.member === "Notify") {
      this.pending.set(`${message.sender} ${message.serial}`, parseNotify(message.body));
    } else if (message.type === methodReturn) {
      const key = `${message.destination} ${message.replySerial}`;
      const notify = this.pending.get(key);
      if (notify) this.shown({ ...notify, id: Number(message.body[0]) });
      this.pending.delete(key);
    } else if (message.member === "ActionInvoked") {
      this.invoked.push(message.body.join(" "));
    } else if (message.member === "NotificationClosed") {
      this.open.delete(Number(message.body[0]));
    }
  }

  private shown(notification: ShownNotification): void {
    this.open.set(notification.id, notification);
    this.all.push(notification);
  }
}

function parseNotify(body: readonly unknown[]): Omit<ShownNotification, "id"> {
  const [appName, replaces, , summary, text, actions, hints] = body;
  const { urgency, "suppress-sound": isSilent } = plain(hints) as Record<string, unknown>;
  return {
    appName: String(appName),
    replaces: Number(replaces),
    summary: String(summary),
    body: String(text),
    urgency: urgency === 0 ? "low" : urgency === 2 ? "critical" : "normal",
    isSilent: isSilent === true,
    actions: (actions as string[]).filter((_, index) => index % 2 === 0),
    labels: (actions as string[]).filter((_, index) => index % 2 === 1),
  };
}

/** dunst 1.9 leaves the urgency out of its history, so it is looked up among those sent. */
async function readHistory(bus: SessionBus, log: NotificationLog): Promise<readonly PastNotification[]> {
  const [entries] = await bus.call({ ...dunst, member: "NotificationListHistory" });
  return (plain(entries) as Record<string, unknown>[]).map((entry) => ({
    id: Number(entry["id"]),
    appName: String(entry["appname"]),
    summary: String(entry["summary"]),
    body: String(entry["body"]),
    urgency: log.all.findLast((one) => one.id === Number(entry["id"]))?.urgency,
  }));
}

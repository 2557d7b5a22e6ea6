import { writeFile } from "node:fs/promises";
import type { Message } from "@jellybrick/dbus-next";
import { plain, SessionBus } from "./session-bus.ts";
import { waitFor } from "./wait-for.ts";

const daemonName = "org.freedesktop.Notifications";
const daemonPath = "/org/freedesktop/Notifications";
const dunst = { destination: daemonName, path: daemonPath, interface: "org.dunstproject.cmd0" };
const methodCall = 1;
const methodReturn = 2;

/** A notification as the app sent it, with the daemon's answer. */
export interface ShownNotification {
  /** Id given by the daemon. */
  readonly id: number;
  readonly appName: string;
  readonly summary: string;
  /** As sent, with markup. */
  readonly body: string;
  readonly urgency: "low" | "normal" | "critical";
  /** Sent without a sound. */
  readonly isSilent: boolean;
  /** Keys of the actions. `default` is a click on the notification itself. */
  readonly actions: readonly string[];
  /** Labels of the actions, in the same order. */
  readonly labels: readonly string[];
  /** Id of the replaced notification; 0 for a new one. */
  readonly replaces: number;
}

/** A closed notification from the daemon's history. */
export interface PastNotification {
  readonly id: number;
  readonly appName: string;
  readonly summary: string;
  readonly body: string;
  readonly urgency: ShownNotification["urgency"] | undefined;
}

/** Notifications of a virtual desktop, and a person's actions on them. */
export interface Notifications {
  /** Notifications on the screen, oldest first. */
  displayed(): Promise<readonly ShownNotification[]>;
  /** All notifications ever sent on this desktop, oldest first. */
  sent(): readonly ShownNotification[];
  /** Closed notifications, newest first. */
  history(): Promise<readonly PastNotification[]>;
  /**
   * Clicks a notification or one of its buttons, then closes it.
   * @param id the newest notification by default
   * @param action key of the action; by default the click on the notification itself
   * @throws when it is not displayed or has no such action
   */
  click(id?: number, action?: string): Promise<void>;
  closeAll(): Promise<void>;
}

/** Starts to listen on the bus. `close` ends that. */
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
 * dunst can invoke an action of one among several notifications only through its context menu. So the desktop's menu
 * program is a script that picks the line of the notification named in a file. Unlike a mouse click, this does not
 * close the notification, so it is closed afterwards.
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

/** Combines calls, their replies and the daemon's signals. */
class NotificationLog {
  readonly open = new Map<number, ShownNotification>();
  readonly all: ShownNotification[] = [];
  /** Invoked actions, as "id key". */
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

/** dunst 1.9 omits the urgency in its history, so it is taken from the sent notification. */
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

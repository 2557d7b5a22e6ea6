import type { Notification, NotificationConstructorOptions } from "electron";
import { unreachable } from "../../contract/result.ts";
import { type ElectronPlatform, electronNotice } from "./electron-options.ts";
import type { NotifierPort, NotifierSink } from "./notifier.ts";

/** The used part of Electron's `Notification`. */
export interface ElectronNotifications {
  isSupported(): boolean;
  create(options: NotificationConstructorOptions): Pick<Notification, "on" | "show" | "close">;
}

/** Notifications through Electron: Windows, macOS, and Linux without a session bus. */
export function createElectronNotifier(
  notifications: ElectronNotifications,
  around: ElectronPlatform,
  sink: NotifierSink,
): NotifierPort {
  /**
   * Held until withdrawn: a garbage-collected notification loses its click, and one that has left the screen may be in
   * the desktop's list (Action Center), from which only its own `close` removes it.
   */
  const held = new Map<string, Pick<Notification, "close">>();

  function withdraw(tag: string): void {
    const notification = held.get(tag);
    held.delete(tag); // first, because on macOS the "close" event comes before the call returns
    notification?.close();
  }

  return {
    show(notice) {
      if (!notifications.isSupported()) {
        sink.failed({ kind: "no-server" }, notice.tag);
        return;
      }
      withdraw(notice.tag);
      const { options, buttons, hasEvents } = electronNotice(notice, around);
      const notification = notifications.create(options);
      const isHeld = (): boolean => held.get(notice.tag) === notification;
      const forget = (): void => {
        if (isHeld()) held.delete(notice.tag);
      };
      if (hasEvents) {
        notification.on("click", () => {
          forget();
          sink.click(notice);
        });
        // Newer versions also put the index into the event; every version passes it here.
        notification.on("action", (_event, index) => {
          const button = buttons[index];
          if (button === undefined) return;
          forget();
          switch (button) {
            case "open":
              sink.click(notice);
              break;
            case "later":
              sink.later(notice, "hour");
              break;
            case "tomorrow":
              sink.later(notice, "tomorrow");
              break;
            default:
              unreachable(button);
          }
        });
      }
      notification.on("close", () => {
        if (isHeld()) sink.closed(notice.tag, false);
      });
      notification.on("failed", (_event, detail) => {
        forget();
        sink.failed({ kind: "not-taken", detail }, notice.tag);
      });
      notification.on("show", () => sink.shown(notice.tag));
      held.set(notice.tag, notification);
      notification.show();
    },
    withdraw,
    withdrawAll() {
      for (const tag of [...held.keys()]) withdraw(tag);
    },
    async dispose() {
      // Toasts work without the app.
      if (around.platform === "win32" && around.opensLinks) return;
      for (const tag of [...held.keys()]) withdraw(tag);
    },
  };
}

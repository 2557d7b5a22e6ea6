import { Notification } from "electron";
import { unreachable } from "../../core/result.ts";
import { type ElectronSurroundings, electronNotice } from "./electron-options.ts";
import type { NotifierPort, NotifierSink } from "./notifier.ts";

/** Notifications by Electron: Windows, macOS, and a Linux without a message bus. */
export function createElectronNotifier(around: ElectronSurroundings, sink: NotifierSink): NotifierPort {
  /** Held here, for a notification that is garbage-collected loses its click. */
  const shown = new Map<string, Notification>();

  function withdraw(tag: string): void {
    shown.get(tag)?.close();
    shown.delete(tag);
  }

  return {
    show(notice) {
      if (!Notification.isSupported()) {
        sink.failed({ kind: "no-server" });
        return;
      }
      withdraw(notice.tag);
      const { options, buttons, hasEvents } = electronNotice(notice, around);
      const notification = new Notification(options);
      const forget = (): void => {
        if (shown.get(notice.tag) === notification) shown.delete(notice.tag);
      };
      if (hasEvents) {
        notification.on("click", () => {
          forget();
          sink.click(notice);
        });
        // Later versions put the index into the event as well; every version hands it on here.
        notification.on("action", (_event, index) => {
          const button = buttons[index];
          if (button === undefined) return;
          forget();
          switch (button) {
            case "open":
              sink.click(notice);
              break;
            case "later":
              sink.later(notice);
              break;
            default:
              unreachable(button);
          }
        });
      }
      // Still held: it may be in the desktop's own list, where it can be clicked.
      notification.on("close", () => {
        if (shown.get(notice.tag) === notification) sink.closed(notice.tag);
      });
      notification.on("failed", (_event, detail) => {
        forget();
        sink.failed({ kind: "not-taken", detail });
      });
      notification.on("show", () => sink.shown());
      shown.set(notice.tag, notification);
      notification.show();
    },
    withdraw,
    withdrawAll() {
      for (const tag of [...shown.keys()]) withdraw(tag);
    },
    async dispose() {
      // Toasts work on without the app.
      if (around.platform === "win32" && around.opensLinks) return;
      for (const tag of [...shown.keys()]) withdraw(tag);
    },
  };
}

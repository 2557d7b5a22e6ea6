import { Notification } from "electron";
import type { NoticeView } from "../core/view/notice.ts";

export interface NotifierSink {
  click(notice: NoticeView): void;
  /** The notification server did not take it; the reason may be empty. */
  failed(detail: string): void;
  shown(): void;
}

export interface NotifierPort {
  show(notice: NoticeView): void;
  /** Takes a notice away, where the OS allows it. */
  withdraw(tag: string): void;
  withdrawAll(): void;
}

/** OS notifications by Electron. A later one with the same tag takes the place of the earlier. */
export function createNotifier(icon: string, platform: NodeJS.Platform, sink: NotifierSink): NotifierPort {
  /** Held here, for a notification that is garbage-collected loses its click. */
  const shown = new Map<string, Notification>();

  function withdraw(tag: string): void {
    shown.get(tag)?.close();
    shown.delete(tag);
  }

  return {
    show(notice) {
      if (!Notification.isSupported()) {
        sink.failed("");
        return;
      }
      withdraw(notice.tag);
      const notification = new Notification({
        title: notice.title,
        body: platform === "linux" ? escapeMarkup(notice.body) : notice.body,
        icon,
      });
      notification.on("click", () => {
        shown.delete(notice.tag);
        sink.click(notice);
      });
      notification.on("failed", (_event, detail) => sink.failed(detail));
      notification.on("show", sink.shown);
      shown.set(notice.tag, notification);
      notification.show();
    },
    withdraw,
    withdrawAll() {
      for (const tag of [...shown.keys()]) withdraw(tag);
    },
  };
}

/** Linux notification servers read the body as markup (Desktop Notifications Specification). */
export function escapeMarkup(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

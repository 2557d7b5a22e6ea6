import type { NoticeView } from "../../view/notice.ts";
import type { NotifierPort } from "./notifier.ts";

/** Holds notices until the notifier is found, then passes them on. */
export function createWaitingNotifier(found: Promise<NotifierPort>): NotifierPort {
  let notifier: NotifierPort | undefined;
  const waiting = new Map<string, NoticeView>();
  void found.then((port) => {
    notifier = port;
    for (const notice of waiting.values()) port.show(notice);
    waiting.clear();
  });
  return {
    show(notice) {
      if (notifier === undefined) waiting.set(notice.tag, notice);
      else notifier.show(notice);
    },
    withdraw(tag) {
      waiting.delete(tag);
      notifier?.withdraw(tag);
    },
    withdrawAll() {
      waiting.clear();
      notifier?.withdrawAll();
    },
    async dispose() {
      waiting.clear();
      await notifier?.dispose();
    },
  };
}

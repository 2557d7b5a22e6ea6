import type { NoticeView } from "../../view/notice.ts";
import type { Clock } from "../clock.ts";
import type { NotifierFailure, NotifierPort } from "./notifier.ts";

/** What the desktop did with a notice. */
export type Shown = { readonly kind: "shown" | "no-answer" } | NotifierFailure;

/** Notices whose sender waits until the desktop has shown them, or not. */
export interface AwaitedNotices {
  /** Shows a notice. Never rejects. One that is not shown is withdrawn, so that it does not appear later. */
  show(notifier: NotifierPort, notice: NoticeView, patience: number): Promise<Shown>;
  /** The desktop has answered for a tag. */
  answered(tag: string | undefined, shown: Shown): void;
}

export function createAwaitedNotices(clock: Pick<Clock, "after">): AwaitedNotices {
  const waiting = new Map<string, (shown: Shown) => void>();
  return {
    show: (notifier, notice, patience) =>
      new Promise((resolve) => {
        const settle = (shown: Shown): void => {
          cancel();
          waiting.delete(notice.tag);
          if (shown.kind !== "shown") notifier.withdraw(notice.tag);
          resolve(shown);
        };
        const cancel = clock.after(patience, () => settle({ kind: "no-answer" }));
        waiting.get(notice.tag)?.({ kind: "no-answer" });
        waiting.set(notice.tag, settle);
        notifier.show(notice);
      }),
    answered(tag, shown) {
      if (tag !== undefined) waiting.get(tag)?.(shown);
    },
  };
}

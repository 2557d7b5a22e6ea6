import { unreachable } from "../../contract/result.ts";
import type { Problem } from "../../core/problem.ts";
import type { NoticeView } from "../../view/notice.ts";

/** Why a notice was not shown. */
export type NotifierFailure =
  /** Nobody on this desktop shows notifications, for now. */
  | { readonly kind: "no-server" }
  /** Somebody does, and did not take this one. The detail is technical, and may be empty. */
  | { readonly kind: "not-taken"; readonly detail: string };

export interface NotifierSink {
  /** The notification was clicked, or its button to open. */
  click(notice: NoticeView): void;
  /** Its services are put off for a while. */
  later(notice: NoticeView): void;
  /** Nothing with this tag is on the screen any more, and not by our doing. It may be in the desktop's own list. */
  closed(tag: string): void;
  failed(failure: NotifierFailure): void;
  /** A notice was taken, or there is somebody again to take one: what failed before is over. */
  shown(): void;
}

/** Notifications of the operating system. */
export interface NotifierPort {
  /** A later notice with the same tag takes the place of the earlier. */
  show(notice: NoticeView): void;
  /** Takes a notice away, on the screen and in the desktop's own list, where the OS allows it. */
  withdraw(tag: string): void;
  withdrawAll(): void;
  /** The end. What no click could reach any more is taken away. */
  dispose(): Promise<void>;
}

/** Notification servers that say so read the body as markup (Desktop Notifications Specification). */
export function escapeMarkup(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** What the person is told of a failure. */
export function notifierProblem(failure: NotifierFailure): Problem {
  switch (failure.kind) {
    case "no-server":
      return { key: "no-notification-server", args: [] };
    case "not-taken":
      return { key: "notifications-failed", args: [failure.detail] };
    default:
      return unreachable(failure);
  }
}

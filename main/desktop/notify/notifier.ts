import { unreachable } from "../../contract/result.ts";
import type { SnoozeChoice } from "../../core/attention/pause.ts";
import type { Problem } from "../../core/problem.ts";
import type { NoticeView } from "../../view/notice.ts";

/** Reason why a notice was not shown. */
export type NotifierFailure =
  /** The desktop has no notification server now. */
  | { readonly kind: "no-server" }
  /** The server refused this notice. The detail is technical, and may be empty. */
  | { readonly kind: "not-taken"; readonly detail: string };

/** The lengths of a snooze that have a button: as many as every desktop shows beside the one to open. */
export type LaterChoice = Extract<SnoozeChoice, "hour" | "tomorrow">;

/** Receives the events of a notifier. */
export interface NotifierSink {
  /** The notification or its button to open was clicked. */
  click(notice: NoticeView): void;
  /** A button to snooze was clicked. */
  later(notice: NoticeView, choice: LaterChoice): void;
  /**
   * A notification left the screen without a withdrawal by the app. It may still be in the desktop's list.
   * @param isDismissed the person closed it. False if that is unknown
   */
  closed(tag: string, isDismissed: boolean): void;
  /** @param tag of the notice; undefined when no notice, or another attempt with it, is concerned */
  failed(failure: NotifierFailure, tag?: string): void;
  /**
   * A notice was accepted, or a server is there again. Earlier failures are over.
   * @param tag of the accepted notice
   */
  shown(tag?: string): void;
}

/** Notifications of the OS. */
export interface NotifierPort {
  /** Shows a notice. Replaces an earlier one with the same tag. */
  show(notice: NoticeView): void;
  /** Removes a notice from the screen and, where the OS allows it, from the desktop's list. */
  withdraw(tag: string): void;
  withdrawAll(): void;
  /** Ends the notifier. Removes the notifications whose clicks would be lost. */
  dispose(): Promise<void>;
}

/** Escapes a body for servers with the capability `body-markup` (Desktop Notifications Specification). */
export function escapeMarkup(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** The problem that a failure shows to the person. */
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

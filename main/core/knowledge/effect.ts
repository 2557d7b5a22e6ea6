import type { ApprovalEvent } from "../../contract/event.ts";
import type { Decision } from "../attention/decision.ts";
import type { Command } from "../command.ts";
import type { OutageCause } from "../connection.ts";
import type { Found } from "../feed/link.ts";
import type { SomePreferences } from "../preferences/preferences.ts";

/** Decisions that show a notice. */
export type TellingDecision = Extract<Decision, { kind: "notice" | "digest" | "deadline" | "hint" }>;

/** Commands that the windows or the app carry out. `toggle-board` is answered by `board-opened`. */
export type WindowCommand = Extract<
  Command,
  {
    kind:
      | "open-board"
      | "toggle-board"
      | "keep-board"
      | "open-settings"
      | "open-account"
      | "restart"
      | "quit";
  }
>;

/** Problems to show to the person. */
export type KnowledgeProblem =
  | { readonly key: "catalog-refused"; readonly args: [detail: string] }
  | { readonly key: "too-many-services"; readonly args: [most: string] }
  | { readonly key: "page-not-opened"; readonly args: [name: string] };

/** Effects on windows and preferences. */
export type WindowEffect =
  | WindowCommand
  | { readonly kind: "close-board" }
  /** Answered by `page-opened`. @property event the newest event of the service */
  | {
      readonly kind: "open-page";
      readonly service: string;
      readonly link: string;
      readonly event: ApprovalEvent | undefined;
    }
  /** Opens a page that is no approval page. */
  | { readonly kind: "open-link"; readonly link: string }
  | { readonly kind: "prefer"; readonly some: SomePreferences };

/** An effect as a value. The shell carries effects out in their order. */
export type Effect =
  | { readonly kind: "draw" }
  /** @property isDue save at once, so that the person's action or a told notice is not lost */
  | { readonly kind: "save"; readonly isDue: boolean }
  /** Send a tick after so many milliseconds; null for never. It replaces the previous wake. */
  | { readonly kind: "wake"; readonly after: number | null }
  | { readonly kind: "tell"; readonly decision: TellingDecision }
  /** Tells quietly that no current counts arrive. `lastContact` in milliseconds since the Unix epoch. */
  | { readonly kind: "tell-outage"; readonly cause: OutageCause; readonly lastContact: number | null }
  /** Shows in so many milliseconds what the notice says then, without a sound, unless something is told before. */
  | { readonly kind: "rewrite"; readonly after: number }
  | { readonly kind: "withdraw"; readonly tag: string }
  | { readonly kind: "withdraw-all" }
  | { readonly kind: "problem"; readonly problem: KnowledgeProblem }
  | { readonly kind: "problem-over"; readonly key: KnowledgeProblem["key"] }
  /** The answer to `retained`. It tells the feed whether to read again. */
  | { readonly kind: "found"; readonly found: Found }
  | { readonly kind: "log"; readonly level: "info" | "warn"; readonly line: string }
  /** A refusal that may occur thousands of times. @property reason one of few values, for counting */
  | { readonly kind: "refused"; readonly reason: string; readonly line: string }
  | WindowEffect;

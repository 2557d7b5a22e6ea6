import type { ApprovalEvent } from "../../contract/event.ts";
import type { Decision } from "../attention/attention.ts";
import type { Command } from "../command.ts";
import type { Found } from "../feed/link.ts";
import type { SomePreferences } from "../preferences/preferences.ts";

/** Decisions that are told by a notice. */
export type TellingDecision = Extract<Decision, { kind: "notice" | "digest" | "deadline" | "hint" }>;

/** Commands that only windows, or the app as a whole, carry out. `toggle-board` is answered by `board-opened`. */
export type WindowCommand = Extract<
  Command,
  { kind: "open-board" | "toggle-board" | "keep-board" | "open-settings" | "open-account" | "quit" }
>;

/** What the person should know. */
export type KnowledgeProblem =
  | { readonly key: "catalog-refused"; readonly args: [detail: string] }
  | { readonly key: "too-many-services"; readonly args: [most: string] }
  | { readonly key: "page-not-opened"; readonly args: [name: string] };

/** What is done in windows. */
export type WindowEffect =
  | WindowCommand
  | { readonly kind: "close-board" }
  /** Answered by `page-opened`. @property event the newest of the service */
  | {
      readonly kind: "open-page";
      readonly service: string;
      readonly link: string;
      readonly event: ApprovalEvent | undefined;
    }
  | { readonly kind: "prefer"; readonly some: SomePreferences };

/** What is to be done, as a value. The shell does it in this order. */
export type Effect =
  | { readonly kind: "draw" }
  /** @property isDue at once: what a person did, or was told, must not be lost */
  | { readonly kind: "save"; readonly isDue: boolean }
  /** Come back with a tick after so many milliseconds; null for never. It takes the place of the one before. */
  | { readonly kind: "wake"; readonly after: number | null }
  | { readonly kind: "tell"; readonly decision: TellingDecision }
  | { readonly kind: "withdraw"; readonly tag: string }
  | { readonly kind: "withdraw-all" }
  | { readonly kind: "problem"; readonly problem: KnowledgeProblem }
  | { readonly kind: "problem-over"; readonly key: KnowledgeProblem["key"] }
  /** The answer to `retained`: whether the feed reads again. */
  | { readonly kind: "found"; readonly found: Found }
  | { readonly kind: "log"; readonly level: "info" | "warn"; readonly line: string }
  /** Something was refused that may come by the thousand. @property reason of few, to count by */
  | { readonly kind: "refused"; readonly reason: string; readonly line: string }
  | WindowEffect;

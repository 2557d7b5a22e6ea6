import type { Language } from "../../contract/catalog.ts";
import type { Calendar } from "../attention/calendar.ts";
import type { TestOutcome, TestStep } from "./connection-test.ts";
import type { AccountDraft, AccountFaults, Known } from "./draft.ts";
import type { EnrolmentState } from "./enrolment.ts";

/** Why stored credentials cannot be used any more. */
export type SecretLoss =
  /** There was no keychain, so the credentials were never written. */
  | "memory-only"
  /** The keychain opens, but another key encrypted the credentials. */
  | "undecryptable"
  | "damaged"
  /** The path is not a regular file. */
  | "refused"
  /** There is no keychain now to decrypt them with. */
  | "locked";

/** Why the dialog is open. */
export type Occasion =
  | { readonly kind: "first-run" }
  | { readonly kind: "change" }
  | { readonly kind: "secret-lost"; readonly why: SecretLoss };

/**
 * The place of secrets: the OS keychain, or memory only. With `waiting` it is unknown yet, and memory is used first.
 */
export type Keeping = "keychain" | "memory" | "waiting";

/** The typed values that the form shows. Secrets are left out, so they are never sent back to the window. */
export type ShownDraft = Pick<AccountDraft, "servers" | "user" | "username" | "method">;

/** The progress of the form. */
export type Phase =
  | { readonly kind: "filling"; readonly faults: AccountFaults }
  | { readonly kind: "testing"; readonly step: TestStep }
  | { readonly kind: "tested"; readonly outcome: TestOutcome }
  | { readonly kind: "not-saved"; readonly detail: string };

/** The file that a person chose. */
export type ChosenFile =
  | { readonly kind: "read"; readonly name: string; readonly content: string }
  | { readonly kind: "unreadable"; readonly name: string; readonly detail: string };

/** How a policy signs in. It holds file names, never contents. */
export type FixedSignIn =
  | { readonly kind: "password"; readonly username: string }
  | { readonly kind: "credsFile" | "nkeyFile"; readonly file: string }
  | { readonly kind: "none" };

/** The account that an administrator's policy fixes. */
export interface FixedAccount {
  /** Path of the policy file. */
  readonly file: string;
  /** Undefined when the file cannot be read. */
  readonly holds:
    | { readonly servers: readonly string[]; readonly user: string; readonly signIn: FixedSignIn }
    | undefined;
}

/** Where a desktop hides the icon: behind a button of the taskbar, or nowhere without an extension. */
export type HiddenIcon = "windows-overflow" | "gnome-extension";

/** The state of the form for server and credentials. */
export interface FormState {
  /** Whether the app will start at login; undefined where the dialog does not ask. */
  readonly startsAtLogin: boolean | undefined;
  /** Said when the first connection works; undefined where the icon is seen. */
  readonly hiddenIcon: HiddenIcon | undefined;
  readonly occasion: Occasion;
  readonly keeping: Keeping;
  readonly shown: ShownDraft;
  /** Increases when the window must fill its fields from `shown` again. */
  readonly generation: number;
  readonly file: ChosenFile | undefined;
  readonly phase: Phase;
  readonly known: Omit<Known, "file">;
}

/** The state from which the dialog is drawn. */
export type AccountDialog = { readonly language: Language; readonly calendar: Calendar } & (
  | { readonly kind: "fixed"; readonly fixed: FixedAccount }
  | {
      readonly kind: "form";
      readonly form: FormState;
      /** Whether the person can go back to the enrolment. */
      readonly mayEnrol?: boolean;
    }
  | {
      readonly kind: "enrol";
      readonly form: FormState;
      readonly enrolment: EnrolmentState;
      /** The host of the enrolment server. */
      readonly host: string;
      /** The person for whom this PC is enrolled now, and until when; milliseconds since the Unix epoch. */
      readonly enrolled?: { readonly user: string; readonly until: number } | undefined;
      /** Whether servers and credentials may be entered by hand instead. */
      readonly mayByHand: boolean;
      readonly now: number;
    }
);

import type { Language } from "../../contract/catalog.ts";
import type { Calendar } from "../attention/calendar.ts";
import type { TestOutcome, TestStep } from "./connection-test.ts";
import type { AccountDraft, AccountFaults, Known } from "./draft.ts";

/** Why stored credentials cannot be used any more. */
export type SecretLoss =
  /** There was no keychain, so they were never written. */
  | "memory-only"
  /** The keychain opens, and they are not its own. */
  | "undecryptable"
  | "damaged"
  /** Something else than a file lies in its place. */
  | "refused"
  /** There is no keychain to open them with. */
  | "locked";

/** Why the dialog is open. */
export type Occasion =
  | { readonly kind: "first-run" }
  | { readonly kind: "change" }
  | { readonly kind: "secret-lost"; readonly why: SecretLoss };

/** Where secrets go: into the OS's keychain, or nowhere but memory; while it is not known which, into memory first. */
export type Keeping = "keychain" | "memory" | "waiting";

/** What the form shows: all that was typed but the secrets, which only travel to be used. */
export type ShownDraft = Pick<AccountDraft, "servers" | "user" | "username" | "method">;

/** How far the form has come. */
export type Phase =
  | { readonly kind: "filling"; readonly faults: AccountFaults }
  | { readonly kind: "testing"; readonly step: TestStep }
  | { readonly kind: "tested"; readonly outcome: TestOutcome }
  | { readonly kind: "not-saved"; readonly detail: string };

/** The file that a person chose. */
export type ChosenFile =
  | { readonly kind: "read"; readonly name: string; readonly content: string }
  | { readonly kind: "unreadable"; readonly name: string; readonly detail: string };

/** How a policy signs in; file names, never contents. */
export type FixedSignIn =
  | { readonly kind: "password"; readonly username: string }
  | { readonly kind: "credsFile" | "nkeyFile"; readonly file: string }
  | { readonly kind: "none" };

/** What an administrator has fixed. */
export interface FixedAccount {
  readonly file: string;
  /** Undefined when the file cannot be read. */
  readonly holds:
    | { readonly servers: readonly string[]; readonly user: string; readonly signIn: FixedSignIn }
    | undefined;
}

export interface FormState {
  readonly occasion: Occasion;
  readonly keeping: Keeping;
  readonly shown: ShownDraft;
  /** Grows when the fields have to be filled anew. */
  readonly generation: number;
  readonly file: ChosenFile | undefined;
  readonly phase: Phase;
  readonly known: Omit<Known, "file">;
}

/** Everything that the dialog is drawn from. */
export type AccountDialog = { readonly language: Language; readonly calendar: Calendar } & (
  | { readonly kind: "fixed"; readonly fixed: FixedAccount }
  | { readonly kind: "form"; readonly form: FormState }
);

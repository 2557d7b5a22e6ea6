import type { Catalog, Language, Presets } from "../../contract/catalog.ts";
import type { ApprovalEvent } from "../../contract/event.ts";
import { type Attention, initialAttention, type Presence } from "../attention/attention.ts";
import type { Calendar } from "../attention/calendar.ts";
import { presetsOf } from "../attention/delivery.ts";
import type { History } from "../attention/history.ts";
import type { Command } from "../command.ts";
import { type Connection, type ConnectionSignal, initialConnection, type Outage } from "../connection.ts";
import type { RetainedReply } from "../feed/link.ts";
import type { Tested } from "../fleet.ts";
import type { Preferences } from "../preferences/preferences.ts";
import type { Doubts } from "./doubt.ts";
import type { Ledger } from "./ledger.ts";
import type { LivingNotice } from "./living-notice.ts";
import type { Remembered } from "./saved.ts";
import { unsureIn } from "./unsure.ts";
import type { Week } from "./weekly.ts";

/** The person that this knowledge belongs to, with language, calendar and allowed origins. */
export interface Person {
  /** Canonical id. */
  readonly user: string;
  /** The OS language. Used when the preference is `system`. */
  readonly systemLanguage: Language;
  /** Origins whose `http:` links may open. */
  readonly linkOrigins: readonly string[];
  readonly calendar: Calendar;
  /** Version of the app. */
  readonly version: string;
}

/** The app's knowledge of one person's approvals, and of what the person was told. Only `next` changes it. */
export interface Knowledge {
  readonly person: Person;
  readonly catalog: Catalog;
  /** How the catalog wants services to be told. */
  readonly presets: Presets;
  /** The bytes of the last catalog that was read, valid or not. */
  readonly catalogBytes: Uint8Array | null;
  /** Its stream sequence; null when unknown. */
  readonly catalogRevision: number | null;
  /** When an older catalog was read first; null after a newer one. Milliseconds since the Unix epoch. */
  readonly olderCatalogAt: number | null;
  readonly ledger: Ledger;
  /** Canonical ids of the services that left the catalog. */
  readonly retired: ReadonlySet<string>;
  readonly connection: Connection;
  readonly doubts: Doubts;
  /** Canonical ids of the services whose retained events could not be read or were refused. */
  readonly unreadable: ReadonlySet<string>;
  /** The services of `unreadable`, and those with a confirmed doubt. */
  readonly unsure: ReadonlySet<string>;
  readonly preferences: Preferences;
  readonly attention: Attention;
  /** Whether the board is open and has the focus. The hub keeps it true. */
  readonly isWatching: boolean;
  /** When attention decides again without another input; milliseconds since the Unix epoch. */
  readonly wakeAt: number | null;
  /** The last decisions, newest first. */
  readonly history: History;
  /** Null without a notice, and after the person has looked at all that it said. */
  readonly notice: LivingNotice | null;
  readonly outage: Outage;
  /** Null while the person wants no summary of the week. */
  readonly week: Week | null;
  /** The last silence in the log, so that it is not repeated. */
  readonly loggedSilence: string;
  /** Version of the app that saved the last state; null when unknown. */
  readonly savedBy: string | null;
  /** Saved keys of a later version. */
  readonly unknown: Readonly<Record<string, unknown>>;
}

/** A live message. @property origin the subject under which the broker stored it (header `Nats-Subject`) */
export interface StoredMessage {
  readonly origin: string;
  readonly payload: Uint8Array;
}

/** The inputs of the app's decisions. */
export type KnowledgeInput =
  | { readonly kind: "started" }
  /** Live messages in their order. A burst comes as one input, so that only the final counts are told. */
  | { readonly kind: "live"; readonly messages: readonly StoredMessage[] }
  | { readonly kind: "retained"; readonly service: string; readonly retained: RetainedReply }
  /** The broker answered for other services, but not for this one. */
  | { readonly kind: "unanswered"; readonly service: string }
  /** A message did not prove its origin. */
  | { readonly kind: "unproven"; readonly subject: string }
  /** @property revision its stream sequence */
  | { readonly kind: "catalog"; readonly payload: Uint8Array; readonly revision?: number | undefined }
  | { readonly kind: "signal"; readonly signal: ConnectionSignal }
  | { readonly kind: "command"; readonly command: Command }
  /** Whether the OS accepted the link. @property event the service's newest event when the person asked for the page */
  | {
      readonly kind: "page-opened";
      readonly isOpen: boolean;
      readonly service: string;
      readonly event: ApprovalEvent | undefined;
    }
  | { readonly kind: "board-opened" }
  | { readonly kind: "preferences"; readonly preferences: Preferences }
  | { readonly kind: "presence"; readonly presence: Presence }
  /** A notice left the screen, but the app did not withdraw it. @property isDismissed by the person */
  | { readonly kind: "notice-closed"; readonly tag: string; readonly isDismissed: boolean }
  /** The app goes on in another session or after a restart that nobody asked for, and its notice ends. */
  | { readonly kind: "handed-over" }
  /** A test notice of the administrator was answered. */
  | { readonly kind: "tested"; readonly tested: Tested }
  /** Time has passed. @property isOnline whether the PC has any network */
  | { readonly kind: "tick"; readonly isOnline: boolean };

export function initialKnowledge(
  person: Person,
  remembered: Remembered,
  preferences: Preferences,
): Knowledge {
  const { catalog, catalogRevision, ledger, retired, attention, history, lastContact } = remembered;
  const { savedBy, week, unknown } = remembered;
  return {
    person,
    catalog,
    catalogRevision,
    olderCatalogAt: null,
    presets: presetsOf(catalog),
    catalogBytes: null,
    ledger,
    retired,
    connection: initialConnection(lastContact),
    doubts: new Map(),
    unreadable: new Set(),
    unsure: new Set(unsureIn(remembered)),
    preferences,
    attention: initialAttention(attention),
    isWatching: false,
    wakeAt: null,
    history,
    notice: null,
    outage: null,
    week: preferences.weeklySummary ? week : null,
    loggedSilence: "",
    savedBy,
    unknown,
  };
}

/** Canonical ids of the services to read: those of the catalog and of the ledger. */
export function servicesIn({ catalog, ledger }: Pick<Knowledge, "catalog" | "ledger">): readonly string[] {
  return [...new Set([...catalog.map(({ id }) => id), ...ledger.keys()])];
}

/** The part that is saved for the next start. */
export function rememberedOf(known: Knowledge): Remembered {
  const { catalog, catalogRevision, ledger, attention, history, retired, savedBy, week, unknown } = known;
  const { lastContact } = known.connection;
  return {
    ...{ catalog, catalogRevision, ledger, attention, history, retired, lastContact, savedBy, week, unknown },
  };
}

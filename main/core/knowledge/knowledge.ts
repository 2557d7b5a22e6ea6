import type { Catalog, Language } from "../../contract/catalog.ts";
import type { ApprovalEvent } from "../../contract/event.ts";
import { type Attention, initialAttention, type Presence } from "../attention/attention.ts";
import type { Calendar } from "../attention/calendar.ts";
import type { History } from "../attention/history.ts";
import type { Command } from "../command.ts";
import { type Connection, type ConnectionSignal, initialConnection } from "../connection.ts";
import type { RetainedReply } from "../feed/link.ts";
import type { Preferences } from "../preferences/preferences.ts";
import type { Doubts } from "./doubt.ts";
import type { Ledger } from "./ledger.ts";
import type { Notices } from "./notices.ts";
import type { Remembered } from "./saved.ts";

/** Whose knowledge it is. */
export interface Person {
  /** Canonical id. */
  readonly user: string;
  /** The OS's language, for who has not chosen one. */
  readonly systemLanguage: Language;
  /** Origins whose `http:` links may open. */
  readonly linkOrigins: readonly string[];
  readonly calendar: Calendar;
}

/** All that the app knows of one person's approvals, and what the person was told. Only `next` makes a new one. */
export interface Knowledge {
  readonly person: Person;
  readonly catalog: Catalog;
  /** The last catalog as it was sent, good or bad. */
  readonly catalogBytes: Uint8Array | null;
  readonly ledger: Ledger;
  /** Canonical ids of the services that left the catalog. */
  readonly retired: ReadonlySet<string>;
  readonly connection: Connection;
  readonly doubts: Doubts;
  /** Canonical ids of the services whose retained events could not be read, or were refused. */
  readonly unreadable: ReadonlySet<string>;
  /** Those, and the services of which the broker was found to hold older counts. */
  readonly unsure: ReadonlySet<string>;
  readonly preferences: Preferences;
  readonly attention: Attention;
  /** When attention decides again if nothing happens before; milliseconds since the Unix epoch. */
  readonly wakeAt: number | null;
  /** The last decisions of what to tell, newest first. */
  readonly history: History;
  readonly notices: Notices;
  /** The last silence that was logged. */
  readonly loggedSilence: string;
}

/** A live message. @property origin the subject under which it was stored, by the broker's own word */
export interface StoredMessage {
  readonly origin: string;
  readonly payload: Uint8Array;
}

/** What happens to the app. */
export type KnowledgeInput =
  | { readonly kind: "started" }
  /** Live messages in their order. Those of one batch come together: of a burst only where each count ends is told. */
  | { readonly kind: "live"; readonly messages: readonly StoredMessage[] }
  | { readonly kind: "retained"; readonly service: string; readonly retained: RetainedReply }
  /** The broker serves other services, but gave no answer for this one. */
  | { readonly kind: "unanswered"; readonly service: string }
  /** A message does not prove where it comes from. */
  | { readonly kind: "unproven"; readonly subject: string }
  | { readonly kind: "catalog"; readonly payload: Uint8Array }
  | { readonly kind: "signal"; readonly signal: ConnectionSignal }
  | { readonly kind: "command"; readonly command: Command }
  /** Whether the system took the link. @property event the one that the person knew of when asking for the page */
  | {
      readonly kind: "page-opened";
      readonly isOpen: boolean;
      readonly service: string;
      readonly event: ApprovalEvent | undefined;
    }
  | { readonly kind: "board-opened" }
  | { readonly kind: "preferences"; readonly preferences: Preferences }
  | { readonly kind: "presence"; readonly presence: Presence }
  /** A notice left the screen, and not by our doing. */
  | { readonly kind: "notice-closed"; readonly tag: string }
  /** Time has passed. */
  | { readonly kind: "tick" };

export function initialKnowledge(
  person: Person,
  remembered: Remembered,
  preferences: Preferences,
): Knowledge {
  const { catalog, ledger, retired, attention, history, lastContact } = remembered;
  return {
    person,
    catalog,
    catalogBytes: null,
    ledger,
    retired,
    connection: initialConnection(lastContact),
    doubts: new Map(),
    unreadable: new Set(),
    unsure: new Set(),
    preferences,
    attention: initialAttention(attention),
    wakeAt: null,
    history,
    notices: new Map(),
    loggedSilence: "",
  };
}

/** Canonical ids of the services whose retained events are to be read. */
export function servicesIn({ catalog, ledger }: Pick<Knowledge, "catalog" | "ledger">): readonly string[] {
  return [...new Set([...catalog.map(({ id }) => id), ...ledger.keys()])];
}

/** What outlives a restart. */
export function rememberedOf(known: Knowledge): Remembered {
  const { catalog, ledger, attention, history, retired, connection } = known;
  return { catalog, ledger, attention, history, retired, lastContact: connection.lastContact };
}

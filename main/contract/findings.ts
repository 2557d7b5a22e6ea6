/** `bad` has to be fixed, `warning` should be fixed, `unknown` could not be checked from here. */
export type Level = "ok" | "warning" | "bad" | "unknown";

/** Every finding of `alrimi broker check`, with the arguments of its text. */
export interface Findings {
  "server-unreachable": { readonly server: string; readonly detail: string };
  "server-not-nats": { readonly server: string; readonly detail: string };
  "server-ok": { readonly server: string; readonly name: string; readonly version: string };
  "version-too-old": { readonly server: string; readonly version: string };
  "version-old-for-cluster": { readonly server: string; readonly version: string };
  "jetstream-off": { readonly server: string };
  "login-not-required": { readonly server: string };
  "cluster-differs": { readonly clusters: string };
  "tls-off": { readonly server: string };
  "certificate-ok": { readonly server: string; readonly days: number };
  "certificate-expires": { readonly server: string; readonly days: number };
  "certificate-old-form": { readonly server: string; readonly missing: string };
  "certificate-bad": { readonly server: string; readonly detail: string };
  "administrator-refused": { readonly detail: string };
  "stream-missing": { readonly stream: string };
  "stream-unreadable": { readonly stream: string; readonly detail: string };
  "stream-setting": {
    readonly stream: string;
    readonly field: string;
    readonly is: string;
    readonly should: string;
  };
  "stream-replicas": { readonly stream: string; readonly is: number; readonly should: number };
  "stream-copies-missing": { readonly stream: string; readonly is: number; readonly should: number };
  "stream-out-of-sync": { readonly stream: string; readonly replica: string; readonly lag: number };
  /** What may be stored in the stream, or of one service in it, is used to so many percent. */
  "stream-filling": { readonly stream: string; readonly percent: number };
  "share-filling": { readonly stream: string; readonly service: string; readonly percent: number };
  /** An event waits for so many days, and is lost after `most`. */
  "intake-old": { readonly days: number; readonly most: number };
  "stream-no-leader": { readonly stream: string };
  /** `bytes` of `limit`; null for a stream without one. */
  "stream-ok": {
    readonly stream: string;
    readonly replicas: number;
    readonly messages: number;
    readonly bytes: number;
    readonly limit: number | null;
  };
  "heartbeat-missing": Record<never, never>;
  "heartbeat-unreadable": { readonly detail: string };
  "heartbeat-setting": { readonly field: string; readonly is: string; readonly should: string };
  "heartbeat-no-leader": Record<never, never>;
  "heartbeat-unheard": Record<never, never>;
  "heartbeat-ok": { readonly seconds: number };
  /** The keepers' consumer does not exist. */
  "keeper-unprepared": Record<never, never>;
  "keeper-unreadable": { readonly detail: string };
  /** `waiting`: events of services that nobody has kept yet. */
  "keeper-missing": { readonly waiting: number };
  "keeper-behind": { readonly waiting: number };
  "keeper-ok": { readonly waiting: number };
  "app-unserved": { readonly server: string };
  "apps-served": { readonly servers: number };
  "catalog-none": Record<never, never>;
  "catalog-bad": { readonly detail: string };
  "catalog-ok": { readonly services: number };
  "services-heard": { readonly services: number };
  /** `last`: when an event of it was last kept (RFC 3339); null if none was noted. */
  "service-silent": { readonly service: string; readonly last: string | null };
  "services-unknown": { readonly detail: string };
  /** `people` have retained events. */
  "people-counted": { readonly people: number };
  "people-without-login": People;
  "people-without-events": People;
  "people-unknown": { readonly detail: string };
  /** `people`: those whose app has reported. */
  "apps-reported": { readonly people: number };
  "apps-never-reported": People;
  /** Connected now, and people with a login. */
  "apps-connected": { readonly apps: number; readonly people: number };
  /** No app reports: connections of apps cannot be known. */
  "apps-unknown": Record<never, never>;
  "kit-needed": Record<never, never>;
  "credentials-ok": { readonly people: number };
  /** They end within `days`. */
  "credentials-expire": People & { readonly days: number };
  "credentials-expired": People;
  "token-expires": { readonly service: string; readonly days: number };
  "clock-ok": { readonly seconds: number };
  "clock-skewed": { readonly seconds: number };
  "clock-unknown": Record<never, never>;
  "login-refused": { readonly who: string; readonly detail: string };
  "may-not": { readonly who: string; readonly what: string };
  "may-too-much": { readonly who: string; readonly what: string };
  "answers-reach-streams": { readonly who: string };
  /** `who` can have `arrived` answers sent to `other`, but their header shows where they come from. */
  "answers-proven": { readonly who: string; readonly other: string; readonly arrived: number };
  "answers-unproven": { readonly who: string; readonly other: string; readonly subject: string };
  "two-apps-not-tried": Record<never, never>;
  "permissions-ok": { readonly who: string; readonly tried: number };
  "permissions-not-tried": { readonly who: "app" | "writer" };
}

/** How many people, and the ids of some. */
interface People {
  readonly people: number;
  readonly examples: readonly string[];
}

export type FindingCode = keyof Findings;

/** One finding: its level, its code, and the arguments of its text. */
export type Finding = {
  [Code in FindingCode]: { readonly level: Level; readonly code: Code } & Findings[Code];
}[FindingCode];

import { accept, type Result, refuse } from "../contract/result.ts";
import { idOfToken, subjectToken } from "../contract/subject.ts";
import type { Command } from "./command.ts";
import { APP_PROTOCOL } from "./identity.ts";

/**
 * Links that activate the app from a notification that outlived it: `alrimi://open`, `alrimi://open?service=hr-leave`,
 * `alrimi://later?service=hr-leave,mail&until=1795000000&proof=…`. Any page may hold such a link, and any program may
 * start the app with one. So a link names services and never a page to open. Ids are subject tokens, which have one
 * form only. A link that changes something carries a proof that the app wrote it, and the time when it expires.
 * Without a valid proof it opens the board. A second click on the same link snoozes the services for an hour again;
 * that needs access to the notification.
 */

/** Makes and checks proofs that this app wrote a text. */
export interface LinkProof {
  /** The proof of a text, in base64url without padding. */
  of(text: string): string;
  /** Compares in constant time. */
  holds(text: string, proof: string): boolean;
}

/** Milliseconds that a `later` link is valid. Windows keeps a toast in the Action Center for three days. */
const LATER_HOLDS = 3 * 24 * 60 * 60_000;

/** The commands that a link may give. */
export type ActivationCommand = Extract<Command, { kind: "open-board" | "open-service" | "snooze" }>;

/** Why a link is refused. */
export type ActivationRefusal =
  | "not-ours"
  | "too-long"
  | "bad-form"
  | "unknown-action"
  | "bad-parameters"
  | "bad-service";

/** Characters. Windows passes longer links, but the app writes none. */
export const MAX_LINK_LENGTH = 2_000;
const MAX_SERVICES = 50;

/** A link that opens the page of a service, or the board. */
export function openLink(service?: string): string {
  const token = service === undefined ? undefined : subjectToken(service);
  return token?.ok ? `${APP_PROTOCOL}://open?service=${token.value}` : `${APP_PROTOCOL}://open`;
}

/**
 * A link that snoozes services for an hour. It is valid for three days. Undefined for no services, or too many for a
 * link.
 * @param now milliseconds since the Unix epoch
 */
export function laterLink(services: readonly string[], proof: LinkProof, now: number): string | undefined {
  const tokens = services.map(subjectToken).flatMap((token) => (token.ok ? [token.value] : []));
  const different = [...new Set(tokens)];
  const signed = laterQuery(different, Math.ceil((now + LATER_HOLDS) / 1_000));
  const link = `${APP_PROTOCOL}://later?${signed}&proof=${proof.of(signed)}`;
  const fits = different.length > 0 && different.length <= MAX_SERVICES && link.length <= MAX_LINK_LENGTH;
  return fits ? link : undefined;
}

/** The text that is proved: the services as tokens, and the end of the link in seconds since the Unix epoch. */
function laterQuery(tokens: readonly string[], until: number | string): string {
  return `service=${tokens.join(",")}&until=${until}`;
}

/** The link among the app's arguments. Chromium may put it at any position among its own. */
export function linkAmong(args: readonly string[]): string | undefined {
  return args.find((arg) => arg.slice(0, APP_PROTOCOL.length + 1).toLowerCase() === `${APP_PROTOCOL}:`);
}

/**
 * The arguments that do not come from a link. On Windows a quote in a link could end its argument and add others, so
 * all arguments behind the link are dropped (Electron protects only its own switches, since CVE-2018-1000006).
 */
export function argsBeforeLink(args: readonly string[]): readonly string[] {
  const link = linkAmong(args);
  return link === undefined ? args : args.slice(0, args.indexOf(link));
}

/**
 * Reads the command of a link. A `later` link without a valid proof, or past its end, opens the board.
 * @param now milliseconds since the Unix epoch
 */
export function parseActivation(
  link: string,
  proof: Pick<LinkProof, "holds">,
  now: number,
): Result<ActivationCommand, ActivationRefusal> {
  if (link.length > MAX_LINK_LENGTH) return refuse("too-long", `${link.length} characters`);
  if (linkAmong([link]) === undefined) return refuse("not-ours", shown(link));
  // `URL` accepts and repairs too many forms. Some browsers add a slash behind the host.
  const parts = /^[a-z]+:\/\/([a-z]+)\/?(?:\?([^#?]*))?$/i.exec(link);
  if (parts === null) return refuse("bad-form", shown(link));
  const [, action = "", query] = parts;
  switch (action.toLowerCase()) {
    case "open": {
      const services = servicesOf(query);
      return services.ok ? toOpen(services.value) : services;
    }
    case "later":
      return toLater(query, proof, now);
    default:
      return refuse("unknown-action", shown(action));
  }
}

/** Removes unknown services from a `snooze`, because a forged link must not fill the saved state. */
export function amongKnown(command: ActivationCommand, known: readonly string[]): ActivationCommand {
  if (command.kind !== "snooze") return command;
  return { ...command, services: command.services.filter((service) => known.includes(service)) };
}

function toOpen([service, ...more]: readonly string[]): Result<ActivationCommand, ActivationRefusal> {
  if (service === undefined) return accept({ kind: "open-board" });
  if (more.length > 0) return refuse("bad-parameters", "open takes one service");
  return accept({ kind: "open-service", service });
}

/** The services are read only after the proof has been checked. */
function toLater(
  query: string | undefined,
  proof: Pick<LinkProof, "holds">,
  now: number,
): Result<ActivationCommand, ActivationRefusal> {
  const [, signed, named, until, given] =
    /^((service=[^&]*)&until=(\d{1,12}))&proof=([^&]*)$/.exec(query ?? "") ?? [];
  const isOurs = signed !== undefined && given !== undefined && proof.holds(signed, given);
  if (!isOurs || Number(until) * 1_000 < now) return accept({ kind: "open-board" });
  const services = servicesOf(named);
  return services.ok ? accept({ kind: "snooze", services: services.value, choice: "hour" }) : services;
}

function servicesOf(query: string | undefined): Result<readonly string[], ActivationRefusal> {
  if (query === undefined) return accept([]);
  if (!/^service=[^=&]+$/.test(query)) return refuse("bad-parameters", shown(query));
  const tokens = query.slice("service=".length).split(",");
  if (tokens.length > MAX_SERVICES) return refuse("bad-parameters", `${tokens.length} services`);
  const ids: string[] = [];
  for (const token of tokens) {
    const id = idOfToken(token);
    if (id === undefined) return refuse("bad-service", shown(token));
    if (ids.includes(id)) return refuse("bad-parameters", `${shown(token)} again`);
    ids.push(id);
  }
  return accept(ids);
}

/** Escaped for the log, where a line break or a control character could forge a line. */
function shown(text: string): string {
  return JSON.stringify(text.slice(0, 200)).replace(
    /[^\x20-\x7e]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

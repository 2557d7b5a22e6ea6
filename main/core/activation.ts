import { accept, type Result, refuse } from "../contract/result.ts";
import { idOfToken, subjectToken } from "../contract/subject.ts";
import type { Command } from "./command.ts";
import { APP_PROTOCOL } from "./identity.ts";

/**
 * Links that lead back into the app, from a notification that outlived it: `alrimi://open`,
 * `alrimi://open?service=hr-leave`, `alrimi://later?service=hr-leave,mail&until=1795000000&proof=…`. Any page may hold
 * such a link and any program may start the app with one, so that a link only ever names services, never what to open;
 * ids are written as subject tokens, in one way only. A link that changes something carries a proof that the app has
 * written it itself, and a time: without them it opens the board. A link that is clicked twice does what its button did
 * twice: the same services are put off for an hour from the second click on, which only who sees the notification can do.
 */

/** Proofs that a text is this app's own. */
export interface LinkProof {
  /** In base64url, without padding. */
  of(text: string): string;
  /** Compares in constant time. */
  holds(text: string, proof: string): boolean;
}

/** Windows keeps a toast in the Action Center for three days; milliseconds. */
const LATER_HOLDS = 3 * 24 * 60 * 60_000;

/** The commands that a link may give. */
export type ActivationCommand = Extract<Command, { kind: "open-board" | "open-service" | "snooze" }>;

export type ActivationRefusal =
  | "not-ours"
  | "too-long"
  | "bad-form"
  | "unknown-action"
  | "bad-parameters"
  | "bad-service";

/** In characters; Windows hands on more, but nothing that we write needs it. */
export const MAX_LINK_LENGTH = 2_000;
const MAX_SERVICES = 50;

/** Opens a service's page, or the board. */
export function openLink(service?: string): string {
  const token = service === undefined ? undefined : subjectToken(service);
  return token?.ok ? `${APP_PROTOCOL}://open?service=${token.value}` : `${APP_PROTOCOL}://open`;
}

/**
 * Puts services off for an hour; undefined when there are none, or too many for a link.
 * @param now milliseconds since the Unix epoch; the link holds for three days
 */
export function laterLink(services: readonly string[], proof: LinkProof, now: number): string | undefined {
  const tokens = services.map(subjectToken).flatMap((token) => (token.ok ? [token.value] : []));
  const different = [...new Set(tokens)];
  const signed = laterQuery(different, Math.ceil((now + LATER_HOLDS) / 1_000));
  const link = `${APP_PROTOCOL}://later?${signed}&proof=${proof.of(signed)}`;
  const fits = different.length > 0 && different.length <= MAX_SERVICES && link.length <= MAX_LINK_LENGTH;
  return fits ? link : undefined;
}

/** What a proof is of: the services as tokens, and the second since the Unix epoch in which the link ends. */
function laterQuery(tokens: readonly string[], until: number | string): string {
  return `service=${tokens.join(",")}&until=${until}`;
}

/** The link among the arguments that the app was started with. Chromium puts it anywhere among its own. */
export function linkAmong(args: readonly string[]): string | undefined {
  return args.find((arg) => arg.slice(0, APP_PROTOCOL.length + 1).toLowerCase() === `${APP_PROTOCOL}:`);
}

/**
 * The arguments that are the person's own. What follows a link may have come with it: on Windows a link with a quote
 * in it could end its argument and begin others (Electron guards its own switches since CVE-2018-1000006, not ours).
 */
export function argsBeforeLink(args: readonly string[]): readonly string[] {
  const link = linkAmong(args);
  return link === undefined ? args : args.slice(0, args.indexOf(link));
}

/**
 * What a link asks for.
 * @param now milliseconds since the Unix epoch
 */
export function parseActivation(
  link: string,
  proof: Pick<LinkProof, "holds">,
  now: number,
): Result<ActivationCommand, ActivationRefusal> {
  if (link.length > MAX_LINK_LENGTH) return refuse("too-long", `${link.length} characters`);
  if (linkAmong([link]) === undefined) return refuse("not-ours", shown(link));
  // Not by `URL`, which mends too much. Some browsers put a slash behind the host.
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

/** Anybody may make up a link: nothing is kept of services that there are not. */
export function amongKnown(command: ActivationCommand, known: readonly string[]): ActivationCommand {
  if (command.kind !== "snooze") return command;
  return { ...command, services: command.services.filter((service) => known.includes(service)) };
}

function toOpen([service, ...more]: readonly string[]): Result<ActivationCommand, ActivationRefusal> {
  if (service === undefined) return accept({ kind: "open-board" });
  if (more.length > 0) return refuse("bad-parameters", "open takes one service");
  return accept({ kind: "open-service", service });
}

/** @see laterQuery; nothing else is read of a link that does not prove itself */
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

/** For the log, where a line break or a control character would tell stories. */
function shown(text: string): string {
  return JSON.stringify(text.slice(0, 200)).replace(
    /[^\x20-\x7e]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

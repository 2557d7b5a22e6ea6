import type { Command } from "./command.ts";
import { APP_PROTOCOL } from "./identity.ts";
import { accept, type Result, refuse } from "./result.ts";
import { idOfToken, subjectToken } from "./subject.ts";

/**
 * Links that lead back into the app, from a notification that outlived it: `alrimi://open`,
 * `alrimi://open?service=hr-leave`, `alrimi://later?service=hr-leave,mail`. Any page may hold such a link and any
 * program may start the app with one, so that a link only ever names services, never what to open; ids are written
 * as subject tokens, in one way only.
 */

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

/** Puts services off for an hour; undefined when there are none, or too many for a link. */
export function laterLink(services: readonly string[]): string | undefined {
  const tokens = services.map(subjectToken).flatMap((token) => (token.ok ? [token.value] : []));
  const different = [...new Set(tokens)];
  const link = `${APP_PROTOCOL}://later?service=${different.join(",")}`;
  const fits = different.length > 0 && different.length <= MAX_SERVICES && link.length <= MAX_LINK_LENGTH;
  return fits ? link : undefined;
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

/** What a link asks for. */
export function parseActivation(link: string): Result<ActivationCommand, ActivationRefusal> {
  if (link.length > MAX_LINK_LENGTH) return refuse("too-long", `${link.length} characters`);
  if (linkAmong([link]) === undefined) return refuse("not-ours", shown(link));
  // Not by `URL`, which mends too much. Some browsers put a slash behind the host.
  const parts = /^[a-z]+:\/\/([a-z]+)\/?(?:\?([^#?]*))?$/i.exec(link);
  if (parts === null) return refuse("bad-form", shown(link));
  const [, action = "", query] = parts;
  const services = servicesOf(query);
  if (!services.ok) return services;
  switch (action.toLowerCase()) {
    case "open":
      return toOpen(services.value);
    case "later":
      return services.value.length === 0
        ? refuse("bad-parameters", "later needs a service")
        : accept({ kind: "snooze", services: services.value, choice: "hour" });
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

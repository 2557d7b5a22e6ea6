import { accept, type Result, refuse } from "./result.ts";

/** The port of an address without one: that of NATS. */
const DEFAULT_PORT = 4222;

/** The address of one server of the broker. */
export interface ServerAddress {
  /** `tls` demands encryption. With `nats` the server decides. */
  readonly scheme: "nats" | "tls";
  /** A host name in lower case, or an IP address in its canonical form; IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
}

/** Why a text is not a server address. */
export type AddressFault =
  /** Neither `nats:` nor `tls:`, or no scheme where one is required. */
  | "bad-scheme"
  /** A user name or a password inside the address. */
  | "login-inside"
  | "bad-address";

/**
 * The meaning of an address without a scheme.
 * - `nats` the server decides about encryption
 * - `secure` encryption, except for loopback addresses
 * - `refused` the scheme is required
 */
export type Bare = "nats" | "secure" | "refused";

/**
 * Reads a host, `host:port`, or an address with `nats://` or `tls://`. An IPv6 address without a port needs no
 * brackets. The default port is {@link DEFAULT_PORT}. The detail of a refusal is the text, without user name and
 * password.
 */
export function parseServerAddress(text: string, bare: Bare): Result<ServerAddress, AddressFault> {
  const [, typed, rest = text] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(text) ?? [];
  if (rest.includes("@")) return refuse("login-inside", text.replace(/^.*@/s, "…@"));
  const scheme = typed?.toLowerCase() ?? (bare === "refused" ? "" : undefined);
  if (scheme !== undefined && scheme !== "nats" && scheme !== "tls") return refuse("bad-scheme", text);
  const [, written = "", digits = ""] = HOST_AND_PORT.exec(bracketed(rest)) ?? [];
  const host = hostIn(written);
  const port = digits === "" ? DEFAULT_PORT : Number(digits);
  if (host === undefined || port < 1 || port > 65_535) return refuse("bad-address", text);
  const whenBare = bare === "secure" && !isLoopbackHost(host) ? "tls" : "nats";
  return accept({ scheme: scheme ?? whenBare, host, port });
}

/** Reads an address that was validated before. @throws {TypeError} if it is not valid */
export function serverAddress(text: string): ServerAddress {
  const address = parseServerAddress(text, "nats");
  if (!address.ok) throw new TypeError(`${address.reason}: ${address.detail}`);
  return address.value;
}

/** The address with its scheme and port. {@link parseServerAddress} reads it back as an equal one. */
export function formatServerAddress(address: ServerAddress): string {
  return `${address.scheme}://${hostAndPort(address)}`;
}

/** `host:port`, with brackets around IPv6: the name that the NATS client uses for a server. */
export function hostAndPort({ host, port }: Pick<ServerAddress, "host" | "port">): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Whether data to this server must be encrypted. */
export function demandsEncryption({ scheme }: Pick<ServerAddress, "scheme">): boolean {
  return scheme === "tls";
}

/** Whether the server runs on this computer. */
export function isLoopback({ host }: Pick<ServerAddress, "host">): boolean {
  return isLoopbackHost(host);
}

/** Whether a host is an IP address, not a name. */
export function isIpAddress(host: string): boolean {
  return host.includes(":") || ENDS_IN_NUMBER.test(host);
}

const HOST_AND_PORT = /^(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::(\d{0,5}))?\/?$/i;
const NAME = /^(?!-)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?$/;
const ENDS_IN_NUMBER = /(^|\.)\d+$/;

/** Adds brackets to a bare IPv6 address. */
function bracketed(rest: string): string {
  return /^[0-9a-f:.]*$/i.test(rest) && rest.split(":").length > 2 ? `[${rest}]` : rest;
}

/** A host name of letters, digits, hyphens and underscores, or an IP address; undefined for anything else. */
function hostIn(written: string): string | undefined {
  const url = `http://${written}`; // for http, URL turns every short form of an IP address into the canonical one
  if (written === "" || !URL.canParse(url)) return undefined;
  const { hostname } = new URL(url);
  if (hostname.startsWith("[")) return hostname.slice(1, -1);
  return hostname.length <= 253 && NAME.test(hostname) ? hostname : undefined;
}

function isLoopbackHost(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(host);
}

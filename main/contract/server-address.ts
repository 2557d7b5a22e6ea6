import { accept, type Result, refuse } from "./result.ts";

export const DEFAULT_PORT = 4222;

/** Where a server of the broker is. */
export interface ServerAddress {
  /** `tls` demands encryption; with `nats` the server decides. */
  readonly scheme: "nats" | "tls";
  /** A name in lower case or an address of the network in its usual form, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
}

export type AddressFault =
  /** Neither `nats:` nor `tls:`; or none where one has to be. */
  | "bad-scheme"
  /** A user name or a password inside the address. */
  | "login-inside"
  | "bad-address";

/**
 * What an address without a scheme means.
 * - `nats` the server decides
 * - `secure` encryption, but for this computer's own addresses
 * - `refused` nothing: the scheme has to be there
 */
export type Bare = "nats" | "secure" | "refused";

/**
 * Reads a host, `host:port`, or an address with `nats://` or `tls://`. An IPv6 address without a port needs no brackets.
 * @returns the detail of a refusal is the text, without a password
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

/** Reads an address that was found good before. @throws {TypeError} */
export function serverAddress(text: string): ServerAddress {
  const address = parseServerAddress(text, "nats");
  if (!address.ok) throw new TypeError(`${address.reason}: ${address.detail}`);
  return address.value;
}

/** The whole address, which reads back as the same. */
export function formatServerAddress(address: ServerAddress): string {
  return `${address.scheme}://${hostAndPort(address)}`;
}

/** As a connection names the server that it is with. */
export function hostAndPort({ host, port }: Pick<ServerAddress, "host" | "port">): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Whether passwords and counts can only travel encrypted to this server. */
export function demandsEncryption({ scheme }: Pick<ServerAddress, "scheme">): boolean {
  return scheme === "tls";
}

/** Whether a server is this very computer. */
export function isLoopback({ host }: Pick<ServerAddress, "host">): boolean {
  return isLoopbackHost(host);
}

/** Whether a host is an address and no name. */
export function isIpAddress(host: string): boolean {
  return host.includes(":") || ENDS_IN_NUMBER.test(host);
}

const HOST_AND_PORT = /^(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::(\d{0,5}))?\/?$/i;
const NAME = /^(?!-)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?$/;
const ENDS_IN_NUMBER = /(^|\.)\d+$/;

/** An IPv6 address is taken without its brackets too. */
function bracketed(rest: string): string {
  return /^[0-9a-f:.]*$/i.test(rest) && rest.split(":").length > 2 ? `[${rest}]` : rest;
}

/** A name of letters, digits and hyphens, as the network's own names are, or an address. */
function hostIn(written: string): string | undefined {
  const url = `http://${written}`; // of this scheme every short form of an address is put into its usual one
  if (written === "" || !URL.canParse(url)) return undefined;
  const { hostname } = new URL(url);
  if (hostname.startsWith("[")) return hostname.slice(1, -1);
  return hostname.length <= 253 && NAME.test(hostname) ? hostname : undefined;
}

function isLoopbackHost(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(host);
}

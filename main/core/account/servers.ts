import { accept, type Result, refuse } from "../../contract/result.ts";

/** Servers that a policy may hold at the most. */
const MAX_SERVERS = 32;
const DEFAULT_PORT = "4222";

export type ServersFault =
  | "missing"
  | "too-many"
  /** Neither `nats:` nor `tls:`. */
  | "bad-scheme"
  /** A user name or a password inside the address. */
  | "login-inside"
  | "bad-address";

/**
 * Server addresses as people type them: one or several, separated by white space, commas or semicolons; each a host,
 * `host:port`, or an address with `nats://` or `tls://`. A host alone means encryption, so that no password goes over
 * a network in clear text because somebody left out a prefix; only this computer's own addresses mean none.
 * @returns complete addresses, each once; the detail of a refusal is the part that is wrong
 */
export function parseServers(typed: string): Result<readonly string[], ServersFault> {
  // Korean and Japanese keyboards write full-width colons, dots and letters.
  const parts = typed
    .normalize("NFKC")
    .split(/[\s,;]+/)
    .filter((part) => part !== "");
  if (parts.length === 0) return refuse("missing", "");
  if (parts.length > MAX_SERVERS) return refuse("too-many", String(MAX_SERVERS));
  const servers = new Set<string>();
  for (const part of parts) {
    const server = parseServer(part);
    if (!server.ok) return server;
    servers.add(server.value);
  }
  return accept([...servers]);
}

/** Whether passwords and counts can only travel encrypted to this server. */
export function demandsEncryption(server: string): boolean {
  return server.startsWith("tls:");
}

/** Whether a server is this very computer. */
export function isLoopback(server: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(new URL(server).hostname);
}

/** The bare host name or address of a server. */
export function hostOf(server: string): string {
  return new URL(server).hostname.replace(/^\[|\]$/g, "");
}

function parseServer(part: string): Result<string, ServersFault> {
  const [, scheme, rest = part] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(part) ?? [];
  const wanted = scheme?.toLowerCase();
  if (rest.includes("@")) return refuse("login-inside", part.replace(/^.*@/s, "…@"));
  if (wanted !== undefined && wanted !== "nats" && wanted !== "tls") return refuse("bad-scheme", part);
  const address = `nats://${bracketed(rest)}`;
  if (/\p{Cc}/u.test(rest) || !URL.canParse(address)) return refuse("bad-address", part);
  const { hostname, port, pathname, search, hash } = new URL(address);
  const host = hostname.toLowerCase();
  if (!isHost(host) || port === "0" || pathname.length > 1 || search !== "" || hash !== "") {
    return refuse("bad-address", part);
  }
  const bare = `${host}:${port === "" ? DEFAULT_PORT : port}`;
  return accept(`${wanted ?? (isLoopback(`nats://${bare}`) ? "nats" : "tls")}://${bare}`);
}

/** An IPv6 address is taken without its brackets too. */
function bracketed(rest: string): string {
  return /^[0-9a-f:.]*$/i.test(rest) && rest.split(":").length > 2 ? `[${rest}]` : rest;
}

/** A name of letters, digits and hyphens, as the network's own names are, or an address. */
function isHost(host: string): boolean {
  if (/^\[[0-9a-f:.]+\]$/.test(host)) return true;
  return host.length <= 253 && /^(?!-)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?$/.test(host);
}

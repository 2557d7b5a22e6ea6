import { accept, type Result, refuse } from "../../contract/result.ts";
import {
  type AddressFault,
  formatServerAddress,
  parseServerAddress,
  type ServerAddress,
} from "../../contract/server-address.ts";

/** The limit of a policy's `servers`. */
const MAX_SERVERS = 32;

/** Why typed servers are refused. */
export type ServersFault = "missing" | "too-many" | AddressFault;

/**
 * Reads typed server addresses, separated by white space, commas or semicolons. Each is a host, `host:port`, or an
 * address with `nats://` or `tls://`. An address without a scheme means `tls://`, so that a forgotten prefix does not
 * send a password in clear text. Loopback addresses are the exception.
 * @returns the servers without duplicates; the detail of a refusal is the bad address
 */
export function parseServers(typed: string): Result<readonly ServerAddress[], ServersFault> {
  // Korean and Japanese input methods type full-width colons, dots and letters.
  const parts = typed
    .normalize("NFKC")
    .split(/[\s,;]+/)
    .filter((part) => part !== "");
  if (parts.length === 0) return refuse("missing", "");
  if (parts.length > MAX_SERVERS) return refuse("too-many", String(MAX_SERVERS));
  const servers = new Map<string, ServerAddress>();
  for (const part of parts) {
    const server = parseServerAddress(part, "secure");
    if (!server.ok) return server;
    servers.set(formatServerAddress(server.value), server.value);
  }
  return accept([...servers.values()]);
}

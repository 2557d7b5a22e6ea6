import { accept, type Result, refuse } from "../../contract/result.ts";
import {
  type AddressFault,
  formatServerAddress,
  parseServerAddress,
  type ServerAddress,
} from "../../contract/server-address.ts";

/** Servers that a policy may hold at the most. */
const MAX_SERVERS = 32;

export type ServersFault = "missing" | "too-many" | AddressFault;

/**
 * Server addresses as people type them: one or several, separated by white space, commas or semicolons; each a host,
 * `host:port`, or an address with `nats://` or `tls://`. A host alone means encryption, so that no password goes over
 * a network in clear text because somebody left out a prefix; only this computer's own addresses mean none.
 * @returns the servers, each once; the detail of a refusal is the part that is wrong
 */
export function parseServers(typed: string): Result<readonly ServerAddress[], ServersFault> {
  // Korean and Japanese keyboards write full-width colons, dots and letters.
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

import { parseDocument } from "./document.ts";
import { parseRfc3339 } from "./rfc3339.ts";

/** When an event of each service was last kept, as the keepers note it for the administrator. */
export const HEARD_SUBJECTS = "server.heard.*";

const MAX_BYTES = 1024;

/** @param token the service's subject token */
export function heardSubject(token: string): string {
  return `server.heard.${token}`;
}

/** @param at milliseconds since the Unix epoch */
export function formatHeard(at: number): string {
  return JSON.stringify({ at: new Date(at).toISOString() });
}

/** Milliseconds since the Unix epoch; undefined for anything else. Never throws. */
export function parseHeard(payload: Uint8Array): number | undefined {
  const document = parseDocument(payload, MAX_BYTES);
  const at = document.ok ? document.value["at"] : undefined;
  return typeof at === "string" ? parseRfc3339(at) : undefined;
}

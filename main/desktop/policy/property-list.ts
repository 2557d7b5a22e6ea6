import { parseBuffer } from "bplist-parser";
import { parse } from "fast-plist";
import { entriesOf, looseReadings } from "../../core/policy/policy-source.ts";
import type { ReadPolicyText } from "../../core/policy/policy-text.ts";

const BINARY = "bplist00";
/** Keys that a device management adds to each list. */
const OF_PAYLOAD = /^Payload[A-Z]/;

/** Reads the entries of a property list of a device management, binary or XML. It has no null; the text `null` is one. */
export function readPropertyList(bytes: Uint8Array): ReadPolicyText {
  let document: unknown;
  try {
    const buffer = Buffer.from(bytes);
    document = buffer.toString("latin1", 0, BINARY.length) === BINARY ? parseBuffer(buffer)[0] : xml(buffer);
  } catch {
    return { ok: false, detail: "not a property list" }; // a parser's message may quote a password
  }
  if (typeof document !== "object" || document === null || Array.isArray(document)) {
    return { ok: false, detail: "the property list is not a dictionary" };
  }
  const own = Object.entries(document).filter(([key]) => !OF_PAYLOAD.test(key));
  return { ok: true, entries: entriesOf(Object.fromEntries(own), looseReadings) };
}

function xml(buffer: Buffer): unknown {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(buffer);
  if (!text.trimEnd().endsWith("</plist>")) throw new Error("cut off"); // the parser would take the first part
  return parse(text);
}

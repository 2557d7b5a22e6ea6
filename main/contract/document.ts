import { accept, type Result, refuse } from "./result.ts";

/** Why a payload is not a JSON object. */
export type DocumentRefusal = "too-large" | "not-utf8" | "not-json" | "not-an-object";

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Reads a JSON object from UTF-8 bytes. Refused as `too-large` above `maxBytes`. Never throws. */
export function parseDocument(
  payload: Uint8Array,
  maxBytes: number,
): Result<Readonly<Record<string, unknown>>, DocumentRefusal> {
  if (payload.byteLength > maxBytes) {
    return refuse("too-large", `${payload.byteLength} bytes, at most ${maxBytes}`);
  }
  let text: string;
  try {
    text = utf8.decode(payload);
  } catch {
    return refuse("not-utf8", "the payload is not valid UTF-8");
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // The message quotes the payload. A line break in it would forge a line of the log.
    return refuse("not-json", (error as Error).message.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " ").slice(0, 200));
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return refuse("not-an-object", "the payload is not a JSON object");
  }
  return accept(value as Record<string, unknown>);
}

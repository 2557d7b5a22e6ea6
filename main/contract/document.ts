import { accept, type Result, refuse } from "./result.ts";

export type DocumentRefusal = "too-large" | "not-utf8" | "not-json" | "not-an-object";

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** A JSON object out of bytes. */
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
    // The message quotes the payload, which is to begin no line of a log.
    return refuse("not-json", (error as Error).message.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " ").slice(0, 200));
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return refuse("not-an-object", "the payload is not a JSON object");
  }
  return accept(value as Record<string, unknown>);
}

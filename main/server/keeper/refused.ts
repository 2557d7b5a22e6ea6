import { isUtf8 } from "node:buffer";
import { MAX_EVENT_BYTES } from "../../contract/event.ts";
import type { OlderReason, RefusedReason } from "../../contract/intake.ts";

/** Less than the stream's largest message. The longest payload that the intake takes is longer in base64, and fits too. */
const MOST_BYTES = 2 * MAX_EVENT_BYTES;

/** An event that was refused, or that its service's owner has to look at. */
export interface RefusedEvent {
  readonly intake: number;
  /** Milliseconds since the Unix epoch. */
  readonly storedAt: number;
  readonly reason: RefusedReason | OlderReason;
  readonly detail: string;
  readonly payload: Uint8Array;
}

/** The JSON form in the stream `REFUSED`. A payload that is no text, or too long as text in JSON, is written in base64. */
export function formatRefused({ intake, storedAt, reason, detail, payload }: RefusedEvent): string {
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  const about = {
    intake,
    storedAt: new Date(storedAt).toISOString(),
    reason,
    detail: detail === "" ? undefined : detail,
  };
  const text = isUtf8(bytes) ? JSON.stringify({ ...about, payload: bytes.toString("utf8") }) : undefined;
  // A control character takes six bytes in JSON. The stream would refuse such a message, and it would come again for ever.
  if (text !== undefined && Buffer.byteLength(text) <= MOST_BYTES) return text;
  return JSON.stringify({ ...about, payloadBase64: bytes.toString("base64") });
}

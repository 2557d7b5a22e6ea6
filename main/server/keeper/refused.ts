import { isUtf8 } from "node:buffer";
import type { OlderReason, RefusedReason } from "../../contract/intake.ts";

/** An event that was refused, or that its service's owner has to look at. */
export interface RefusedEvent {
  readonly intake: number;
  /** Milliseconds since the Unix epoch. */
  readonly storedAt: number;
  readonly reason: RefusedReason | OlderReason;
  readonly detail: string;
  readonly payload: Uint8Array;
}

/** The JSON form in the stream `REFUSED`. A payload that is no text is written in base64. */
export function formatRefused({ intake, storedAt, reason, detail, payload }: RefusedEvent): string {
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  return JSON.stringify({
    intake,
    storedAt: new Date(storedAt).toISOString(),
    reason,
    detail: detail === "" ? undefined : detail,
    ...(isUtf8(bytes) ? { payload: bytes.toString("utf8") } : { payloadBase64: bytes.toString("base64") }),
  });
}

import type { ConnectionSignal } from "../../core/connection.ts";
import type { Found, RetainedReply } from "../../core/feed/link.ts";

/** Where what the broker says goes to. */
export interface FeedSink {
  /** An event that was stored just now. @param origin the subject under which, by the broker's own word */
  event(origin: string, payload: Uint8Array): void;
  /** A service's retained event, or that there is none; it goes through the same door. */
  retained(service: string, retained: RetainedReply): Found;
  /** The broker serves other services, but did not answer for this one. */
  unanswered(service: string): void;
  catalog(payload: Uint8Array): void;
  /** A message does not prove where it comes from: it is worth a count and nothing else. */
  unproven(subject: string): void;
  signal(signal: ConnectionSignal): void;
  log(text: string): void;
}

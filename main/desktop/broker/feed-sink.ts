import type { ConnectionSignal } from "../../core/connection.ts";
import type { Found, RetainedReply } from "../../core/feed/link.ts";

/** Receives the messages of the broker. */
export interface FeedSink {
  /**
   * An event that was stored just now.
   * @param origin subject of the stored event, as the broker states it
   */
  event(origin: string, payload: Uint8Array): void;
  /** A service's retained event, or the information that there is none. It passes the same checks as a live event. */
  retained(service: string, retained: RetainedReply): Found;
  /** The broker answered for other services but not for this one. */
  unanswered(service: string): void;
  /** @param revision its stream sequence */
  catalog(payload: Uint8Array, revision: number | undefined): Found | undefined;
  /** A message without proof of its origin. It is counted and otherwise ignored. */
  unproven(subject: string): void;
  signal(signal: ConnectionSignal): void;
  log(text: string): void;
}

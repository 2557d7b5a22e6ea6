import type { ConnectionSignal } from "../../core/connection.ts";
import type { Retained } from "./transport.ts";

/** Where what the broker says goes to. */
export interface FeedSink {
  /** An event that was sent just now. */
  event(subject: string, payload: Uint8Array): void;
  /**
   * A service's retained event, or that there is none; it goes through the same door.
   * @returns whether it is older than what is known, and to be read once more soon
   */
  retained(service: string, retained: Retained): boolean;
  catalog(payload: Uint8Array): void;
  signal(signal: ConnectionSignal): void;
  log(text: string): void;
}

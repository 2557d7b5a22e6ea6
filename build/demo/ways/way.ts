import type { SentEvent } from "../../../main/contract/event.ts";

/** How a service sends its events; see `build/writers/README.md`. */
export type WayKind = "outbox" | "http" | "nats" | "mqtt" | "command";

/** What sends the events of one service. Of several undelivered ones only the newest is sent. */
export interface Way {
  /** Returns at once. The event is sent again until the broker has it. */
  submit(event: SentEvent): void;
  /** Resolves when no delivery is in progress. */
  close(): Promise<void>;
}

export interface WayPorts {
  /** Called when the broker has stored an event. */
  readonly stored: (event: SentEvent) => void;
  /** Called when an event could not be sent. It is sent again later. */
  readonly failed: (error: Error) => void;
}

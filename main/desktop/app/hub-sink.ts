import type { FeedSink } from "../broker/feed-sink.ts";
import type { Hub } from "./hub.ts";

/**
 * A sink that brings the feed's messages to a hub.
 * @param log writes one line to the log
 */
export function sinkOf(hub: Hub, log: (text: string) => void): FeedSink {
  return {
    event: (origin, payload) => hub.receive(origin, payload),
    retained: (service, retained) => hub.receiveRetained(service, retained),
    unanswered: (service) => hub.unanswered(service),
    unproven: (subject) => hub.unproven(subject),
    catalog: (payload, revision) => hub.receiveCatalog(payload, revision),
    signal: (signal) => hub.signal(signal),
    log,
  };
}

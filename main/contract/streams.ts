import { MAX_CATALOG_BYTES } from "./catalog.ts";
import { MAX_EVENT_BYTES } from "./event.ts";

export const APPROVALS_STREAM = "APPROVALS";
export const CATALOG_STREAM = "CATALOG";

/** Room for the headers that JetStream counts as part of a message. */
const HEADER_BYTES = 8 * 1024;

/** What the broker keeps; sizes in bytes. Field names are those of the JetStream API. */
export interface StreamSettings {
  readonly name: string;
  readonly subjects: readonly string[];
  readonly retention: "limits";
  readonly storage: "file";
  readonly discard: "old";
  /** The newest message of every subject, and only that. */
  readonly max_msgs_per_subject: 1;
  /** A direct get is answered by any replica and needs no consumer. */
  readonly allow_direct: true;
  readonly max_msg_size: number;
  /** Every message, once it is stored, is published again on another subject. */
  readonly republish?: { readonly src: string; readonly dest: string };
}

const common = {
  retention: "limits",
  storage: "file",
  discard: "old",
  max_msgs_per_subject: 1,
  allow_direct: true,
} as const;

/**
 * Where the apps' account hears of events. What was stored goes there, so a publish that the compare refused is never
 * heard, and what a writer may publish is not what an app listens to.
 */
export const STORED_SUBJECTS = "stored.*.*";

/** The two streams of Alrimi: the newest event per person and service, and the catalog. */
export const STREAMS: readonly StreamSettings[] = [
  {
    ...common,
    name: APPROVALS_STREAM,
    subjects: ["approvals.*.*"],
    max_msg_size: MAX_EVENT_BYTES + HEADER_BYTES,
    republish: { src: "approvals.*.*", dest: "stored.{{wildcard(1)}}.{{wildcard(2)}}" },
  },
  {
    ...common,
    name: CATALOG_STREAM,
    subjects: ["catalog.>"],
    max_msg_size: MAX_CATALOG_BYTES + HEADER_BYTES,
  },
];

/** The broker's `max_payload`, bytes: the catalog is the largest document that anybody sends. */
export const MAX_PAYLOAD_BYTES = MAX_CATALOG_BYTES + HEADER_BYTES;

import { MAX_CATALOG_BYTES } from "./catalog.ts";
import { MAX_EVENT_BYTES } from "./event.ts";

export const APPROVALS_STREAM = "APPROVALS";
export const CATALOG_STREAM = "CATALOG";

/** Space for the headers, which JetStream counts as part of a message. Bytes. */
const HEADER_BYTES = 8 * 1024;

/** The settings of a stream, with the field names of the JetStream API. Sizes in bytes. */
export interface StreamSettings {
  readonly name: string;
  readonly subjects: readonly string[];
  readonly retention: "limits";
  readonly storage: "file";
  readonly discard: "old";
  /** Only the newest message of each subject is retained. */
  readonly max_msgs_per_subject: 1;
  /** Any replica answers a direct get, and no consumer is needed. */
  readonly allow_direct: true;
  readonly max_msg_size: number;
  /** After a message is stored, the server publishes it again on `dest`. */
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
 * The subjects on which stored events are republished. The apps' account imports these and not `approvals.*.*`. So an
 * app never receives a message that compare-and-set refused, nor one that a writer published to the apps directly.
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

/** The broker's `max_payload` in bytes. The catalog is the largest message. */
export const MAX_PAYLOAD_BYTES = MAX_CATALOG_BYTES + HEADER_BYTES;

import { MAX_CATALOG_BYTES } from "./catalog.ts";
import { MAX_EVENT_BYTES } from "./event.ts";
import { FLEET_SUBJECTS, MAX_FLEET_BYTES } from "./fleet.ts";

export const APPROVALS_STREAM = "APPROVALS";
export const CATALOG_STREAM = "CATALOG";
export const FLEET_STREAM = "FLEET";

/** Space for the headers, which JetStream counts as part of a message. Bytes. */
const HEADER_BYTES = 8 * 1024;

/** The settings of a stream, with the field names of the JetStream API. Sizes in bytes. */
export interface StreamSettings {
  readonly name: string;
  readonly subjects: readonly string[];
  readonly retention: "limits";
  readonly storage: "file";
  readonly discard: "old";
  /** The number of retained messages of each subject. */
  readonly max_msgs_per_subject: number;
  /** Any replica answers a direct get, and no consumer is needed. */
  readonly allow_direct?: true;
  readonly max_msg_size: number;
  readonly max_bytes?: number;
  /** Nanoseconds. */
  readonly max_age?: number;
  /** The server acknowledges no message. */
  readonly no_ack?: true;
  /** After a message is stored, the server publishes it again on `dest`. */
  readonly republish?: { readonly src: string; readonly dest: string };
}

const common = { retention: "limits", storage: "file", discard: "old" } as const;
const newestOnly = { ...common, max_msgs_per_subject: 1, allow_direct: true } as const;

/**
 * The subjects on which stored events are republished. The apps' account imports these and not `approvals.*.*`. So an
 * app never receives a message that compare-and-set refused, nor one that a writer published to the apps directly.
 */
export const STORED_SUBJECTS = "stored.*.*";

const DAY_NS = 24 * 60 * 60 * 1e9;

/** The streams of Alrimi: the newest event per person and service, the catalog, and the reports of the fleet. */
export const STREAMS: readonly StreamSettings[] = [
  {
    ...newestOnly,
    name: APPROVALS_STREAM,
    subjects: ["approvals.*.*"],
    max_msg_size: MAX_EVENT_BYTES + HEADER_BYTES,
    republish: { src: "approvals.*.*", dest: "stored.{{wildcard(1)}}.{{wildcard(2)}}" },
  },
  {
    ...newestOnly,
    name: CATALOG_STREAM,
    subjects: ["catalog.>"],
    max_msg_size: MAX_CATALOG_BYTES + HEADER_BYTES,
  },
  {
    ...common,
    name: FLEET_STREAM,
    subjects: [FLEET_SUBJECTS],
    // Several PCs of one person are seen, and no person can push out the reports of another.
    max_msgs_per_subject: 8,
    max_msg_size: MAX_FLEET_BYTES,
    // Eight reports of 320 bytes on disk for each of 130,000 people. The server reserves it, on some versions for all
    // three copies together, and `--max-file` may be 1 GB.
    max_bytes: 336 * 1024 ** 2,
    max_age: 30 * DAY_NS,
    // An acknowledgement would go to any subject that the sender names as its reply subject.
    no_ack: true,
  },
];

/** The broker's `max_payload` in bytes. The catalog is the largest message. */
export const MAX_PAYLOAD_BYTES = MAX_CATALOG_BYTES + HEADER_BYTES;

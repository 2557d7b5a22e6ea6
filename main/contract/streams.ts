import { MAX_CATALOG_BYTES } from "./catalog.ts";
import { MAX_EVENT_BYTES } from "./event.ts";
import { FLEET_SUBJECTS, MAX_FLEET_BYTES } from "./fleet.ts";
import { MAX_PART_BYTES } from "./people.ts";

/** Where services send: a durable queue. */
export const INTAKE_STREAM = "INTAKE";
/** The newest event per person and service. Only the keeper writes it. */
export const APPROVALS_STREAM = "APPROVALS";
export const CATALOG_STREAM = "CATALOG";
/** The last refused events of each service, with the reason. */
export const REFUSED_STREAM = "REFUSED";
/** What the servers of Alrimi share among themselves. */
export const SERVER_STREAM = "SERVER";

/** The people directory. Neither an app nor a service may read it: it holds everybody's ids. */
export const PEOPLE_STREAM = "PEOPLE";

/** What the apps say of themselves. */
export const FLEET_STREAM = "FLEET";

/** Every kept event, for readers. There is one only where there is a reader. */
export const EVENTS_STREAM = "EVENTS";

/** The keeper's consumer of the intake. */
export const KEEPER_CONSUMER = "KEEPER";

/** Which of several servers runs a part, such as `keeper`. @param part tokens of a subject */
export function leaseSubject(part: string): string {
  return `server.lease.${part}`;
}

/** Space for the headers, which JetStream counts as part of a message. Bytes. */
const HEADER_BYTES = 8 * 1024;
/** A service needs none. */
const INTAKE_HEADER_BYTES = 1024;
const DAY_NS = 86_400e9;

/** An event that waits longer is lost. Nanoseconds. */
export const INTAKE_MAX_AGE_NS = 7 * DAY_NS;

/**
 * When what is retained takes so many bytes, the keeper keeps no new people, and those whom it knows go on. Some two
 * million counts. The stream cannot have this bound: at it a server of 2.15 in a cluster refuses every message, also one
 * that replaces another, and servers of 2.10 and 2.11 do so at a bound in bytes.
 */
export const MOST_RETAINED_BYTES = 640 * 1024 ** 2;

/** The settings of a stream, with the field names of the JetStream API. Sizes in bytes, ages in nanoseconds. */
export interface StreamSettings {
  readonly name: string;
  readonly subjects: readonly string[];
  readonly retention: "limits" | "workqueue";
  readonly storage: "file";
  /** `new` refuses what does not fit any more. */
  readonly discard: "old" | "new";
  /** A subject with as many messages as it may have refuses a new one, instead of losing its oldest. */
  readonly discard_new_per_subject?: true;
  /** The number of retained messages of each subject. */
  readonly max_msgs_per_subject?: number;
  /** Any replica answers a direct get, and no consumer is needed. */
  readonly allow_direct?: true;
  readonly max_msg_size: number;
  readonly max_bytes?: number;
  /** Nanoseconds. */
  readonly max_age?: number;
  /**
   * For so long the server drops a message whose `Nats-Msg-Id` it has seen, whatever its subject, and acknowledges it.
   * Nanoseconds; the server's default is two minutes, its minimum 100 ms.
   */
  readonly duplicate_window?: number;
  /** The server acknowledges no message. */
  readonly no_ack?: true;
  /** After a message is stored, the server publishes it again on `dest`. */
  readonly republish?: { readonly src: string; readonly dest: string };
}

const common = { retention: "limits", storage: "file", discard: "old" } as const;
const newestOnly = { ...common, max_msgs_per_subject: 1, allow_direct: true } as const;

/**
 * The subjects on which stored events are republished. The apps' account imports these and not `approvals.*.*`. So an
 * app never receives a message that compare-and-set refused.
 */
export const STORED_SUBJECTS = "stored.*.*";

const MIB = 1024 ** 2;

/**
 * The streams of Alrimi: the newest event per person and service, the catalog, the intake, and what the programs say of
 * themselves. All bounds in bytes together are reserved by the server at once, in a cluster for all three copies: they
 * fit into a `--max-file` of 1 GB for one server and of 2 GB for three.
 */
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
    name: INTAKE_STREAM,
    subjects: ["intake.*"],
    retention: "workqueue",
    storage: "file",
    discard: "new",
    // As many of the largest size do not fill the stream: no service can keep the others out.
    max_msgs_per_subject: 50_000,
    discard_new_per_subject: true,
    max_bytes: 480 * MIB,
    max_age: INTAKE_MAX_AGE_NS,
    // A service that sends the message ids of another one would have those events dropped.
    duplicate_window: 100e6,
    max_msg_size: MAX_EVENT_BYTES + INTAKE_HEADER_BYTES,
  },
  {
    ...common,
    name: REFUSED_STREAM,
    subjects: ["refused.*"],
    max_msgs_per_subject: 100,
    max_bytes: 32 * MIB,
    max_age: 30 * DAY_NS,
    allow_direct: true,
    max_msg_size: 2 * MAX_EVENT_BYTES + HEADER_BYTES,
  },
  {
    ...newestOnly,
    name: SERVER_STREAM,
    subjects: ["server.>"],
    max_msg_size: MAX_EVENT_BYTES + HEADER_BYTES,
  },
  {
    ...newestOnly,
    name: PEOPLE_STREAM,
    subjects: ["people.>"],
    max_msg_size: MAX_PART_BYTES + HEADER_BYTES,
  },
  {
    ...common,
    name: FLEET_STREAM,
    subjects: [FLEET_SUBJECTS],
    // Several PCs of one person are seen, and no person can push out the reports of another.
    max_msgs_per_subject: 8,
    max_msg_size: MAX_FLEET_BYTES,
    // Eight reports of 320 bytes on disk for each of 58,000 people, or fewer of more.
    max_bytes: 144 * MIB,
    max_age: 30 * DAY_NS,
    // An acknowledgement would go to any subject that the sender names as its reply subject.
    no_ack: true,
  },
];

/**
 * What the broker republishes after it was kept, and nothing else. It is not one of {@link STREAMS}: the first reader makes
 * it. A source of `APPROVALS` would miss events: of 5,000 on 50 subjects it copied 900 to 1,600, because they are replaced.
 */
export const EVENTS_SETTINGS: StreamSettings = {
  ...common,
  name: EVENTS_STREAM,
  subjects: [STORED_SUBJECTS],
  max_msg_size: MAX_EVENT_BYTES + HEADER_BYTES,
  // Some 300,000 events.
  max_bytes: 128 * MIB,
  max_age: 7 * DAY_NS,
};

/** The broker's `max_payload` in bytes. The catalog is the largest message. */
export const MAX_PAYLOAD_BYTES = MAX_CATALOG_BYTES + HEADER_BYTES;

import { FLEET_SUBJECTS } from "../contract/fleet.ts";
import {
  APPROVALS_STREAM,
  EVENTS_STREAM,
  FLEET_STREAM,
  INTAKE_STREAM,
  KEEPER_CONSUMER,
} from "../contract/streams.ts";

/** The subjects of the JetStream API that Alrimi uses. No other file spells them. */

/** The subjects for one stream. */
export function streamApi(stream: string) {
  return {
    info: `$JS.API.STREAM.INFO.${stream}`,
    create: `$JS.API.STREAM.CREATE.${stream}`,
    remove: `$JS.API.STREAM.DELETE.${stream}`,
    update: `$JS.API.STREAM.UPDATE.${stream}`,
    /** Removes messages, those of one subject or all. */
    purge: `$JS.API.STREAM.PURGE.${stream}`,
    /** Reads any message of the stream: permissions see this subject only, and not the request's content. */
    getMessage: `$JS.API.STREAM.MSG.GET.${stream}`,
    directGet: `$JS.API.DIRECT.GET.${stream}`,
    consumers: `$JS.API.CONSUMER.LIST.${stream}`,
  } as const;
}

/** The subject of a direct get for the retained message of `subject`. */
export function directGetSubject(stream: string, subject: string): string {
  return `${streamApi(stream).directGet}.${subject}`;
}

/**
 * The request to `directGet` for the first message of `filter` from a stream sequence on. It reads any message of the
 * stream: permissions see the subject only.
 */
export function nextRequest(filter: string, from: number): string {
  return JSON.stringify({ seq: from, next_by_subj: filter });
}

/** The name of the consumer that sends the heartbeat. */
export const HEARTBEAT_CONSUMER = "HEARTBEAT";

/**
 * The filter of the heartbeat consumer. It matches no event, so the consumer sends only idle heartbeats: an encoded id
 * has no capital letters outside its percent escapes, and no service may publish to this subject.
 */
export const NO_EVENT = "approvals.HEARTBEAT.HEARTBEAT";

/**
 * The subjects for the heartbeat consumer. The filter in `create` prevents the administrator from making a consumer
 * that delivers people's counts: nats-server refuses a configuration with another filter.
 */
export const HEARTBEAT_API = {
  info: `$JS.API.CONSUMER.INFO.${APPROVALS_STREAM}.${HEARTBEAT_CONSUMER}`,
  create: `$JS.API.CONSUMER.CREATE.${APPROVALS_STREAM}.${HEARTBEAT_CONSUMER}.${NO_EVENT}`,
  remove: `$JS.API.CONSUMER.DELETE.${APPROVALS_STREAM}.${HEARTBEAT_CONSUMER}`,
} as const;

/**
 * The subjects that acknowledge a consumer's messages. Newer servers may name the domain and the account before the stream.
 * The number of tokens tells the two forms apart: without it `$JS.ACK.INTAKE.KEEPER.EVENTS.report.1.1.1` would be a
 * subject of `report`, and nats-server takes it for the keeper's consumer, whose next event it then delivers to whoever asked.
 */
function acknowledgementsOf(stream: string, consumer: string): readonly string[] {
  const of = `${stream}.${consumer}.*.*.*.*`;
  return [`$JS.ACK.${of}.*`, `$JS.ACK.*.*.${of}.>`];
}

/** The subjects for the keeper's consumer. */
export const KEEPER_API = {
  info: `$JS.API.CONSUMER.INFO.${INTAKE_STREAM}.${KEEPER_CONSUMER}`,
  create: `$JS.API.CONSUMER.CREATE.${INTAKE_STREAM}.${KEEPER_CONSUMER}`,
  remove: `$JS.API.CONSUMER.DELETE.${INTAKE_STREAM}.${KEEPER_CONSUMER}`,
  next: `$JS.API.CONSUMER.MSG.NEXT.${INTAKE_STREAM}.${KEEPER_CONSUMER}`,
  acknowledgements: acknowledgementsOf(INTAKE_STREAM, KEEPER_CONSUMER),
} as const;

/**
 * The subjects for reading the fleet's reports with a consumer of any name. Its filter is a part of `create`.
 */
export const FLEET_READER_API = {
  create: `$JS.API.CONSUMER.CREATE.${FLEET_STREAM}.*.${FLEET_SUBJECTS}`,
  next: `$JS.API.CONSUMER.MSG.NEXT.${FLEET_STREAM}.*`,
  remove: `$JS.API.CONSUMER.DELETE.${FLEET_STREAM}.*`,
} as const;

/**
 * The subjects for the consumer of a reader.
 * @param name the reader's token, or `*` for all
 */
export function readerApi(name: string) {
  return {
    /** With filters of the stream, which are a part of it when there is one only. */
    create: `$JS.API.CONSUMER.CREATE.${EVENTS_STREAM}.${name}`,
    info: `$JS.API.CONSUMER.INFO.${EVENTS_STREAM}.${name}`,
    remove: `$JS.API.CONSUMER.DELETE.${EVENTS_STREAM}.${name}`,
    next: `$JS.API.CONSUMER.MSG.NEXT.${EVENTS_STREAM}.${name}`,
    acknowledgements: acknowledgementsOf(EVENTS_STREAM, name),
  } as const;
}

/** The subject on which nats-server reports every JetStream API request of the account, with its time. */
export const API_ADVISORY = "$JS.EVENT.ADVISORY.API";

/** Errors of the JetStream API by `err_code` (nats-server, `server/errors.json`). */
const ERROR_CODES = {
  "no-consumer": [10014],
  "no-stream": [10059],
  /** Off for the server (10076) or for the account (10039). */
  "no-jetstream": [10076, 10039],
  /** No suitable peers for placement (10005); replicas without a cluster (10074). */
  "too-few-servers": [10005, 10074],
  /**
   * Another message was stored first: 10071, or 10164 in newer servers; 10158 while one is in progress in a cluster.
   */
  outrun: [10071, 10164, 10158],
  /** The stream has no leader or the API is busy until an election is over. */
  "not-now": [10008, 10009],
  /** In the stream or for its subject (10077), for the account (10002, 10047), or on the server (10023). */
  full: [10077, 10002, 10047, 10023],
} as const satisfies Readonly<Record<string, readonly number[]>>;

/** The error in an answer of the JetStream API. */
export interface ApiError {
  readonly code: number;
  readonly err_code?: number;
  readonly description?: string;
}

export type ApiErrorKind = keyof typeof ERROR_CODES;

/** Whether an error of the JetStream API is of a kind. */
export function isApiError({ err_code = 0 }: ApiError, kind: ApiErrorKind): boolean {
  const codes: readonly number[] = ERROR_CODES[kind];
  return codes.includes(err_code);
}

/** The subject on which a server says, in the account of the streams, that a stream has a new leader. */
export function leaderElected(stream: string): string {
  return `$JS.EVENT.ADVISORY.STREAM.LEADER_ELECTED.${stream}`;
}

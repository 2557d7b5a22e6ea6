import { APPROVALS_STREAM } from "../contract/streams.ts";

/** The subjects of the JetStream API that Alrimi asks. Nobody else spells them. */

/** Everything that is asked about a stream. */
export function streamApi(stream: string) {
  return {
    info: `$JS.API.STREAM.INFO.${stream}`,
    create: `$JS.API.STREAM.CREATE.${stream}`,
    update: `$JS.API.STREAM.UPDATE.${stream}`,
    /** Reads any message by a request of which the broker checks nothing but this subject. */
    getMessage: `$JS.API.STREAM.MSG.GET.${stream}`,
    directGet: `$JS.API.DIRECT.GET.${stream}`,
    consumers: `$JS.API.CONSUMER.LIST.${stream}`,
  } as const;
}

/** Where a direct get asks for the retained message of a subject. */
export function directGetSubject(stream: string, subject: string): string {
  return `${streamApi(stream).directGet}.${subject}`;
}

export const HEARTBEAT_CONSUMER = "HEARTBEAT";

/**
 * The consumer has nothing to deliver, so that all it ever sends is its idle heartbeat: an encoded id has no capital
 * letter outside its percent signs, and no service may publish to this subject.
 */
export const NO_EVENT = "approvals.HEARTBEAT.HEARTBEAT";

/**
 * Everything that is asked about it. That the filter stands in the subject is what keeps the administrator from making
 * a consumer that delivers people's counts: nats-server refuses a configuration with another one.
 */
export const HEARTBEAT_API = {
  info: `$JS.API.CONSUMER.INFO.${APPROVALS_STREAM}.${HEARTBEAT_CONSUMER}`,
  create: `$JS.API.CONSUMER.CREATE.${APPROVALS_STREAM}.${HEARTBEAT_CONSUMER}.${NO_EVENT}`,
  remove: `$JS.API.CONSUMER.DELETE.${APPROVALS_STREAM}.${HEARTBEAT_CONSUMER}`,
} as const;

/** Where nats-server tells every request to the JetStream API of the account, with the time. */
export const API_ADVISORY = "$JS.EVENT.ADVISORY.API";

/** Errors of the JetStream API by their `err_code`. */
const ERROR_CODES = {
  "no-consumer": [10014],
  "no-stream": [10059],
  /** For the server (10076) or for the account (10039). */
  "no-jetstream": [10076, 10039],
  /** No suitable peers for placement (10005); replicas without a cluster (10074). */
  "too-few-servers": [10005, 10074],
  /** Another message has the revision: 10071 everywhere, 10164 its twin in newer servers; 10158 while the same message is on its way in a cluster. */
  outrun: [10071, 10164, 10158],
  /** The stream has no leader, or the API is busy: gone after an election. */
  "not-now": [10008, 10009, 10077],
} as const satisfies Readonly<Record<string, readonly number[]>>;

/** An answer of the JetStream API that holds an error. */
export interface ApiError {
  readonly code: number;
  readonly err_code?: number;
  readonly description?: string;
}

export type ApiErrorKind = keyof typeof ERROR_CODES;

export function isApiError({ err_code = 0 }: ApiError, kind: ApiErrorKind): boolean {
  const codes: readonly number[] = ERROR_CODES[kind];
  return codes.includes(err_code);
}

import type { LeaderStream } from "../../contract/leader.ts";

/** The streams of the catalog and the events. */
export type StreamName = LeaderStream;

/** A direct get that is not answered yet, or not sent yet. */
export interface Get {
  readonly reading: number;
  readonly stream: StreamName;
  readonly subject: string;
  /** Undefined for the catalog. */
  readonly service: string | undefined;
  /** Milliseconds. */
  readonly timeout: number;
  /** The number of requests sent, and how many of them have no answer yet. */
  readonly asks: number;
  readonly waiting: number;
  /** It is sent, or sent again, only when it is its turn. */
  readonly isHeld: boolean;
  /** When it was sent for the last time; milliseconds since the Unix epoch. */
  readonly askedAt: number;
}

/** The two parts of a reading, each of one stream. */
export type Part = "catalog" | "services";

/** Parallel gets on one stream. The round is repeated until a server serves the stream. */
export interface Round {
  /** Undefined for the catalog. */
  readonly services: readonly string[] | undefined;
  /** Whether the stream has answered other gets. Then an unanswered service is left for later. */
  readonly isServed: boolean;
  readonly attempt: number;
  /** The number of gets without an answer in this attempt. */
  readonly open: number;
  /** The best answer in this attempt. */
  readonly outcome: ReadingOutcome;
  readonly unsettled: readonly { readonly service: string; readonly isAnswered: boolean }[];
}

/** The result of a get or a round. */
export type ReadingOutcome = "served" | "denied" | "unavailable";

/**
 * A reading over one connection: a snapshot of everything, a catalog that may have changed, or one service that could
 * not be read before.
 */
export interface Reading {
  readonly kind: "snapshot" | "catalog" | "service";
  /** The services were listed. */
  readonly isBegun: boolean;
  /** The requested services. For a changed catalog the services that were known before are included. */
  readonly asked: ReadonlySet<string>;
  readonly rounds: Readonly<Partial<Record<Part, Round>>>;
  /** The broker does not answer over this connection, or denies access. */
  readonly hasFailed: boolean;
  /** Another reading was requested meanwhile. */
  readonly isWantedAgain: boolean;
  /** The streams that have answered. */
  readonly served: readonly StreamName[];
  /** Per stream: the get that goes ahead while the stream has not answered. */
  readonly ahead: Readonly<Record<StreamName, number | undefined>>;
}

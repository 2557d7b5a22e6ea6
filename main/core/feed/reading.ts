/** The streams that a person's events and the catalog are read from. */
export type StreamName = "CATALOG" | "APPROVALS";

/** A direct get that is not answered yet. */
export interface Get {
  readonly reading: number;
  readonly stream: StreamName;
  readonly subject: string;
  /** Undefined: of the catalog. */
  readonly service: string | undefined;
  /** Milliseconds that an answer is waited for. */
  readonly timeout: number;
  /** How often it was asked, and how many of these are not answered yet. */
  readonly asks: number;
  readonly waiting: number;
  /** It is asked again only when something was answered. */
  readonly isHeld: boolean;
}

/** The two parts of a reading, each of one stream. */
export type Part = "catalog" | "services";

/** Subjects of one stream that are asked for side by side, until somebody serves the stream. */
export interface Round {
  /** Undefined: the catalog. */
  readonly services: readonly string[] | undefined;
  /** Whether others were answered before: then the stream is served, and what is not answered is left. */
  readonly isServed: boolean;
  readonly attempt: number;
  /** What is not answered yet in this attempt. */
  readonly open: number;
  /** The best answer in this attempt. */
  readonly outcome: ReadingOutcome;
  readonly unsettled: readonly { readonly service: string; readonly isAnswered: boolean }[];
}

export type ReadingOutcome = "served" | "denied" | "unavailable";

/**
 * Something that is read over one connection: a snapshot of everything, a catalog that may have changed, or one service
 * that could not be read.
 */
export interface Reading {
  readonly kind: "snapshot" | "catalog" | "service";
  /** The services were listed. */
  readonly isBegun: boolean;
  /** Services that were asked for; of a changed catalog, those too that were known before. */
  readonly asked: ReadonlySet<string>;
  readonly rounds: Readonly<Partial<Record<Part, Round>>>;
  /** The broker does not answer over this connection, or not this person. */
  readonly hasFailed: boolean;
  /** Somebody asked for it once more meanwhile. */
  readonly isWantedAgain: boolean;
  /** The streams of which something was answered. */
  readonly served: readonly StreamName[];
  /** Of each other stream, the get that goes ahead. */
  readonly ahead: Readonly<Record<StreamName, number | undefined>>;
}

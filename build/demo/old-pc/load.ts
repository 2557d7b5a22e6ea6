/** Who asked the old system: its bridge, or a page that asks at each look. */
export type Asker = "bridge" | "page";

/** Milliseconds. */
const BUCKET_MS = 2_000;
const BUCKETS = 30;

/** What came in two seconds. */
export interface Bucket {
  readonly bridge: number;
  readonly page: number;
}

/** The load of the last minute. */
export interface Load {
  /** Oldest first; the last one is still growing. */
  readonly buckets: readonly Bucket[];
  readonly refused: number;
  /** Milliseconds that the last answer took; undefined before the first one. */
  readonly answeredIn: number | undefined;
}

/** Counts the requests of the last minute. */
export class LoadRecord {
  readonly #now: () => number;
  readonly #buckets = new Map<number, { bridge: number; page: number; refused: number }>();
  #answeredIn: number | undefined;

  /** @param now milliseconds, of any clock that only grows */
  constructor(now: () => number) {
    this.#now = now;
  }

  asked(by: Asker): void {
    this.#bucket()[by] += 1;
  }

  refused(): void {
    this.#bucket().refused += 1;
  }

  /** @param ms milliseconds from the request */
  answered(ms: number): void {
    this.#answeredIn = ms;
  }

  get load(): Load {
    const last = this.#index();
    const all = Array.from({ length: BUCKETS }, (_, index) => this.#buckets.get(last - BUCKETS + 1 + index));
    return {
      buckets: all.map((bucket) => ({ bridge: bucket?.bridge ?? 0, page: bucket?.page ?? 0 })),
      refused: all.reduce((sum, bucket) => sum + (bucket?.refused ?? 0), 0),
      answeredIn: this.#answeredIn,
    };
  }

  #index(): number {
    return Math.floor(this.#now() / BUCKET_MS);
  }

  #bucket() {
    const index = this.#index();
    for (const old of this.#buckets.keys()) if (old <= index - BUCKETS) this.#buckets.delete(old);
    const bucket = this.#buckets.get(index) ?? { bridge: 0, page: 0, refused: 0 };
    this.#buckets.set(index, bucket);
    return bucket;
  }
}

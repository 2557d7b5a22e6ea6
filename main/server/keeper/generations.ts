import { type Catalog, parseCatalog } from "../../contract/catalog.ts";
import { CATALOG_STREAM } from "../../contract/streams.ts";
import { CATALOG_SUBJECT } from "../../contract/subject.ts";
import { type Answers, newestOf } from "../../nats/answers.ts";
import type { NatsConnection } from "../../nats/connection.ts";

/** Milliseconds between two readings without a change. */
const REFRESH_MS = 60_000;
/** Milliseconds after a change: in a cluster the first replica that answers may be a moment behind. */
const AFTER_CHANGE_MS = [0, 300, 3_000];
const ANSWER_MS = 4_000;

/** The generation of each service, from the catalog. */
export class Generations {
  readonly #answers: Answers;
  readonly #log: (text: string) => void;
  readonly #subscription: { unsubscribe(): void };
  readonly #timers = new Set<NodeJS.Timeout>();
  #generations: ReadonlyMap<string, number> = new Map();

  private constructor(connection: NatsConnection, answers: Answers, log: (text: string) => void) {
    this.#answers = answers;
    this.#log = log;
    this.#subscription = connection.subscribe(CATALOG_SUBJECT, {
      callback: () => {
        for (const ms of AFTER_CHANGE_MS) this.#readIn(ms);
      },
    });
    const timer = setInterval(() => void this.#read().catch(() => {}), REFRESH_MS);
    this.#timers.add(timer);
  }

  /** Follows the catalog, which has been read once when it resolves. @throws {BrokerError} (rejects) */
  static async follow(
    connection: NatsConnection,
    answers: Answers,
    log: (text: string) => void,
  ): Promise<Generations> {
    const generations = new Generations(connection, answers, log);
    try {
      await generations.#read();
    } catch (error) {
      generations.stop();
      throw error;
    }
    return generations;
  }

  /** 0 for a service without one. @param service canonical id */
  of(service: string): number {
    return this.#generations.get(service) ?? 0;
  }

  stop(): void {
    this.#subscription.unsubscribe();
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #readIn(ms: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#read().catch((error: Error) => this.#log(`keeper: catalog: ${error.message}`));
    }, ms);
    this.#timers.add(timer);
  }

  async #read(): Promise<void> {
    const newest = await newestOf(this.#answers, CATALOG_STREAM, CATALOG_SUBJECT, ANSWER_MS);
    if (newest === undefined) return;
    const parsed = parseCatalog(newest.data);
    // An unreadable catalog changes nothing: a generation must not fall back to 0.
    if (!parsed.ok) this.#log(`keeper: catalog: ${parsed.reason}: ${parsed.detail}`);
    else this.#take(parsed.value.catalog);
  }

  /** A generation only grows, whatever an older replica answers. */
  #take(catalog: Catalog): void {
    const generations = new Map(this.#generations);
    for (const { id, generation = 0 } of catalog) {
      generations.set(id, Math.max(generation, generations.get(id) ?? 0));
    }
    this.#generations = generations;
  }
}

import { parseCatalog } from "../../contract/catalog.ts";
import { CATALOG_STREAM } from "../../contract/streams.ts";
import { CATALOG_SUBJECT } from "../../contract/subject.ts";
import { type Answers, newestOf } from "../../nats/answers.ts";
import type { NatsConnection } from "../../nats/connection.ts";
import { Follower } from "../follower.ts";

const ANSWER_MS = 4_000;

/** The generation of each service, from the catalog. */
export class Generations {
  readonly #answers: Answers;
  readonly #log: (text: string) => void;
  readonly #follower: Follower;
  #generations: ReadonlyMap<string, number> = new Map();

  private constructor(connection: NatsConnection, answers: Answers, log: (text: string) => void) {
    this.#answers = answers;
    this.#log = log;
    this.#follower = new Follower(
      connection,
      CATALOG_SUBJECT,
      () => this.#read(),
      ({ message }) => log(`keeper: catalog: ${message}`),
    );
  }

  /** Follows the catalog, which has been read once when it resolves. @throws {BrokerError} (rejects) */
  static async follow(
    connection: NatsConnection,
    answers: Answers,
    log: (text: string) => void,
  ): Promise<Generations> {
    const generations = new Generations(connection, answers, log);
    try {
      await generations.#follower.now();
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
    this.#follower.stop();
  }

  async #read(): Promise<void> {
    const newest = await newestOf(this.#answers, CATALOG_STREAM, CATALOG_SUBJECT, ANSWER_MS);
    if (newest === undefined) return;
    const parsed = parseCatalog(newest.data);
    // An unreadable catalog changes nothing: a generation must not fall back to 0.
    if (!parsed.ok) this.#log(`keeper: catalog: ${parsed.reason}: ${parsed.detail}`);
    else this.#take(parsed.value.generations);
  }

  /** A generation only grows, whatever an older replica answers. */
  #take(read: ReadonlyMap<string, number>): void {
    const generations = new Map(this.#generations);
    for (const [id, generation] of read) {
      generations.set(id, Math.max(generation, generations.get(id) ?? 0));
    }
    this.#generations = generations;
  }
}

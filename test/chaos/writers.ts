import { setTimeout as sleep } from "node:timers/promises";
import type { NatsConnection } from "nats";
import { BrokerError } from "../../main/nats/broker-error.ts";
import { connectBroker } from "../../main/nats/connect-broker.ts";
import { createPublisher, type Publisher } from "../../main/publisher/publish.ts";
import type { Cluster } from "./cluster.ts";
import { type Company, type Job, SERVICES, USERS, WRITERS_EACH } from "./company.ts";

/** Publishes of one writer that are under way at the same time. */
const IN_FLIGHT = 4;

/** Eight writers over the real publisher, each with a connection of its own; an event is tried until it is settled. */
export class Writers {
  /** Events that the broker is known to hold, or to hold something newer than. */
  settled = 0;
  /** How often an older event was retained after newer ones had been taken. */
  outdone = 0;
  /** How often the broker did not do it, by reason. */
  readonly #troubles = new Map<string, number>();
  /** Outcomes that no event here may have. */
  readonly wrong: string[] = [];
  readonly #company: Company;
  readonly #publishers: readonly Publisher[];
  readonly #connections: readonly NatsConnection[];
  #isStopped = false;

  private constructor(company: Company, connections: readonly NatsConnection[]) {
    this.#company = company;
    this.#connections = connections;
    this.#publishers = connections.map((connection) => createPublisher(connection));
  }

  static async connect(cluster: Cluster, company: Company): Promise<Writers> {
    const connections = await Promise.all(
      SERVICES.flatMap((id) =>
        Array.from({ length: WRITERS_EACH }, () => connectBroker(cluster.loginOf({ role: "writer", id }))),
      ),
    );
    return new Writers(company, connections);
  }

  /** Every trouble and how often it came, in words. */
  get told(): string {
    return [...this.#troubles].map(([reason, times]) => `${reason} ${times}`).join(", ") || "no trouble";
  }

  /** Resolves when every event is settled. @param jobs per writer */
  async publish(jobs: readonly (readonly Job[])[]): Promise<void> {
    await Promise.all(
      this.#publishers.map(async (publisher, index) => {
        const queue = [...(jobs[index] ?? [])];
        const work = async (): Promise<void> => {
          for (let job = queue.shift(); job !== undefined; job = queue.shift())
            await this.#settle(publisher, job);
        };
        await Promise.all(Array.from({ length: IN_FLIGHT }, work));
      }),
    );
  }

  /** Every service says its newest once more, when nobody else writes: it is counted when that was needed. */
  async sayNewest(): Promise<void> {
    for (const [index, service] of SERVICES.entries()) {
      const publisher = this.#publishers[index * WRITERS_EACH];
      for (const user of USERS) {
        if (publisher === undefined) continue;
        const job = this.#company.newestJob(user, service);
        let outcome = await this.#settle(publisher, job);
        while (outcome === "stored") outcome = await this.#settle(publisher, job); // until a keeper says more
        if (outcome === "new") this.outdone += 1;
      }
    }
  }

  async #settle(
    publisher: Publisher,
    { input, moment }: Job,
  ): Promise<"new" | "known" | "stored" | "stopped"> {
    while (!this.#isStopped) {
      try {
        const outcome = await publisher.publish(input);
        this.settled += 1;
        switch (outcome.outcome) {
          case "kept":
            this.#company.stored(input.user, input.service, moment);
            return outcome.reason === "duplicate" ? "known" : "new";
          case "older":
            this.#company.stored(input.user, input.service, { generation: 0, ...outcome.newest });
            return "known";
          case "refused":
            this.wrong.push(`${outcome.reason}: ${outcome.detail}`);
            return "known";
          case "stored":
            return "stored";
        }
      } catch (error) {
        if (!(error instanceof BrokerError)) throw error;
        const trouble = error.reason === "broker-refused" ? `${error.reason} ${error.detail}` : error.reason;
        this.#troubles.set(trouble, (this.#troubles.get(trouble) ?? 0) + 1);
        await sleep(100);
      }
    }
    return "stopped";
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#connections.map((connection) => connection.close()));
  }
}

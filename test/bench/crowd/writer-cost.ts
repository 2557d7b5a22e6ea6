import type { NatsConnection } from "nats";
import { connectBroker } from "../../../main/nats/connect-broker.ts";
import { writerInbox } from "../../../main/nats/permissions.ts";
import { createPublisher } from "../../../main/publisher/publish.ts";
import type { Figure } from "../report.ts";
import { median } from "../statistics.ts";
import { Brokers } from "./brokers.ts";
import { eventText, passwordOf, userId } from "./company.ts";
import { monotonic } from "./process-figures.ts";

const PEOPLE = 64;
const SERVICE = "mail";
const ROUNDS = 7;

/** Publishes `sequence` for one person. */
type Write = (person: number, sequence: number) => Promise<unknown>;

interface Cost {
  /** µs an event, of the wall clock and of the servers' processor time. */
  readonly wall: number;
  readonly serverCpu: number;
}

/**
 * What a service pays for the publisher that it uses, beside a plain JetStream publish of the same events into the
 * intake over the same connection: one after the other, and as many at once as there are people.
 */
export async function measureWriterCost(nodes: number, isQuick: boolean): Promise<Figure[]> {
  const brokers = await Brokers.start(nodes, PEOPLE);
  const connection = await connectBroker({
    servers: brokers.urls,
    username: `writer-${SERVICE}`,
    password: passwordOf(`writer-${SERVICE}`),
    inboxPrefix: writerInbox(SERVICE),
  });
  try {
    const writes = { plain: plainWrite(connection), published: publisherWrite(connection) };
    const times = isQuick ? 5 : 40;
    const figures: Figure[] = [];
    for (const atOnce of [1, PEOPLE]) {
      const costs: Record<keyof typeof writes, Cost[]> = { plain: [], published: [] };
      let sequence = atOnce * 1_000_000;
      for (let round = -1; round < ROUNDS; round++) {
        for (const kind of ["plain", "published"] as const) {
          const cost = await run(writes[kind], { brokers, atOnce, times, sequence });
          sequence += times;
          if (round >= 0) costs[kind].push(cost); // the first round warms up
        }
      }
      const how = `${atOnce === 1 ? "one by one" : `${atOnce} at once`}, ${nodes === 1 ? "1 server" : "cluster"}`;
      const figure = (name: string, of: keyof Cost): Figure => ({
        name: `${name}, ${how}`,
        unit: "µs",
        value: median(costs.published.map((cost) => cost[of])),
        floor: { name: "plain JetStream publish", value: median(costs.plain.map((cost) => cost[of])) },
        aim: { at: 1.6, better: "lower" },
      });
      figures.push(figure("publisher", "wall"), figure("publisher, server CPU", "serverCpu"));
    }
    return figures;
  } finally {
    await connection.close();
    await brokers.dispose();
  }
}

interface RunOptions {
  readonly brokers: Brokers;
  /** How many people are written for at one time, each in the order of the sequence. */
  readonly atOnce: number;
  /** How often each of the people. */
  readonly times: number;
  /** The sequence before the first. */
  readonly sequence: number;
}

async function run(write: Write, { brokers, atOnce, times, sequence }: RunOptions): Promise<Cost> {
  // One by one there is one lane: it goes through the people.
  const perLane = (times * PEOPLE) / atOnce;
  const [from, cpu] = [monotonic(), brokers.cpu()];
  await Promise.all(
    Array.from({ length: atOnce }, async (_, lane) => {
      for (let count = 0; count < perLane; count++) {
        await (atOnce === 1
          ? write(count % PEOPLE, sequence + 1 + Math.floor(count / PEOPLE))
          : write(lane, sequence + 1 + count));
      }
    }),
  );
  const events = times * PEOPLE;
  return {
    wall: ((monotonic() - from) * 1_000) / events,
    serverCpu: ((brokers.cpu() - cpu) * 1_000) / events,
  };
}

function plainWrite(connection: NatsConnection): Write {
  const jetstream = connection.jetstream();
  return (person, sequence) => {
    const user = userId(PEOPLE + person);
    return jetstream.publish(`intake.${SERVICE}`, eventText(user, SERVICE, sequence));
  };
}

function publisherWrite(connection: NatsConnection): Write {
  const publisher = createPublisher(connection, { outcomeMs: 0 });
  return async (person, sequence) => {
    const outcome = await publisher.publish({
      user: userId(person),
      service: SERVICE,
      count: 1 + (sequence % 50),
      sequence,
    });
    if (outcome.outcome !== "stored") throw new Error(`not stored: ${outcome.outcome}`);
  };
}

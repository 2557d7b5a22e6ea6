import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { NatsConnection } from "nats";
import { afterEach, expect, test } from "vitest";
import { parseEvent } from "../../main/contract/event.ts";
import { connectBroker } from "../../main/nats/connect-broker.ts";
import { directGet } from "../../main/nats/jetstream.ts";
import { createOutbox } from "../../main/publisher/outbox/open-outbox.ts";
import type { Outbox } from "../../main/publisher/outbox/outbox-types.ts";
import { times } from "../sample.ts";
import { type Cluster, KEEPER, startCluster } from "./cluster.ts";
import { randomness, seedOfRun } from "./randomness.ts";

/** Rounds of a killed node. */
const ROUNDS = Number(process.env["CHAOS_ROUNDS"] ?? times(1, 2));
/** As many processes of one service, each with an outbox. */
const OUTBOXES = 8;
const PEOPLE = Array.from({ length: 20 }, (_, index) => `person-${index}`);
const SERVICE = "hr-leave";
const WRITER = { role: "writer", id: SERVICE } as const;
/** Milliseconds; bounds a wait that would never end. */
const PATIENCE = 60_000;

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

test("cluster - eight outboxes of one service end with the newest of everybody, a node killed under them each round", async () => {
  const seed = seedOfRun();
  console.log(`chaos: CHAOS_SEED=${seed}`);
  const chance = randomness(seed);
  const folder = await mkdtemp(join(tmpdir(), "alrimi-outboxes-"));
  ends.push(() => rm(folder, { recursive: true, force: true }));
  const apps = PEOPLE.map((id) => ({ role: "app", id }) as const);
  const cluster = await startCluster(folder, [WRITER, ...apps]);
  ends.push(() => cluster.stop());
  const overtaken = await countOvertaken(cluster);
  const outboxes = await Promise.all(
    Array.from({ length: OUTBOXES }, (_, index) =>
      createOutbox({
        directory: join(folder, `${index}`),
        service: SERVICE,
        broker: cluster.loginOf(WRITER),
      }),
    ),
  );
  ends.push(() => Promise.all(outboxes.map((outbox) => outbox.close())));

  let sequence = 0;
  /** The same moment for all of them, each with another event of everybody: as many rivals as can be. */
  const sayToAll = (): void => {
    for (const user of PEOPLE) {
      for (const [index, outbox] of chance.shuffled(outboxes).entries()) {
        outbox.submit({ user, count: 1, sequence: sequence + 1 + index });
      }
    }
    sequence += OUTBOXES;
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    let isBack = false;
    const before = delivered(outboxes);
    const saying = (async () => {
      for (; !isBack; await sleep(20)) sayToAll();
      sayToAll();
    })();
    while (delivered(outboxes) < before + PEOPLE.length) await sleep(10); // so that it dies under load
    const node = chance.pick(cluster.nodes);
    await node.kill();
    await sleep(chance.below(3000));
    await node.restart();
    isBack = true;
    await saying;
    const flushed = await Promise.all(outboxes.map((outbox) => outbox.flush(PATIENCE)));
    expect(flushed).toEqual(outboxes.map(() => true));
    const newest = PEOPLE.map(() => BigInt(sequence));
    // A copy that was dead answers too, and may be a moment behind.
    await expect.poll(() => retained(cluster), { timeout: PATIENCE, interval: 500 }).toEqual(newest);
    console.log(
      `chaos: round ${round + 1}: killed ${node.name}; ${sequence / OUTBOXES} times eight rivals for each of ` +
        `${PEOPLE.length} people so far, ${overtaken()} times an older event came after a newer one; all end right`,
    );
  }
});

function delivered(outboxes: readonly Outbox[]): number {
  return outboxes.reduce((sum, outbox) => sum + outbox.stats().delivered, 0);
}

/** The sequences that the cluster retains for everybody. */
async function retained(cluster: Cluster): Promise<(bigint | undefined)[]> {
  const reader = await connectBroker(cluster.loginOf(KEEPER));
  try {
    return await Promise.all(
      PEOPLE.map(async (user) => {
        const subject = `approvals.${user}.${SERVICE}`;
        const message = await directGet(reader, "APPROVALS", subject);
        const event = parseEvent(subject, message?.data ?? new Uint8Array());
        return event.ok ? event.value.sequence : undefined;
      }),
    );
  } finally {
    await reader.close();
  }
}

/** How often apps heard an older event after a newer one: what a cluster that compares and sets never stores. */
async function countOvertaken(cluster: Cluster): Promise<() => number> {
  let overtaken = 0;
  for (const id of PEOPLE) {
    const app: NatsConnection = await connectBroker(cluster.loginOf({ role: "app", id }));
    ends.push(() => app.close());
    let newest = 0n;
    app.subscribe(`approvals.${id}.*`, {
      callback: (_error, { subject, data }) => {
        const event = parseEvent(subject, data);
        if (!event.ok) return;
        if (event.value.sequence < newest) overtaken += 1;
        else newest = event.value.sequence;
      },
    });
  }
  return () => overtaken;
}

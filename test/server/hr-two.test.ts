import { afterEach, beforeEach, expect, test } from "vitest";
import { readDirectory, writeDirectory } from "../../main/admin/people/directory.ts";
import { formatPeopleEvent, type PeopleEvent } from "../../main/contract/people-event.ts";
import { Answers } from "../../main/nats/answers.ts";
import { KEEPER_INBOX } from "../../main/nats/permissions.ts";
import { Settling } from "../../main/server/keeper/settling.ts";
import { HrKeeper } from "../../main/server/people/hr-keeper.ts";
import { People } from "../../main/server/people/people.ts";
import { type RealBroker, realBroker } from "../nats/real-broker.ts";

let real: RealBroker;
beforeEach(async () => {
  real = await realBroker({ withoutKeeper: true });
});
afterEach(() => real.dispose());

/** One server without a lease, as one that was frozen and works beside the next. */
async function server(): Promise<{
  take(event: PeopleEvent, number: number): void;
  readonly settled: number[];
}> {
  const connection = await real.asKeeper();
  const answers = new Answers(connection, KEEPER_INBOX);
  const people = new People({ now: () => performance.now(), log: () => {} });
  void people.follow(connection, answers);
  await people.whenRead();
  const settled: number[] = [];
  const settling = new Settling({
    refuse: async () => {},
    tell: (_, { intake }) => void settled.push(intake),
    acknowledge: () => {},
    again: (message) => setTimeout(() => keeper.receive(message), 50),
    troubled: () => {},
  });
  const refresh = () => people.refresh();
  const withdraw = async () => {};
  const keeper = new HrKeeper({ answers, directory: () => people.directory, refresh, withdraw }, settling);
  const take = (event: PeopleEvent, sequence: number): void => {
    const data = Buffer.from(formatPeopleEvent(event));
    keeper.receive({ subject: "intake.HR", data, reply: "", sequence, storedAt: 0, pending: 0 });
  };
  return { take, settled };
}

/** What HR does to one person after another, with one counter. Who is there at the end has an even number. */
function eventsOf(people: number): readonly PeopleEvent[] {
  const events: PeopleEvent[] = [];
  const next = () => ({ sequence: BigInt(events.length), epoch: 0, occurredAt: events.length });
  for (let n = 0; n < people; n += 1) {
    events.push({ type: "people.joined", user: `p${n}`, aliases: [`${n}`], ...next() });
    events.push({ type: "people.renamed", user: `p${n}`, to: `q${n}`, ...next() });
    events.push({ type: "people.left", user: `q${n}`, ...next() });
    if (n % 2 === 0) events.push({ type: "people.joined", user: `q${n}`, aliases: [`${n}`], ...next() });
  }
  return events;
}

/** Shuffled, always the same way. */
function shuffled<Item>(items: readonly Item[], seed: number): readonly Item[] {
  return items
    .map((item, at) => ({ item, place: Math.sin(at * 12.9898 + seed) * 43_758.5453 }))
    .sort((a, b) => (a.place % 1) - (b.place % 1))
    .map(({ item }) => item);
}

test("hr - two servers that work at the same time on shuffled, doubled events leave the people whom HR has", async () => {
  const administrator = await real.asAdministrator();
  const boss = { id: "boss", aliases: [] };
  await writeDirectory(administrator, { people: [boss], revision: 0, covers: 0, now: Date.now() });
  const servers = await Promise.all([server(), server()]);
  const events = eventsOf(40);
  for (const [at, { take }] of servers.entries()) {
    for (const [number, event] of shuffled(events, at + 1).entries()) take(event, number);
  }
  for (const { settled } of servers) {
    await expect.poll(() => settled.length).toBe(events.length);
  }
  const { people } = await readDirectory(administrator);
  const expected = ["boss", ...Array.from({ length: 20 }, (_, n) => `q${2 * n}`)];
  expect(people?.map(({ id }) => id).sort()).toEqual(expected.sort());
});

test("hr - of two events about one id that two servers keep at the same moment the newer one stays", async () => {
  const administrator = await real.asAdministrator();
  const boss = { id: "boss", aliases: [] };
  await writeDirectory(administrator, { people: [boss], revision: 0, covers: 0, now: Date.now() });
  const [first, second] = await Promise.all([server(), server()]);
  const people = 300;
  for (let n = 0; n < people; n += 1) {
    const at = { user: `p${n}`, epoch: 0, occurredAt: n };
    first.take({ type: "people.left", ...at, sequence: n % 2 === 0 ? 1n : 2n }, n);
    second.take({ type: "people.joined", ...at, sequence: n % 2 === 0 ? 2n : 1n }, n);
  }
  for (const { settled } of [first, second]) {
    await expect.poll(() => settled.length).toBe(people);
  }
  const ids = (await readDirectory(administrator)).people?.map(({ id }) => id);
  expect(ids?.sort()).toEqual(["boss", ...Array.from({ length: people / 2 }, (_, n) => `p${2 * n}`)].sort());
});

import { expect, test } from "vitest";
import type { ApprovalEvent } from "../../../main/contract/event.ts";
import type { Outcome } from "../../../main/contract/intake.ts";
import { accept, refuse } from "../../../main/contract/result.ts";
import { BrokerError } from "../../../main/nats/broker-error.ts";
import { Keeper, type KeeperPorts } from "../../../main/server/keeper/keeper.ts";
import type { Delivered } from "../../../main/server/keeper/pull.ts";
import type { RefusedEvent } from "../../../main/server/keeper/refused.ts";
import { Settling, type SettlingPorts } from "../../../main/server/keeper/settling.ts";
import type { Retained } from "../../../main/server/keeper/store.ts";
import { bytesOf, eventOf, wireOf } from "../../contract/events.ts";

const SUBJECT = "approvals.hong%2Egd.hr-leave";

/** A keeper on a broker in memory. */
function keeperOn(faults: Partial<KeeperPorts & SettlingPorts> = {}) {
  const retained = new Map<string, Retained>();
  const outcomes: Outcome[] = [];
  const refused: RefusedEvent[] = [];
  const acknowledged: number[] = [];
  const again: number[] = [];
  let revision = 0;
  const read = (subject: string): Retained => retained.get(subject) ?? { revision: 0, event: undefined };
  const ports: KeeperPorts & SettlingPorts = {
    personOf: accept,
    generation: () => 0,
    hasRoom: () => true,
    retained: async (subject) => read(subject),
    async write(subject, event, expected) {
      if (read(subject).revision !== expected) return false;
      revision += 1;
      retained.set(subject, { revision, event });
      return true;
    },
    async refuse(_, event) {
      refused.push(event);
    },
    tell: (_, outcome) => void outcomes.push(outcome),
    acknowledge: ({ sequence }) => void acknowledged.push(sequence),
    again: ({ sequence }) => void again.push(sequence),
    troubled: () => {},
    ...faults,
  };
  let sequence = 0;
  const keeper = new Keeper(ports, new Settling(ports));
  const send = (fields: unknown, subject = "intake.hr-leave"): void => {
    sequence += 1;
    const message: Delivered = {
      ...{ subject, data: bytesOf(fields), reply: "", sequence, storedAt: 1_000 + sequence, pending: 0 },
    };
    keeper.receive(message);
  };
  const isIdle = (): void => expect(keeper.oldest).toBeUndefined();
  return {
    ...{ keeper, send, retained, outcomes, refused, acknowledged, again },
    settled: () =>
      expect
        .poll(() => keeper.oldest)
        .toBeUndefined()
        .then(isIdle),
    counted: (): number | undefined => retained.get(SUBJECT)?.event?.count,
  };
}

test("keeper - shuffled, doubled and late events leave the newest", async () => {
  const { send, settled, counted, outcomes, acknowledged } = keeperOn();
  for (const sequence of [3, 1, 5, 5, 2, 4]) send(wireOf({ sequence, count: sequence }));
  await settled();
  expect(counted()).toBe(5);
  expect(outcomes.map(({ outcome, event }) => [event?.sequence, outcome]).sort()).toEqual([
    [1n, "older"],
    [2n, "older"],
    [3n, "kept"], // it was written before the others came
    [4n, "older"],
    [5n, "kept"],
    [5n, "kept"],
  ]);
  expect(acknowledged.sort()).toEqual([1, 2, 3, 4, 5, 6]);
});

test("keeper - what cannot be read is refused with its reason, and erases nothing", async () => {
  const { send, settled, counted, refused, outcomes, acknowledged } = keeperOn();
  send(wireOf({ count: 7 }));
  send("{");
  send(wireOf({ service: "mail" }));
  send(wireOf({ user: "" }));
  send(wireOf(), "intake.hr-leave.x");
  await settled();
  expect(counted()).toBe(7);
  expect(refused.map(({ reason }) => reason).sort()).toEqual([
    "bad-subject",
    "bad-user",
    "not-json",
    "service-mismatch",
  ]);
  expect(outcomes.filter(({ outcome }) => outcome === "refused")).toHaveLength(4);
  expect(acknowledged).toHaveLength(5);
});

test("keeper - a number that went back is told and stored for its owner", async () => {
  const { send, settled, refused, outcomes } = keeperOn();
  send(wireOf({ sequence: 100 }));
  await settled();
  send(wireOf({ sequence: 2, occurredAt: "2026-11-23T00:00:00Z" }));
  await settled();
  expect(outcomes.at(-1)).toMatchObject({ outcome: "older", reason: "sequence-went-back" });
  expect(refused).toMatchObject([{ intake: 2, reason: "sequence-went-back" }]);
});

test("keeper - an event that the broker does not take now is not acknowledged, and comes again", async () => {
  let isAway = true;
  const { send, settled, again, acknowledged, outcomes } = keeperOn({
    async write() {
      if (isAway) throw new BrokerError("timeout", "x");
      return true;
    },
  });
  send(wireOf());
  await settled();
  expect([again, acknowledged, outcomes]).toEqual([[1], [], []]);
  isAway = false;
  send(wireOf());
  await settled();
  expect(acknowledged).toEqual([2]);
});

test("keeper - what it cannot handle is refused, and the next one is kept", async () => {
  let calls = 0;
  const { send, settled, refused, acknowledged } = keeperOn({
    async write() {
      calls += 1;
      if (calls === 1) throw new TypeError("broken");
      return true;
    },
  });
  send(wireOf({ sequence: 1 }));
  await settled();
  send(wireOf({ sequence: 2 }));
  await settled();
  expect(refused).toMatchObject([{ reason: "cannot-keep", detail: "broken" }]);
  expect(acknowledged).toEqual([1, 2]);
});

test("keeper - beside another keeper that writes, the newest of both stays", async () => {
  let rival: ApprovalEvent | undefined;
  const company = keeperOn();
  const { retained } = company;
  const write = { revision: 100 };
  const { send, settled, outcomes } = keeperOn({
    retained: async (subject) => retained.get(subject) ?? { revision: 0, event: undefined },
    async write(subject, event, revision) {
      if (rival !== undefined) {
        retained.set(subject, { revision: write.revision, event: rival });
        rival = undefined;
      }
      if ((retained.get(subject)?.revision ?? 0) !== revision) return false;
      retained.set(subject, { revision: revision + 1, event });
      return true;
    },
  });
  rival = {
    user: "hong.gd",
    service: "hr-leave",
    count: 9,
    occurredAt: 2e12,
    sequence: 50n,
    epoch: 0,
    generation: 0,
  };
  send(wireOf({ sequence: 7 }));
  await settled();
  expect(retained.get(SUBJECT)?.event?.count).toBe(9);
  expect(outcomes).toMatchObject([{ outcome: "older", newest: { sequence: 50n } }]);
});

test("keeper - an event is called older only after what is retained was read again", async () => {
  const known = { revision: 4, event: eventOf({ sequence: 9n }) };
  const asked: boolean[] = [];
  const written: number[] = [];
  const { send, settled, outcomes } = keeperOn({
    async retained(_, isRecent) {
      asked.push(isRecent);
      return isRecent ? { revision: 0, event: undefined } : known; // the stream was made anew meanwhile
    },
    async write(_, { count }, revision) {
      written.push(count);
      return revision === 0;
    },
  });
  send(wireOf({ sequence: 7, count: 5 }));
  await settled();
  expect([asked, written]).toEqual([[false, true], [5]]);
  expect(outcomes).toMatchObject([{ outcome: "kept" }]);
});

test("keeper - without a catalog a service keeps the generation of what is retained", async () => {
  const { send, settled, retained, outcomes } = keeperOn();
  retained.set(SUBJECT, { revision: 0, event: eventOf({ generation: 2, sequence: 9n }) });
  send(wireOf({ sequence: 10 }));
  await settled();
  expect(outcomes).toMatchObject([{ outcome: "kept" }]);
  expect(retained.get(SUBJECT)?.event).toMatchObject({ generation: 2, sequence: 10n });
});

test("keeper - without room a new person is refused with the reason, and those who are kept go on", async () => {
  let hasRoom = true;
  const { send, settled, outcomes, refused, retained } = keeperOn({ hasRoom: () => hasRoom });
  send(wireOf({ sequence: 1 }));
  await settled();
  hasRoom = false;
  send(wireOf({ sequence: 2 }));
  send(wireOf({ user: "made.up", sequence: 3 }));
  send(wireOf({ user: "made.up", sequence: 4 }));
  await settled();
  expect(outcomes.map(({ event, outcome, reason }) => [event?.sequence, outcome, reason])).toEqual([
    [1n, "kept", undefined],
    [2n, "kept", undefined],
    [3n, "refused", "no-room"],
    [4n, "refused", "no-room"],
  ]);
  expect(refused.map(({ reason }) => reason)).toEqual(["no-room", "no-room"]);
  expect([...retained.keys()]).toEqual([SUBJECT]);
  hasRoom = true;
  send(wireOf({ user: "made.up", sequence: 5 }));
  await settled();
  expect(outcomes.at(-1)).toMatchObject({ outcome: "kept" });
});

test("keeper - the events of a person's aliases are one person's, and each outcome has the name that was sent", async () => {
  const ids = new Map([
    ["100234", "hong.gd"],
    ["hong.gd", "hong.gd"],
  ]);
  const { send, settled, outcomes, retained } = keeperOn({
    personOf: (user) => {
      const id = ids.get(user);
      return id === undefined ? refuse("user-unknown", user) : accept(id);
    },
  });
  send(wireOf({ user: "100234", sequence: 2 }));
  send(wireOf({ user: "hong.gd", sequence: 1 }));
  send(wireOf({ user: "nobody", sequence: 3 }));
  await settled();
  expect([...retained.keys()]).toEqual([SUBJECT]);
  expect(retained.get(SUBJECT)?.event).toMatchObject({ user: "hong.gd", sequence: 2n });
  expect(new Map(outcomes.map(({ event, outcome }) => [event?.user, outcome]))).toEqual(
    new Map([
      ["100234", "kept"],
      ["hong.gd", "older"],
      ["nobody", "refused"],
    ]),
  );
});

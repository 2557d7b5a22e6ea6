import { expect, test } from "vitest";
import { formatTestNotice, parseFleetReport, type TestOutcome } from "../../../main/contract/fleet.ts";
import { HEARTBEAT_SUBJECT } from "../../../main/contract/heartbeat.ts";
import { LEADER_SUBJECTS } from "../../../main/contract/leader.ts";
import type { Presence } from "../../../main/core/attention/attention.ts";
import { type Feed, startFeed } from "../../../main/desktop/broker/feed.ts";
import { createFleet, type Fleet } from "../../../main/desktop/fleet/fleet.ts";
import { SimulatedBroker } from "../broker/simulated-broker.ts";
import { FakeClock, settle } from "../fake-clock.ts";

const MINUTE = 60_000;
const ID = "0123456789abcdef0123456789abcdef";
const TEST = "alrimi.test.hong%2Egd";
const NOTICE = new TextEncoder().encode(formatTestNotice(ID));
const CONNECTED_AT = Date.UTC(2026, 10, 22, 4);

/** An app with a feed to a simulated broker. */
class Scene implements AsyncDisposable {
  readonly broker = new SimulatedBroker();
  readonly clock = new FakeClock();
  readonly log: string[] = [];
  readonly tested: TestOutcome[] = [];
  readonly unproven: string[] = [];
  presence: Presence = { isLocked: false, isPresenting: false };
  shown: TestOutcome = { outcome: "shown" };
  readonly #fleet: Fleet | undefined;
  readonly #feed: Feed;

  constructor({ isInFleet = true, isDenied = false } = {}) {
    if (isDenied) this.broker.denied.add(TEST);
    this.broker.isClustered = false;
    const feed = (): Feed => this.#feed;
    this.#fleet = !isInFleet
      ? undefined
      : createFleet({
          clock: this.clock,
          log: { info: (line) => void this.log.push(line) },
          about: { version: "0.1.0", platform: "linux", arch: "x64", installation: ID },
          connection: () => ({ kind: "fresh", since: CONNECTED_AT, lastContact: CONNECTED_AT + 5 }),
          presence: () => this.presence,
          device: async () => ({ notifications: "shown", tray: "missing" }),
          show: async () => this.shown,
          tested: (outcome) => void this.tested.push(outcome),
          publish: (payload) => feed().publish("fleet.hong%2Egd", payload),
        });
    this.#feed = startFeed(
      "hong.gd",
      { servers: ["nats://simulated"], credentials: undefined, tls: undefined },
      {
        dial: this.broker.dial,
        clock: this.clock,
        services: () => [],
        fleet: this.#fleet,
        sink: {
          event() {},
          retained: () => "settled",
          unanswered() {},
          unproven: (subject) => void this.unproven.push(subject),
          catalog() {},
          signal() {},
          log: (text) => void this.log.push(text),
        },
      },
    );
  }

  /** The reports that were sent. */
  get reports(): unknown[] {
    return this.broker.published.map(({ subject, payload }) => {
      expect(subject).toBe("fleet.hong%2Egd");
      const report = parseFleetReport(new TextEncoder().encode(payload));
      if (!report.ok) throw new Error(report.detail);
      return report.value;
    });
  }

  /** A message arrives on the subject of test notices. */
  async notice(payload: Uint8Array = NOTICE, hasHeaders = false): Promise<void> {
    this.broker.send({ subject: TEST, data: payload, origin: undefined, isHeartbeat: false, hasHeaders });
    await settle();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#fleet?.stop();
    await this.#feed.stop();
  }
}

test("fleet - the state is sent some minutes after connecting, and each hour", async () => {
  await using scene = new Scene();
  await settle();
  expect(scene.broker.subjects).toEqual([
    "approvals.hong%2Egd.*",
    "catalog.services",
    HEARTBEAT_SUBJECT,
    LEADER_SUBJECTS,
    TEST,
  ]);
  await scene.clock.pass(5 * MINUTE - 1_000);
  expect(scene.reports).toEqual([]);
  await scene.clock.pass(1_000);
  expect(scene.reports).toEqual([
    {
      version: "0.1.0",
      platform: "linux",
      arch: "x64",
      installation: ID,
      connection: "fresh",
      since: CONNECTED_AT,
      lastContactAt: CONNECTED_AT + 5,
      notifications: "shown",
      tray: "missing",
      at: scene.clock.now(),
    },
  ]);
  await scene.clock.pass(24 * 60 * MINUTE);
  expect(scene.reports).toHaveLength(25);
});

test("fleet - without a policy nothing is subscribed or sent, and a notice is not heard", async () => {
  await using scene = new Scene({ isInFleet: false });
  await settle();
  expect(scene.broker.subjects).not.toContain(TEST);
  await scene.notice();
  await scene.clock.pass(3 * 60 * MINUTE);
  expect(scene.broker.published).toEqual([]);
});

test("fleet - a reconnect sends nothing before it is due", async () => {
  await using scene = new Scene();
  await scene.clock.pass(6 * MINUTE);
  for (let time = 0; time < 10; time++) {
    scene.broker.tell({ kind: "closed" });
    await scene.clock.pass(MINUTE);
  }
  expect(scene.reports).toHaveLength(1);
});

test("fleet - a broker that does not know reports is told once in the log, and nothing is sent", async () => {
  await using scene = new Scene({ isDenied: true });
  for (let time = 0; time < 3; time++) {
    await scene.clock.pass(60 * MINUTE);
    scene.broker.tell({ kind: "closed" });
    await scene.clock.pass(1_000);
  }
  expect(scene.broker.published).toEqual([]);
  expect(scene.log.filter((line) => /fleet|permission/.test(line))).toEqual([
    "fleet: the broker does not allow reports; none are sent",
  ]);
});

test.each<[TestOutcome, Partial<Presence>]>([
  [{ outcome: "shown" }, {}],
  [{ outcome: "failed", reason: "no-server" }, {}],
  [{ outcome: "held", reason: "locked" }, { isLocked: true }],
  [{ outcome: "held", reason: "presenting" }, { isPresenting: true }],
])("fleet - a test notice is answered at once: %j", async (outcome, presence) => {
  await using scene = new Scene();
  await settle();
  scene.presence = { ...scene.presence, ...presence };
  if (outcome.outcome === "failed") scene.shown = outcome;
  await scene.notice();
  expect(scene.reports).toEqual([expect.objectContaining({ test: { id: ID, ...outcome } })]);
  expect(scene.tested).toEqual([outcome]);
});

test("fleet - a notice with headers is refused, and a second one within a minute is ignored", async () => {
  await using scene = new Scene();
  await settle();
  await scene.notice(NOTICE, true);
  expect(scene.unproven).toEqual([TEST]);
  for (let time = 0; time < 5; time++) await scene.notice();
  await scene.notice(new TextEncoder().encode('{"stream":"FLEET","seq":1}'));
  expect(scene.tested).toHaveLength(1);
  await scene.clock.pass(MINUTE);
  await scene.notice();
  expect(scene.tested).toHaveLength(2);
});

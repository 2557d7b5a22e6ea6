import { expect, test } from "vitest";
import type { Reply } from "../../../main/contract/connection.ts";
import type { TestStep } from "../../../main/core/account/connection-test.ts";
import { type TestedConnection, testConnection } from "../../../main/desktop/account/connection-test.ts";
import type { Dial } from "../../../main/desktop/broker/transport.ts";
import type { Link } from "../../../main/nats/link.ts";
import { FakeClock } from "../fake-clock.ts";

const candidate: TestedConnection = {
  servers: ["tls://broker.example.com:4222"],
  user: "hong.gd",
  credentials: { username: "hong.gd", password: "p" },
  tls: undefined,
};
const catalog: Reply = {
  kind: "message",
  origin: "catalog.services",
  payload: new TextEncoder().encode('{"services":[{"id":"mail","name":{"ko":"메일"}}]}'),
};

/** A broker whose answers the test sets. It counts its open connections. */
class Broker {
  connections = 0;
  asked: string[] = [];
  denied = "";
  replies: Reply[] = [catalog, { kind: "none" }];
  letIn: () => void = () => {};

  readonly dial: Dial = async () => {
    await new Promise<void>((resolve) => {
      this.letIn = resolve;
    });
    this.connections += 1;
    return { ok: true, link: this.#link() };
  };

  #link(): Link {
    return {
      isClustered: true,
      server: "",
      took: 0,
      subscribe: (subject, _onMessage, onDenied) => {
        if (subject === this.denied) queueMicrotask(onDenied);
        return () => {};
      },
      publish() {},
      directGet: async (_stream, subject) => {
        this.asked.push(subject);
        return this.replies.shift() ?? { kind: "unavailable" };
      },
      ping: async () => true,
      close: async () => {
        this.connections -= 1;
      },
    };
  }
}

function begin(broker: Broker, clock = new FakeClock()) {
  const steps: TestStep[] = [];
  const running = testConnection(candidate, {
    dial: broker.dial,
    resolves: async () => true,
    after: (delay, callback) => clock.after(delay, callback),
    onStep: (step) => steps.push(step),
  });
  return { ...running, steps, clock };
}

test("connection test - signs in, reads what the app will read, and leaves no connection", async () => {
  const broker = new Broker();
  const { outcome, steps } = begin(broker);
  broker.letIn();
  expect(await outcome).toMatchObject({ kind: "succeeded", services: [{ id: "mail" }] });
  expect(steps).toEqual(["reach", "read"]);
  expect(broker.asked).toEqual(["catalog.services", "approvals.hong%2Egd.mail"]);
  expect(broker.connections).toBe(0);
});

test.each([
  ["a get", "", [{ kind: "denied" }, { kind: "none" }], "permission"],
  ["a get of the person's events", "", [catalog, { kind: "denied" }], "permission"],
  ["listening", "approvals.hong%2Egd.*", [catalog, { kind: "none" }], "permission"],
  ["an answer, twice", "", [], "no-stream"],
] as const)("connection test - says so when %s is refused", async (_what, denied, replies, cause) => {
  const broker = new Broker();
  broker.denied = denied;
  broker.replies = [...replies];
  const { outcome } = begin(broker);
  broker.letIn();
  expect(await outcome).toMatchObject({ kind: "failed", step: "read", cause });
  expect(broker.connections).toBe(0);
});

test("connection test - one lost answer is not held against a broker", async () => {
  const broker = new Broker();
  broker.replies = [{ kind: "unavailable" }, catalog, { kind: "none" }];
  const { outcome } = begin(broker);
  broker.letIn();
  expect(await outcome).toMatchObject({ kind: "succeeded" });
});

test("connection test - a cancelled one ends at once, and a connection that comes later is closed", async () => {
  const broker = new Broker();
  const { outcome, cancel } = begin(broker);
  cancel();
  expect(await outcome).toBeNull();
  broker.letIn();
  await expect.poll(() => broker.connections).toBe(0);
  expect(broker.asked).toEqual([]);
});

test("connection test - one that does not end is ended, and says at which step", async () => {
  const broker = new Broker();
  const { outcome, clock } = begin(broker);
  await clock.pass(20_000);
  expect(await outcome).toMatchObject({ kind: "failed", step: "reach", cause: "too-slow" });
});

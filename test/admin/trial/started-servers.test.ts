import { afterAll, beforeAll, expect, test } from "vitest";
import { onStartedServers } from "../../../main/admin/trial/started-servers.ts";
import { BrokerError } from "../../../main/nats/broker-error.ts";
import { type RealBroker, realBroker } from "../../nats/real-broker.ts";

let real: RealBroker;
beforeAll(async () => {
  real = await realBroker({ bare: true });
});
afterAll(() => real.dispose());

const login = () => ({ servers: [real.broker.url], username: "admin", password: "admin-password" });

/** Servers of which one is left out until it is restarted. */
function leavingOut(leftOut: number) {
  const restarted: number[] = [];
  const work = async (): Promise<string> => {
    if (restarted.includes(leftOut)) return "done";
    throw new BrokerError("too-few-servers", "stream APPROVALS");
  };
  const restarts = [0, 1, 2].map((index) => async () => void restarted.push(index));
  return { restarted, work, restarts };
}

test("started servers - they are restarted one after another until the one that was left out is let in", async () => {
  const { restarted, work, restarts } = leavingOut(1);
  const patience = { patienceMs: 60_000, leftOutMs: 1 };
  expect(await onStartedServers(login(), work, restarts, patience)).toBe("done");
  expect(restarted).toEqual([0, 1]);
});

test("started servers - where restarts do not help, what the work said is thrown, and each was restarted once", async () => {
  const { restarted, work, restarts } = leavingOut(3);
  const patience = { patienceMs: 300, leftOutMs: 1 };
  await expect(onStartedServers(login(), work, restarts, patience)).rejects.toMatchObject({
    reason: "too-few-servers",
  });
  expect(restarted).toEqual([0, 1, 2]);
});

test("started servers - no leader yet is waited for, without a restart", async () => {
  const { restarted, restarts } = leavingOut(0);
  let asked = 0;
  const work = async (): Promise<number> => {
    asked += 1;
    if (asked < 3) throw new BrokerError("timeout", "$JS.API.STREAM.INFO.APPROVALS");
    return asked;
  };
  expect(await onStartedServers(login(), work, restarts, { patienceMs: 60_000, leftOutMs: 1 })).toBe(3);
  expect(restarted).toEqual([]);
});

test("started servers - a login that is refused is said at once", async () => {
  const work = () => Promise.resolve("never");
  const wrong = { ...login(), password: "wrong" };
  await expect(onStartedServers(wrong, work, [], { patienceMs: 60_000 })).rejects.toMatchObject({
    reason: "authorization",
  });
});

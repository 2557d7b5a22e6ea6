import { expect, test } from "vitest";
import { lookupWithin } from "../../../main/desktop/broker/name-lookup.ts";
import { lastOf, spreadRedials } from "../../../main/desktop/broker/redials.ts";

test("redials - the delay is drawn once a dial, however often it is asked for, from half a second to four and a half", () => {
  const draws = [0, 0.5, 0.999_999];
  const redials = spreadRedials(() => draws.shift() ?? 0);
  const asked = (): number[] => Array.from({ length: 100 }, redials.delay);
  expect(new Set(asked())).toEqual(new Set([500]));
  redials.dialled();
  expect(new Set(asked())).toEqual(new Set([2_500]));
  redials.dialled();
  expect(Math.round(redials.delay())).toBe(4_500);
  expect(draws).toEqual([]);
});

test("redials - the server that is avoided is dialled last, with or without a scheme and a port; the others as chance has it", () => {
  const servers = ["nats://one", "tls://two:4223", "nats://three"];
  const order = (last: string, ...draws: number[]): string[] =>
    lastOf(servers, last, () => draws.shift() ?? 0);
  expect(order("one:4222", 0.9, 0.1)).toEqual(["nats://three", "tls://two:4223", "nats://one"]);
  expect(order("one:4222", 0.1, 0.9)).toEqual(["tls://two:4223", "nats://three", "nats://one"]);
  expect(order("two:4223", 0.9, 0.1)).toEqual(["nats://three", "nats://one", "tls://two:4223"]);
});

test("lookup - what is answered in time is taken; a failure is the lookup's own", async () => {
  expect(await lookupWithin(60_000, async () => ["10.0.0.1", "10.0.0.2"])("broker")).toEqual([
    "10.0.0.1",
    "10.0.0.2",
  ]);
  await expect(lookupWithin(60_000, () => Promise.reject(new Error("no")))("broker")).rejects.toThrow("no");
});

test("lookup - after its time the name stands for itself", async () => {
  expect(await lookupWithin(1, () => new Promise(() => {}))("broker.example.com")).toEqual([
    "broker.example.com",
  ]);
});

import { expect, test } from "vitest";
import { serverAddress } from "../../main/contract/server-address.ts";
import { lastOf, spreadRedials } from "../../main/nats/redials.ts";

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

test("redials - the server that is avoided is dialled last, with or without a port; the others as chance has it", () => {
  const servers = ["nats://one", "tls://two:4223", "nats://three"];
  const order = (last: string, ...draws: number[]): string[] =>
    lastOf(servers.map(serverAddress), last, () => draws.shift() ?? 0).map(({ host }) => host);
  expect(order("one:4222", 0.9, 0.1)).toEqual(["three", "two", "one"]);
  expect(order("one:4222", 0.1, 0.9)).toEqual(["two", "three", "one"]);
  expect(order("two:4223", 0.9, 0.1)).toEqual(["three", "one", "two"]);
});

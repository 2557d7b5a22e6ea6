import { expect, test } from "vitest";
import { serverAddress } from "../../main/contract/server-address.ts";
import { lastOf } from "../../main/nats/server-order.ts";

test("server order - the server that is avoided is dialled last, with or without a port; the others as chance has it", () => {
  const servers = ["nats://one", "tls://two:4223", "nats://three"];
  const order = (last: string, ...draws: number[]): string[] =>
    lastOf(servers.map(serverAddress), last, () => draws.shift() ?? 0).map(({ host }) => host);
  expect(order("one:4222", 0.9, 0.1)).toEqual(["three", "two", "one"]);
  expect(order("one:4222", 0.1, 0.9)).toEqual(["two", "three", "one"]);
  expect(order("two:4223", 0.9, 0.1)).toEqual(["three", "one", "two"]);
});

import { expect, test } from "vitest";
import { LOOK_EVERY, onNetworkChange } from "../../../main/desktop/system/network-watch.ts";
import { FakeClock } from "../fake-clock.ts";

function watch(...addresses: string[]) {
  const clock = new FakeClock();
  const computer = { addresses, changes: 0 };
  const undo = onNetworkChange(() => computer.changes++, { clock, addresses: () => computer.addresses });
  return { clock, computer, undo };
}

test("network - another address is told once, at the next look, and so is one that is gone", async () => {
  const { clock, computer } = watch("127.0.0.1", "10.0.0.7");
  computer.addresses = ["127.0.0.1", "10.0.0.7", "172.16.0.2"]; // a VPN
  await clock.pass(LOOK_EVERY - 1);
  expect(computer.changes).toBe(0);
  await clock.pass(1);
  expect(computer.changes).toBe(1);
  await clock.pass(10 * LOOK_EVERY);
  expect(computer.changes).toBe(1);
  computer.addresses = ["127.0.0.1"];
  await clock.pass(LOOK_EVERY);
  expect(computer.changes).toBe(2);
});

test("network - the same addresses in another order are no change", async () => {
  const { clock, computer } = watch("127.0.0.1", "10.0.0.7");
  computer.addresses = ["10.0.0.7", "127.0.0.1"];
  await clock.pass(5 * LOOK_EVERY);
  expect(computer.changes).toBe(0);
});

test("network - after the undo nothing is told, and no timer is left", async () => {
  const { clock, computer, undo } = watch("127.0.0.1");
  computer.addresses = ["10.0.0.7"];
  undo();
  await clock.pass(5 * LOOK_EVERY);
  expect(computer.changes).toBe(0);
  expect(clock.pending).toBe(0);
});

test("network - the computer's own addresses can be watched", () => {
  onNetworkChange(() => {})();
});

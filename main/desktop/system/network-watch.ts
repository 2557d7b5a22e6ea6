import { networkInterfaces } from "node:os";
import { type Clock, systemClock } from "../clock.ts";

/**
 * Polling interval in milliseconds. No runtime reports network changes to the main process on every system. The broker
 * client detects a lost connection itself, and every poll wakes an idle computer.
 */
export const LOOK_EVERY = 30_000;

export interface NetworkPorts {
  readonly clock: Pick<Clock, "after">;
  /** Current addresses of the computer. */
  readonly addresses: () => readonly string[];
}

/**
 * Calls back when the computer's addresses have changed, for example by a cable, a VPN or another Wi-Fi. Returns the
 * undo.
 */
export function onNetworkChange(callback: () => void, ports: NetworkPorts = ownNetwork): () => void {
  const look = (): string => [...ports.addresses()].sort().join(" ");
  let known = look();
  let cancel = (): void => {};
  const lookLater = (): void => {
    cancel = ports.clock.after(LOOK_EVERY, () => {
      lookLater();
      const now = look();
      if (now === known) return;
      known = now;
      callback();
    });
  };
  lookLater();
  return () => cancel();
}

/** Whether the computer has an address that others can reach. Without one it is no fault that nothing arrives. */
export function isOnline(
  interfaces: () => ReturnType<typeof networkInterfaces> = networkInterfaces,
): boolean {
  return Object.values(interfaces()).some((each = []) => each.some(({ internal }) => !internal));
}

const ownNetwork: NetworkPorts = {
  clock: systemClock,
  addresses: () =>
    Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .map(({ address }) => address),
};

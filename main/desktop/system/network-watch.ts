import { networkInterfaces } from "node:os";
import { type Clock, systemClock } from "../clock.ts";

/**
 * How often it looks; milliseconds. No runtime tells the main process of network changes on every system. A lost
 * connection is noticed by the broker client itself; every look wakes an idle computer.
 */
export const LOOK_EVERY = 30_000;

export interface NetworkPorts {
  readonly clock: Pick<Clock, "after">;
  /** The computer's addresses by now. */
  readonly addresses: () => readonly string[];
}

/** Calls back when the computer's addresses have changed: a cable, a VPN, another Wi-Fi. Returns the undo. */
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

const ownNetwork: NetworkPorts = {
  clock: systemClock,
  addresses: () =>
    Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .map(({ address }) => address),
};

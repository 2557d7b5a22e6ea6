import { networkInterfaces } from "node:os";

/**
 * How often it looks; milliseconds. No runtime tells the main process of network changes on every system. A lost
 * connection is noticed by the broker client itself; every look wakes an idle computer.
 */
const LOOK_EVERY = 30_000;

/** Calls back when the computer's addresses have changed: a cable, a VPN, another Wi-Fi. Returns the undo. */
export function onNetworkChange(callback: () => void): () => void {
  let known = addresses();
  const timer = setInterval(() => {
    const now = addresses();
    if (now === known) return;
    known = now;
    callback();
  }, LOOK_EVERY);
  return () => clearInterval(timer);
}

function addresses(): string {
  return Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .map(({ address }) => address)
    .sort()
    .join(" ");
}

import type { Server, Socket } from "node:net";
import { networkOf } from "../limits.ts";
import { Quota } from "./quota.ts";

/** Connections of one address. Without a login anybody could otherwise hold all, with a request now and then. */
export const MOST_PER_ADDRESS = 256;
/** Milliseconds between two lines of the log. */
const LOG_MS = 10_000;

/**
 * Ends the connections of an address beyond so many. With TLS they are ended before the handshake.
 * @param most open connections of one {@link networkOf}
 */
export function boundPerAddress(server: Server, most: number, log: (line: string) => void): void {
  const open = new Quota(most);
  let loggedAt = Number.NEGATIVE_INFINITY;
  server.on("connection", (socket: Socket) => {
    const { remoteAddress } = socket;
    if (remoteAddress === undefined) return; // it has ended already
    const network = networkOf(remoteAddress);
    if (open.add(network, 1)) {
      socket.once("close", () => open.remove(network, 1));
      return;
    }
    socket.destroy();
    if (performance.now() - loggedAt < LOG_MS) return;
    loggedAt = performance.now();
    log(`http: ${network} has ${most} connections, and more are ended: "maxConnectionsPerAddress"`);
  });
}

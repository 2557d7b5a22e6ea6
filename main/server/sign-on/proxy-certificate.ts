import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";

/** Whether a connection showed a certificate of the configured authority with one of the names. */
export function isProxy(socket: Socket, names: readonly string[]): boolean {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return false;
  const certificate = socket.getPeerX509Certificate();
  return names.some((name) => certificate?.checkHost(name, { wildcards: false }) !== undefined);
}

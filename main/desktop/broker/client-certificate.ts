import { connect } from "node:net";
import type { DialFailure } from "./transport.ts";

/**
 * Whether a server asks its clients for a certificate, by what it greets everybody with (`tls_verify`). With TLS 1.3 it
 * refuses a missing or a wrong one when the client takes the handshake for done, and the `nats` client then waits for an
 * answer until its time is over.
 * @param server `tls://host:port`
 * @param timeout milliseconds
 */
export function asksForCertificate(server: string, timeout: number): Promise<boolean> {
  const { hostname, port } = new URL(server);
  return new Promise((resolve) => {
    let greeting = "";
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || 4222), timeout });
    const end = (): void => {
      socket.destroy();
      resolve(/^INFO \{[^\n]*"tls_verify":\s*true/.test(greeting));
    };
    socket.on("data", (chunk) => {
      greeting += chunk.toString("latin1");
      if (greeting.includes("\n") || greeting.length > 64 * 1024) end();
    });
    socket.on("timeout", end);
    socket.on("error", end);
    socket.on("end", end);
  });
}

/**
 * No answer from a server that asks for a certificate means that it did not like ours, or misses one.
 * @param timeout milliseconds
 */
export async function orCertificate(
  failure: DialFailure,
  servers: readonly string[],
  timeout: number,
): Promise<DialFailure> {
  if (failure.kind !== "lost" || failure.cause !== "no-answer") return failure;
  const asks = await Promise.all(servers.map((server) => asksForCertificate(server, timeout)));
  return asks.includes(true)
    ? { kind: "lost", cause: "tls", detail: "the server asks for a certificate (certFile, keyFile)" }
    : failure;
}

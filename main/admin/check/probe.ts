import { connect as dial, type Socket } from "node:net";
import { connect as dialTls } from "node:tls";
import { defined } from "../../contract/defined.ts";
import { isIpAddress, type ServerAddress } from "../../contract/server-address.ts";
import { codeOf } from "../../files/refused-file.ts";
import { failureOf } from "../../nats/failure.ts";
import { missingInChain } from "./certificate-form.ts";

/** The facts in a server's greeting, before a login. */
export interface ServerFacts {
  readonly name: string;
  readonly version: string;
  readonly jetstream: boolean;
  /** The cluster's name; undefined for a standalone server. */
  readonly cluster: string | undefined;
  readonly loginRequired: boolean;
  readonly tls: Certificate | undefined;
}

/** The facts of a server's certificate. */
export interface Certificate {
  /** Milliseconds since the Unix epoch. */
  readonly validTo: number;
  /** Why the chain or the name is not valid; undefined if both are. */
  readonly problem: string | undefined;
  /** The result of `missingInChain`. */
  readonly missing: string | undefined;
}

/** The result of {@link probe}. */
export type Probe =
  | { readonly kind: "nats"; readonly facts: ServerFacts }
  | { readonly kind: "unreachable" | "timeout" | "not-nats" | "tls"; readonly detail: string };

/**
 * Reads a server's greeting and certificate. NATS starts TLS after a greeting in clear text, so an ordinary TLS check
 * cannot be used. Never rejects.
 * @param options `ca` trusted authorities as PEM; `timeoutMs` milliseconds, default 3000
 */
export async function probe(
  { host, port }: ServerAddress,
  options: { readonly ca?: string; readonly timeoutMs?: number } = {},
): Promise<Probe> {
  const socket = dial({ host, port });
  socket.setTimeout(options.timeoutMs ?? 3000);
  try {
    const greeting = await firstLine(socket);
    if (!greeting.startsWith("INFO ")) return { kind: "not-nats", detail: printable(greeting) };
    const info = JSON.parse(greeting.slice(5)) as Record<string, unknown>;
    const certificate =
      info["tls_required"] === true || info["tls_available"] === true
        ? await certificateOf(socket, host, options)
        : undefined;
    return {
      kind: "nats",
      facts: {
        name: String(info["server_name"] ?? ""),
        version: String(info["version"] ?? ""),
        jetstream: info["jetstream"] === true,
        cluster: typeof info["cluster"] === "string" ? info["cluster"] : undefined,
        loginRequired: info["auth_required"] === true,
        tls: certificate,
      },
    };
  } catch (error) {
    return failed(error);
  } finally {
    socket.destroy();
  }
}

function failed(error: unknown): Probe {
  const { reason, detail } = failureOf(error);
  if (reason === "timeout" || reason === "not-nats" || reason === "tls") return { kind: reason, detail };
  return { kind: "unreachable", detail: codeOf(error) ?? detail };
}

function firstLine(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const read = (chunk: Buffer): void => {
      text += chunk.toString("utf8");
      if (text.length > 64 * 1024 || text.includes("\r\n")) {
        socket.off("data", read);
        socket.pause(); // the next bytes belong to the TLS handshake
        resolve(text.split("\r\n", 1)[0] ?? "");
      }
    };
    socket.on("data", read);
    socket.once("timeout", () => reject(timedOut()));
    socket.once("error", reject);
    socket.once("end", () => (text === "" ? reject(closed()) : resolve(text)));
  });
}

function certificateOf(socket: Socket, host: string, { ca }: { readonly ca?: string }): Promise<Certificate> {
  return new Promise((resolve, reject) => {
    const secure = dialTls({
      socket,
      servername: isIpAddress(host) ? "" : host,
      host,
      rejectUnauthorized: false, // the problem is a finding, beside others
      ...defined({ ca }),
    });
    secure.once("secureConnect", () => {
      const certificate = secure.getPeerCertificate(true);
      const error = secure.authorizationError as Error | string | null | undefined;
      const problem = error ? (typeof error === "string" ? error : error.message) : undefined;
      secure.destroy();
      resolve({ validTo: Date.parse(certificate.valid_to), problem, missing: missingInChain(certificate) });
    });
    secure.once("error", reject);
    socket.once("timeout", () => reject(timedOut()));
  });
}

function timedOut(): Error {
  return Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" });
}

function closed(): Error {
  return Object.assign(new Error("the server closed the connection"), { code: "ECONNRESET" });
}

function printable(text: string): string {
  return text.slice(0, 60).replace(/[^\x20-\x7e]/g, "?");
}

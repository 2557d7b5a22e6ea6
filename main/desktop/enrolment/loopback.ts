import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What the browser brought back from the page of the sign-on. */
export type Returned = { readonly kind: "returned"; readonly grant: string } | { readonly kind: "declined" };

export interface Loopback {
  readonly port: number;
  close(): void;
}

export interface LoopbackPorts {
  /** A random text, without which nothing is taken. */
  readonly state: string;
  /** Called once. */
  readonly returned: (what: Returned) => void;
  /** The text of the page that the browser then shows. */
  readonly says: (what: Returned) => string;
}

const MOST_HEADER = 8 * 1024;
const MOST_CONNECTIONS = 16;

/**
 * Waits for the browser on a port of this PC (RFC 8252). It listens on 127.0.0.1 only, until it is closed, and takes one
 * answer. @throws Node's error (rejects)
 */
export async function listenForBrowser({ state, returned, says }: LoopbackPorts): Promise<Loopback> {
  let isTaken = false;
  const server = createServer({ maxHeaderSize: MOST_HEADER, requestTimeout: 10_000 }, (request, response) => {
    const what = readReturn(request, state, port);
    if (what === undefined || isTaken) return answer(response, 400, "");
    isTaken = true;
    answer(response, 200, says(what));
    returned(what);
  });
  server.maxConnections = MOST_CONNECTIONS;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close() {
      server.close();
      server.closeIdleConnections();
    },
  };
}

/** Undefined for a request that is not of the browser that this app opened. */
function readReturn(
  { method, url = "", headers }: IncomingMessage,
  state: string,
  port: number,
): Returned | undefined {
  // A page of another name that resolves to this PC has another host.
  if (method !== "GET" || headers.host !== `127.0.0.1:${port}`) return undefined;
  const at = URL.parse(url, "http://127.0.0.1");
  if (at?.pathname !== "/enrolled" || at.searchParams.get("state") !== state) return undefined;
  const grant = at.searchParams.get("code");
  if (grant !== null) return { kind: "returned", grant };
  return at.searchParams.get("error") === "declined" ? { kind: "declined" } : undefined;
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    connection: "close",
  });
  response.end(text);
}

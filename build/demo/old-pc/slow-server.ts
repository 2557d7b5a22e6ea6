import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** A small server of long ago: it works on one request at a time, and refuses those that it has no room for. */
export interface SlowServer {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  stop(): Promise<void>;
}

export interface SlowServerOptions {
  /** Milliseconds for one request. */
  readonly workMs: number;
  /** Requests that wait. More are refused, as by the listen queue of a small server. */
  readonly mostWaiting: number;
  answer(request: IncomingMessage, response: ServerResponse): void;
  /** Called with every request, before it waits. */
  arrived?(request: IncomingMessage, response: ServerResponse): void;
  /** Default: any free port. */
  readonly port?: number;
}

export async function startSlowServer(options: SlowServerOptions): Promise<SlowServer> {
  const { workMs, mostWaiting, answer, arrived, port = 0 } = options;
  const waiting: (readonly [IncomingMessage, ServerResponse])[] = [];
  let isWorking = false;
  const work = async (): Promise<void> => {
    if (isWorking) return;
    isWorking = true;
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await sleep(workMs); // it does not notice that a browser has given up
      answer(...next);
    }
    isWorking = false;
  };
  const server = createServer((request, response) => {
    arrived?.(request, response);
    if (waiting.length >= mostWaiting) {
      response.writeHead(503).end();
      return;
    }
    waiting.push([request, response]);
    void work();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

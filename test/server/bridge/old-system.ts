import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Answer = (request: IncomingMessage, response: ServerResponse, user: string) => void;

/** A small old system over real HTTP. It answers `/waiting?user=…` as the test says. */
export interface OldServer {
  readonly url: string;
  /** The people who were asked for, in order. */
  readonly asked: readonly string[];
  /** How many requests were in work at the same time, at most. */
  readonly mostAtOnce: number;
  answer: Answer;
  stop(): Promise<void>;
}

export async function oldServer(first: Answer): Promise<OldServer> {
  const asked: string[] = [];
  let atOnce = 0;
  const state = { answer: first, mostAtOnce: 0 };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://old");
    const user = url.searchParams.get("user") ?? "";
    if (url.pathname === "/waiting") asked.push(user);
    state.mostAtOnce = Math.max(state.mostAtOnce, ++atOnce);
    response.once("close", () => {
      atOnce -= 1;
    });
    state.answer(request, response, user);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/waiting?user={user}`,
    asked,
    get mostAtOnce() {
      return state.mostAtOnce;
    },
    get answer() {
      return state.answer;
    },
    set answer(next) {
      state.answer = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Answers with JSON. */
export function saying(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return (_request, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };
}

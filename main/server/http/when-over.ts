import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** What is to be done when a connection ends. Each has one listener for all its responses, of which many may wait. */
const waiting = new WeakMap<Socket, Set<() => void>>();

/**
 * Calls `over` once, when a response is done or its connection has ended. The response's own "close" is not enough: one that
 * waits behind another on its connection never emits it when the connection ends.
 */
export function whenOver(response: ServerResponse, over: () => void): void {
  const { socket } = response.req;
  const all = waiting.get(socket) ?? watch(socket);
  const once = (): void => {
    if (all.delete(once)) over();
  };
  all.add(once);
  response.once("close", once);
  if (socket.closed) once();
}

function watch(socket: Socket): Set<() => void> {
  const all = new Set<() => void>();
  waiting.set(socket, all);
  socket.once("close", () => {
    for (const once of all) once();
  });
  return all;
}

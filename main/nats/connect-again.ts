import type { Socket } from "node:net";

/**
 * Milliseconds after which a connection is begun anew. When the server's queue is full, the system drops the request
 * and repeats it after 1, 3, 7 and 15 s. After an outage most of that time is spent waiting for a server that is free.
 */
const AGAIN_AFTER = 3_000;

/** A connection that is being made. */
export interface Connecting {
  /** Rejects when the server refuses, and when it is stopped. */
  readonly connected: Promise<Socket>;
  /** Ends it, before and after it is made. */
  stop(): void;
}

/** @param begin begins a connection @param againAfter milliseconds */
export function connectAgain(begin: () => Socket, againAfter = AGAIN_AFTER): Connecting {
  let current: Socket;
  let isStopped = false;
  const connected = new Promise<Socket>((resolve, reject) => {
    const attempt = (): void => {
      const socket = begin();
      let trouble: Error | undefined;
      current = socket;
      const again = setTimeout(() => {
        socket.removeAllListeners();
        socket.on("error", () => {});
        socket.destroy();
        attempt();
      }, againAfter);
      socket.on("connect", () => {
        clearTimeout(again);
        socket.removeAllListeners();
        if (isStopped) socket.destroy();
        resolve(socket);
      });
      socket.on("error", (error) => {
        trouble = error;
      });
      socket.on("close", () => {
        clearTimeout(again);
        reject(trouble);
      });
    };
    attempt();
  });
  return {
    connected,
    stop() {
      isStopped = true;
      current.destroy();
    },
  };
}

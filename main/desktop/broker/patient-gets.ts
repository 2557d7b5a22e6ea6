import type { Link, Reply } from "./transport.ts";

/** Milliseconds without an answer after which the same is asked once more. */
const ASK_AGAIN_AFTER = 1_000;
const ASKS_AT_MOST = 4;
const PING_TIMEOUT = 3_000;

/** As the link's own. */
export type DirectGet = Link["directGet"];

/** What is known of a stream since the gets were made. */
interface Stream {
  /** Something was answered. */
  isServed: boolean;
  /** The get that goes ahead. */
  ahead: symbol | undefined;
  /** Asks again, once something was answered. */
  readonly held: Set<() => void>;
}

/**
 * Direct gets that do not wait for a node that will never answer. The server hands a get to any copy of the stream, of
 * those that it believes to be alive: with one node of three frozen, every third get is lost, and it takes minutes until
 * the others give that node up (seen on nats-server 2.9.10). So it is asked again, and the first answer wins; but only
 * when the server itself answers a ping meanwhile. One that thousands come back to at once is late with both, and is not
 * given more to do.
 *
 * While nothing at all is answered nobody serves the stream: a cluster that was lost as a whole has no leader for some
 * seconds, and what is asked then is lost. One get goes ahead and is asked again and again; the others follow at once
 * when it is answered.
 * @param after calls back after so many milliseconds; returns the undo
 */
export function patientGets(
  link: Link,
  after: (delay: number, callback: () => void) => () => void,
): DirectGet {
  const streams = new Map<string, Stream>();

  function streamOf(name: string): Stream {
    const known = streams.get(name) ?? { isServed: false, ahead: undefined, held: new Set() };
    streams.set(name, known);
    return known;
  }

  function serves(stream: Stream): void {
    stream.isServed = true;
    for (const ask of stream.held) ask();
    stream.held.clear();
  }

  return (name, subject, timeout) =>
    new Promise<Reply>((resolve) => {
      const stream = streamOf(name);
      const own = Symbol(subject);
      stream.ahead ??= own;
      let isSettled = false;
      let asks = 0;
      let waiting = 0;
      let cancel = (): void => {};

      const settle = (reply: Reply): void => {
        isSettled = true;
        cancel();
        stream.held.delete(ask);
        if (stream.ahead === own) stream.ahead = undefined;
        resolve(reply);
      };
      const ask = (): void => {
        asks += 1;
        waiting += 1;
        void link.directGet(name, subject, timeout).then((reply) => {
          waiting -= 1;
          if (reply.kind !== "unavailable") serves(stream);
          if (!isSettled && (reply.kind !== "unavailable" || waiting === 0)) settle(reply);
        });
        cancel = after(ASK_AGAIN_AFTER, () => void askAgain());
      };
      const askAgain = async (): Promise<void> => {
        if (!stream.isServed && stream.ahead !== own) {
          stream.held.add(ask);
          return;
        }
        const most = stream.isServed ? ASKS_AT_MOST : timeout / ASK_AGAIN_AFTER;
        if (asks < most && (await link.ping(PING_TIMEOUT)) && !isSettled) ask();
      };
      ask();
    });
}

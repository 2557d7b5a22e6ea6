import type { Link, Reply } from "./transport.ts";

/** Milliseconds without an answer after which the same is asked once more. */
const ASK_AGAIN_AFTER = 1_000;
const ASKS_AT_MOST = 4;
const PING_TIMEOUT = 3_000;

/**
 * A direct get that does not wait for a node that will never answer. The server hands a get to any copy of the stream,
 * of those that it believes to be alive: with one node of three frozen, every third get is lost, and it takes minutes
 * until the others give that node up (seen on nats-server 2.9.10). So it is asked again, and the first answer wins;
 * but only when the server itself answers a ping meanwhile. One that thousands come back to at once is late with both,
 * and is not given more to do.
 * @param timeout milliseconds for each answer
 * @param after calls back after so many milliseconds; returns the undo
 */
export function patientGet(
  link: Link,
  stream: string,
  subject: string,
  timeout: number,
  after: (delay: number, callback: () => void) => () => void,
): Promise<Reply> {
  return new Promise((resolve) => {
    let isAnswered = false;
    let asks = 0;
    let waiting = 0;
    let cancel = (): void => {};

    const ask = (): void => {
      asks += 1;
      waiting += 1;
      void link.directGet(stream, subject, timeout).then((reply) => {
        waiting -= 1;
        if (isAnswered || (reply.kind === "unavailable" && waiting > 0)) return;
        isAnswered = true;
        cancel();
        resolve(reply);
      });
      if (asks < ASKS_AT_MOST) cancel = after(ASK_AGAIN_AFTER, () => void askAgain());
    };
    const askAgain = async (): Promise<void> => {
      if ((await link.ping(PING_TIMEOUT)) && !isAnswered) ask();
    };
    ask();
  });
}

import { hostAndPort, type ServerAddress } from "../contract/server-address.ts";

/** The shortest time between two dials of the same server, and the largest random addition. Milliseconds. */
const MIN_REDIAL = 500;
const REDIAL_SPREAD = 4_000;

/** The delays of a connection's redials. */
export interface Redials {
  /** Milliseconds between two dials of the same server. */
  readonly delay: () => number;
  /** To be called after each dial. */
  readonly dialled: () => void;
}

/**
 * The delays of the client's redials, drawn once per dial. The client asks for the delay each time it looks at the
 * clock. With a new draw each time the longest one would win, and most apps would reconnect in the same second.
 * @param random returns 0 inclusive … 1 exclusive
 */
export function spreadRedials(random: () => number): Redials {
  const draw = (): number => MIN_REDIAL + random() * REDIAL_SPREAD;
  let drawn = draw();
  return {
    delay: () => drawn,
    dialled() {
      drawn = draw();
    },
  };
}

/**
 * The servers in random order, with `last` at the end.
 * @param last `host:port`, as a link names its server
 * @param random returns 0 inclusive … 1 exclusive
 */
export function lastOf(
  servers: readonly ServerAddress[],
  last: string,
  random: () => number,
): ServerAddress[] {
  return servers
    .map((server) => ({ server, at: hostAndPort(server) === last ? 1 : random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ server }) => server);
}

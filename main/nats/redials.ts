import { hostAndPort, type ServerAddress } from "../contract/server-address.ts";

/** Milliseconds between two dials of the same server at the least, and what chance adds to it at the most. */
const MIN_REDIAL = 500;
const REDIAL_SPREAD = 4_000;

export interface Redials {
  /** Milliseconds from one dial of a server to the next one of the same. */
  readonly delay: () => number;
  /** A server was dialled. */
  readonly dialled: () => void;
}

/**
 * How far apart the client's redials are, drawn once a dial. The client asks each time it looks at the clock; were it
 * drawn each time, the longest draw would win and most apps would come back in the same second.
 * @param random 0 inclusive … 1 exclusive
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
 * The servers in any order, but for the one that is dialled last.
 * @param last as a link names its server
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

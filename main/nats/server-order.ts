import { hostAndPort, type ServerAddress } from "../contract/server-address.ts";

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

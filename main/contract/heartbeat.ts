/**
 * The broker's heartbeat. Any replica answers a direct get, and a server that is cut off from the others keeps
 * answering from its old data (seen on nats-server 2.9.10). The heartbeat comes from one leader, elected by a majority
 * of the servers. A client that hears it is connected to that majority.
 */
export const HEARTBEAT_SUBJECT = "alrimi.heartbeat";

/** Milliseconds between two heartbeats. */
export const HEARTBEAT_INTERVAL = 15_000;

/**
 * Milliseconds without a heartbeat after which it counts as missing. When its sender dies, the next heartbeat comes
 * after up to two intervals plus the election of a leader, which was seen to take 10 s.
 * @param interval milliseconds between two heartbeats
 */
export function heartbeatPatience(interval: number): number {
  return 3.5 * interval;
}

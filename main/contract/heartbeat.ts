/**
 * The broker's heartbeat. A direct get is answered by whatever copy is near, and a server that is cut off from the
 * others goes on to answer, as surely as ever, from what it held then (seen on nats-server 2.9.10). The heartbeat comes
 * from one leader, which a majority of the servers has elected: who hears it is connected to that majority.
 */
export const HEARTBEAT_SUBJECT = "alrimi.heartbeat";

/** Milliseconds from one heartbeat to the next. */
export const HEARTBEAT_INTERVAL = 15_000;

/**
 * Milliseconds without a heartbeat after which it is missing. When the server dies that sends it, the next one comes
 * after up to two intervals and the election of a leader, which was seen to take 10 s.
 */
export function heartbeatPatience(interval: number): number {
  return 3.5 * interval;
}

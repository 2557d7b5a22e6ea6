/** A server's version, and its cluster's name if it has one. */
export interface ServerKind {
  readonly version: string;
  readonly cluster?: string | undefined;
}

/** The first version that is suitable for a cluster. */
const CLUSTER_WANTS = [2, 10] as const;

/**
 * Whether a version, such as `2.9.10` or `v2.11.0-beta`, is below `major.minor`. True for a text that is no version.
 */
export function isOlder(version: string, major: number, minor: number): boolean {
  const [, x = "0", y = "0"] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(x) < major || (Number(x) === major && Number(y) < minor);
}

/**
 * Whether the broker may accept more than one of several simultaneous compare-and-sets, so that an older event may
 * win. An old cluster compares with the stored message only, not with one in progress. A single server is not affected.
 * https://github.com/nats-io/nats-server/issues/4320
 */
export function mayAcceptRivals({ version, cluster }: ServerKind): boolean {
  return cluster !== undefined && isTooOldForCluster(version);
}

/** Whether a version is below the first one that is suitable for a cluster. */
export function isTooOldForCluster(version: string): boolean {
  return isOlder(version, ...CLUSTER_WANTS);
}

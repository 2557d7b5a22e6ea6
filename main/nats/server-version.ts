/** What a server says of itself: its version, and the cluster's name if it is in one. */
export interface ServerKind {
  readonly version: string;
  readonly cluster?: string | undefined;
}

/** The first version whose cluster a company should run. */
const CLUSTER_WANTS = [2, 10] as const;

/** Whether a version, such as `2.9.10` or `v2.11.0-beta`, is below; what is no version is. */
export function isOlder(version: string, major: number, minor: number): boolean {
  const [, x = "0", y = "0"] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(x) < major || (Number(x) === major && Number(y) < minor);
}

/**
 * Whether of several who compare and set at the same moment more than one may be accepted, so that an older event can end
 * on top: in a cluster the comparison is with what is stored, not with what is on its way to be. One server is not so.
 * https://github.com/nats-io/nats-server/issues/4320
 */
export function mayAcceptRivals({ version, cluster }: ServerKind): boolean {
  return cluster !== undefined && isTooOldForCluster(version);
}

export function isTooOldForCluster(version: string): boolean {
  return isOlder(version, ...CLUSTER_WANTS);
}

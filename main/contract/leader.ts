import { APPROVALS_STREAM, CATALOG_STREAM } from "./streams.ts";

/*
 * After the loss of a whole cluster the streams have no leader for some seconds, and what is asked of them is lost. The
 * server says when one is elected, and apps that wait for it hear that.
 */

export const LEADER_STREAMS = [CATALOG_STREAM, APPROVALS_STREAM] as const;
/** The streams that apps read. */
export type LeaderStream = (typeof LEADER_STREAMS)[number];

/** The subjects on which apps hear that a stream has a new leader. */
export const LEADER_SUBJECTS = "alrimi.leader.*";

export function leaderSubject(stream: LeaderStream): string {
  return `alrimi.leader.${stream}`;
}

import type { Decision } from "../attention.ts";
import { messagesIn } from "../messages/index.ts";
import { type Situation, shownServices } from "./situation.ts";

/** An OS notification in words. */
export interface NoticeView {
  /** A later notice with the same tag takes the place of this one. */
  readonly tag: string;
  readonly title: string;
  /** Plain text; an adapter escapes it where the OS reads markup. */
  readonly body: string;
  /** What a click does: opens this service's page, or the board when there is none. */
  readonly service?: string;
}

const MAX_DIGEST_ROWS = 6;
export const DIGEST_TAG = "digest";

export function noticeTag(service: string): string {
  return `service:${service}`;
}

export function noticeView(
  decision: Extract<Decision, { kind: "notice" | "digest" }>,
  situation: Pick<Situation, "language" | "catalog" | "ledger" | "linkOrigins">,
): NoticeView {
  const messages = messagesIn(situation.language);
  const names = new Map(shownServices(situation).map(({ service, name }) => [service.id, name]));
  const nameOf = (service: string): string => names.get(service) ?? service;
  if (decision.kind === "notice") {
    const { service, count, toldCount } = decision;
    return {
      tag: noticeTag(service),
      title: messages.noticeTitle(nameOf(service)),
      body: messages.noticeBody(count, count - toldCount),
      service,
    };
  }
  const { rows, occasion } = decision;
  const risen = rows.reduce((sum, { count, toldCount }) => sum + count - toldCount, 0);
  const lines = rows
    .slice(0, MAX_DIGEST_ROWS)
    .map(({ service, count }) => messages.digestRow(nameOf(service), count));
  if (rows.length > MAX_DIGEST_ROWS) lines.push(messages.digestMore(rows.length - MAX_DIGEST_ROWS));
  return { tag: DIGEST_TAG, title: messages.digestTitle(occasion, risen), body: lines.join("\n") };
}

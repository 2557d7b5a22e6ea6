import type { Catalog } from "../../main/contract/catalog.ts";
import type { ApprovalEvent } from "../../main/contract/event.ts";
import { nothingKnown, type Situation } from "../../main/view/situation.ts";
import { eventOf } from "../contract/events.ts";
import { inSeoul, seoul } from "../core/attention/seoul.ts";

/** When the views of the tests are drawn. */
export const now = inSeoul(2026, 10, 22, 14, 5);

const catalog: Catalog = [
  { id: "hr-leave", name: { ko: "휴가·출장", en: "Leave & travel" }, url: "https://hr.example.com/" },
  { id: "mail", name: { ko: "메일", en: "Mail" }, url: "ftp://mail.example.com/" },
];

/** What a person with no services has who changed nothing and is connected since now; with changes. */
export function situationOf(changes: Partial<Situation> = {}): Situation {
  const connection = { kind: "fresh", since: now, lastContact: now } as const;
  return { ...nothingKnown("ko", seoul), connection, ...changes };
}

/** A fresh connection to two services, of which these events are known. */
export function situation(fields: Partial<Situation> = {}, ...events: Partial<ApprovalEvent>[]): Situation {
  const ledger = new Map(events.map(eventOf).map((event) => [event.service, event]));
  return situationOf({ catalog, ledger, ...fields });
}

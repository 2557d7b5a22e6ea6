import type { Catalog, Language } from "../../main/contract/catalog.ts";
import type { ApprovalEvent } from "../../main/contract/event.ts";
import type { Connection } from "../../main/core/connection.ts";
import { type BoardView, boardView } from "../../main/view/board.ts";
import type { Situation } from "../../main/view/situation.ts";
import { now, situationOf } from "../view/situation.ts";

export { now };

const minute = 60_000;

export const company: Catalog = [
  service("hr-leave", "휴가·출장", "Leave & travel", "인사시스템", "HR"),
  service("finance-card", "법인카드", "Company card", "재무시스템", "Finance"),
  service("visitor", "방문자 출입", "Visitor access", "보안시스템", "Security"),
  service("mail", "메일 발송 승인", "Outgoing mail", "메일", "Mail"),
  { id: "sign", name: { ko: "전자결재", en: "Electronic approval" } },
];

function service(id: string, ko: string, en: string, koSystem: string, enSystem: string): Catalog[number] {
  return {
    id,
    name: { ko, en },
    system: { ko: koSystem, en: enSystem },
    url: `https://${id}.example.com/approvals`,
  };
}

export function event(id: string, count: number, ago: number, dueIn?: number): ApprovalEvent {
  return {
    service: id,
    user: "hong.gd",
    count,
    occurredAt: now - ago * minute,
    sequence: 1n,
    epoch: 0,
    generation: 0,
    ...(dueIn === undefined ? {} : { dueAt: now + dueIn * minute }),
  };
}

const events = [
  event("hr-leave", 3, 4),
  event("finance-card", 12, 75, 175),
  event("visitor", 1, 0, 25),
  event("mail", 0, 60 * 26),
];

export const fresh: Connection = { kind: "fresh", since: now - 60 * minute, lastContact: now - 5_000 };
export const stale: Connection = { kind: "stale", cause: "unreachable", lastContact: now - 42 * minute };

/** The board of a person in the demo company, or of a changed situation. */
export function view(changes: Partial<Situation> = {}, language: Language = "ko"): BoardView {
  return boardView(
    situationOf({ language, catalog: company, ledger: ledger(events), connection: fresh, ...changes }),
    now,
  );
}

export function ledger(entries: readonly ApprovalEvent[]): Situation["ledger"] {
  return new Map(entries.map((entry) => [entry.service, entry]));
}

/** Many services, the first of them with a name that no line holds. */
export function crowd(size: number): Pick<Situation, "catalog" | "ledger"> {
  const ids = Array.from({ length: size }, (_, index) => `service-${index + 1}`);
  const long = "해외출장비및부서운영비통합정산승인요청시스템(신규)".repeat(3);
  return {
    catalog: ids.map((id, index) =>
      service(
        id,
        index === 0 ? long : `서비스 ${index + 1}`,
        index === 0 ? "Reimbursement".repeat(9) : id,
        "본사",
        "HQ",
      ),
    ),
    ledger: ledger(ids.map((id, index) => event(id, index === 0 ? 1_000_000 : (index * 7) % 5, index))),
  };
}

/** All that two services said. */
export const heard = [event("hr-leave", 3, 4), event("finance-card", 12, 75, 175)];

/** Two services whose count is not sure. */
export const unsure = (): BoardView =>
  view({ unsure: new Set(["finance-card", "mail"]), ledger: ledger([...heard, event("mail", 0, 60 * 26)]) });

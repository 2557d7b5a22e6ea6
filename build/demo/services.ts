import type { Catalog } from "../../main/contract/catalog.ts";
import type { Text } from "./company.ts";
import type { WayKind } from "./ways/way.ts";

export const SERVICE_IDS = ["hr-leave", "finance-card", "visitor-access", "mail", "e-approval"] as const;
export type ServiceId = (typeof SERVICE_IDS)[number];
/** With the system that cannot send events. */
export type SystemId = ServiceId | "travel-cost";

/** One approval system of the demo company. */
export interface DemoSystem {
  readonly id: SystemId;
  readonly name: Text;
  /** Name of the owning system. */
  readonly system: Text;
  /** Prefix of its items' ids. */
  readonly prefix: string;
  /** Average interval between two requests at the normal pace, in seconds. */
  readonly every: number;
  /** Number of waiting items at the first start. */
  readonly waitingAtFirst: number;
}

/** A system that sends events. */
export interface DemoService extends DemoSystem {
  readonly id: ServiceId;
  /** How it sends its events. */
  readonly way: WayKind;
}

export const SERVICES: readonly DemoService[] = [
  {
    id: "hr-leave",
    name: { ko: "휴가·출장", en: "Leave & travel" },
    system: { ko: "인사 시스템", en: "HR" },
    prefix: "HR",
    every: 100,
    waitingAtFirst: 2,
    way: "outbox",
  },
  {
    id: "finance-card",
    name: { ko: "법인카드", en: "Company card" },
    system: { ko: "재무 시스템", en: "Finance" },
    prefix: "FC",
    every: 70,
    waitingAtFirst: 1,
    way: "http",
  },
  {
    id: "visitor-access",
    name: { ko: "외부인 출입", en: "Visitor access" },
    system: { ko: "보안 시스템", en: "Security" },
    prefix: "VA",
    every: 45,
    waitingAtFirst: 0,
    way: "nats",
  },
  {
    id: "mail",
    name: { ko: "메일", en: "Mail" },
    system: { ko: "메일 보안", en: "Mail gateway" },
    prefix: "ML",
    every: 20,
    waitingAtFirst: 3,
    way: "command",
  },
  {
    id: "e-approval",
    name: { ko: "전자결재", en: "E-approval" },
    system: { ko: "그룹웨어", en: "Groupware" },
    prefix: "EA",
    every: 150,
    waitingAtFirst: 1,
    way: "mqtt",
  },
];

/** A system from long ago. It can only be asked, and a bridge does that. */
export const OLD_PC = {
  id: "travel-cost",
  name: { ko: "출장비 정산", en: "Travel expenses" },
  system: { ko: "오래된 정산 PC", en: "Old expenses PC" },
  prefix: "TE",
  every: 80,
  waitingAtFirst: 2,
} as const satisfies DemoSystem;

export const SYSTEMS: readonly DemoSystem[] = [...SERVICES, OLD_PC];

/**
 * The catalog that the administrator writes.
 * @param origin origin of the approval pages, such as `http://127.0.0.1:8080`
 */
export function catalogOf(origin: string, systems: readonly DemoSystem[] = SERVICES): Catalog {
  return systems.map(({ id, name, system }, index) => ({
    id,
    name,
    system,
    url: `${origin}/${id}`,
    order: index + 1,
  }));
}

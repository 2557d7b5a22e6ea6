import { digits } from "../digits.ts";

/** Counts and their certainty. */
export const countsKo = {
  waiting: (total: number) => `결재 대기 ${digits("ko", total)}건`,
  nothingWaits: "결재할 문서가 없습니다",
  nothingKnown: (none: number, unsure: number, unheard: number) =>
    [
      `${none}개 서비스에 대기 없음`,
      ...(unsure === 0 ? [] : [`${unsure}개 미확인`]),
      ...(unheard === 0 ? [] : [`${unheard}개는 정보 없음`]),
    ].join(" · "),
  unknownNow: "현재 건수를 알 수 없음",
  noData: "아직 받은 정보 없음",
  unheard: (services: number) => `아직 받은 정보 없음: ${services}개`,
  unsure: "미확인",
  someUnsure: "일부 미확인",
  asOf: (time: string) => `${time} 기준`,
  neverConnected: "아직 연결된 적 없음",
  /** The deadline of one approval, or the earliest of several. */
  due: (count: number, time: string) => (count > 1 ? `가장 빠른 기한 ${time}` : `${time}까지`),
  overdue: (time: string) => `기한 지남 ${time}`,
  overdueCount: (count: number) => `기한 지남 ${digits("ko", count)}`,
  dueToday: (count: number) => `오늘 기한 ${digits("ko", count)}`,
  /** @property days calendar days since the oldest of `count` approvals came */
  oldest: (count: number, days: number) => `${count > 1 ? "가장 오래된 것 " : ""}${days + 1}일째`,
  /** Sums of all services. `isLeast`: a service names its earliest deadline only, so there may be more. */
  dueTodayInAll: (count: number, isLeast: boolean) =>
    `오늘 기한 ${digits("ko", count)}건${isLeast ? " 이상" : ""}`,
  overdueInAll: (count: number, isLeast: boolean) =>
    `지난 기한 ${digits("ko", count)}건${isLeast ? " 이상" : ""}`,
  nothingIn: (services: number) => `서비스 ${services}개 · 모두 대기 없음`,
  count: (count: number) => `${digits("ko", count)}건`,
};

export type CountsWords = typeof countsKo;

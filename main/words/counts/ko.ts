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
  count: (count: number) => `${digits("ko", count)}건`,
};

export type CountsWords = typeof countsKo;

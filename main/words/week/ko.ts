import { digits } from "../digits.ts";

/** The summary of the week on the board. */
export const weekKo = {
  title: (came: number) => `이번 주에 들어온 결재 ${digits("ko", came)}건`,
  /** @property average how long those that were dealt with waited; null if none was */
  service: (service: string, came: number, average: string | null) =>
    `${service} ${digits("ko", came)}건${average === null ? "" : ` · 평균 ${average} 대기`}`,
  longest: (service: string, time: string) => `가장 오래 기다린 결재: ${service} ${time}`,
  days: (days: number, hours: number) => `${days}일${hours === 0 ? "" : ` ${hours}시간`}`,
  hours: (hours: number) => `${hours}시간`,
  minutes: (minutes: number) => `${minutes}분`,
};

export type WeekWords = typeof weekKo;

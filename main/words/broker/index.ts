import type { BrokerReason } from "../../contract/broker-reason.ts";
import type { Language } from "../../contract/catalog.ts";
import { brokerEn } from "./en.ts";
import { type BrokerWords, brokerKo } from "./ko.ts";

export interface BrokerProblem {
  readonly reason: BrokerReason;
  readonly about: string;
  readonly detail: string;
}

const brokerWords: Readonly<Record<Language, BrokerWords>> = { ko: brokerKo, en: brokerEn };

/** What happened and what to do, in the person's language. */
export function describeBrokerProblem(language: Language, { reason, about, detail }: BrokerProblem): string {
  return brokerWords[language][reason](about, detail);
}

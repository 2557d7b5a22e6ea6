import type { Language } from "../../contract/catalog.ts";
import type { KitReason } from "../../contract/kit-reason.ts";
import { detailIn } from "../detail.ts";
import { fileDetail } from "../file/index.ts";
import { planEn } from "../plan/en.ts";
import { type PlanWords, planKo } from "../plan/ko.ts";
import { kitEn } from "./en.ts";
import { type KitWords, kitKo } from "./ko.ts";

export interface KitProblem {
  readonly reason: KitReason;
  readonly about: string;
  readonly detail: string;
}

const planWords: Readonly<Record<Language, PlanWords>> = { ko: planKo, en: planEn };
const kitWords: Readonly<Record<Language, KitWords>> = { ko: kitKo, en: kitEn };

/** What happened and what to do, in the person's language. */
export function describeKitProblem(language: Language, { reason, about, detail }: KitProblem): string {
  const why = reason === "bad-plan" ? detailIn(planWords[language], detail) : detail;
  return kitWords[language][reason](about, fileDetail(language, why));
}

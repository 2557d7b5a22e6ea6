import type { PlanFault } from "../../contract/kit-reason.ts";

export type PlanWords = Readonly<Record<PlanFault, string>>;

/** The faults of a `broker.json`. */
export const planKo: PlanWords = {
  "not-json": "JSON이 아닙니다",
  "mixed-credentials": "operator와 accounts는 JWT 자격 증명에만, 그리고 반드시 있어야 합니다",
  "same-name": "이름이 같은 서버가 두 대 있습니다",
  "even-servers": "클러스터의 서버는 홀수입니다: 1, 3 또는 5",
};

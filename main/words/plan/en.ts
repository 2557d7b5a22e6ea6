import type { PlanWords } from "./ko.ts";

export const planEn: PlanWords = {
  "not-json": "it is not JSON",
  "mixed-credentials": "operator and accounts belong to JWT credentials, and only to them",
  "same-name": "two servers have the same name",
  "even-servers": "a cluster has an odd number of servers: 1, 3 or 5",
};

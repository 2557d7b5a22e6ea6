import type { Finding } from "../../../main/contract/findings.ts";

/** Level and code of each finding. */
export const codes = (findings: readonly Finding[]): string[] =>
  findings.map(({ level, code }) => `${level} ${code}`);

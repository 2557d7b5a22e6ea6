import { faultOfCode, type SelfUpdateFault } from "../../core/self-update.ts";
import { codeOf } from "../../files/refused-file.ts";

/** Why an update was not taken. */
export class UpdateFailure extends Error {
  readonly reason: SelfUpdateFault;

  constructor(reason: SelfUpdateFault, detail: string) {
    super(detail);
    this.name = "UpdateFailure";
    this.reason = reason;
  }
}

/** The reason of any error of a check or an update. */
export function failureOf(error: unknown): { readonly reason: SelfUpdateFault; readonly detail: string } {
  const detail = error instanceof Error ? error.message : String(error);
  return { reason: error instanceof UpdateFailure ? error.reason : faultOfCode(codeOf(error)), detail };
}

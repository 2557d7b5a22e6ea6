import type { KitReason } from "../../contract/kit-reason.ts";
import { describeKitProblem } from "../../words/kit/index.ts";

/** A failure of the broker kit. `message` is English, with advice; `words/kit` has the Korean. */
export class KitError extends Error {
  override readonly name = "KitError";
  readonly reason: KitReason;
  /** The file, id or setting concerned. */
  readonly about: string;
  readonly detail: string;

  constructor(reason: KitReason, about: string, detail = "", options?: ErrorOptions) {
    super(describeKitProblem("en", { reason, about, detail }), options);
    this.reason = reason;
    this.about = about;
    this.detail = detail;
  }
}

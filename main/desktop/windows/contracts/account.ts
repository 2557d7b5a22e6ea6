import * as v from "valibot";
import { METHODS } from "../../../core/account/draft.ts";
import type { AccountView } from "../../../view/account.ts";
import { ENROL_ACTIONS } from "../../../view/enrolment.ts";
import { type OwnCommand, pageCommands, type WindowContract } from "./window.ts";

/** Limits in characters. They only bound the work; a value that is too long for its field gets its own message. */
const line = v.pipe(v.string(), v.maxLength(16 * 1024));
const text = v.pipe(v.string(), v.maxLength(1024 * 1024));

const shown = { servers: line, user: line, username: line, method: v.picklist(METHODS) };

/** Commands of the account page. */
export const AccountCommand = v.variant("kind", [
  ...pageCommands,
  /** A value that is no secret was edited. */
  v.strictObject({ kind: v.literal("edit"), ...shown }),
  v.strictObject({ kind: v.literal("start-at-login"), isOn: v.boolean() }),
  /** The only command with secrets. */
  v.strictObject({ kind: v.literal("test"), ...shown, password: line, pasted: text }),
  /** `edit-secret`: a secret was edited, so the tested candidate is invalid. `save` saves the tested candidate. */
  v.strictObject({
    kind: v.picklist(["edit-secret", "choose-file", "forget-file", "cancel-test", "save"]),
  }),
  /** Of the enrolment. The code is what is typed, for `use-code`. */
  v.strictObject({ kind: v.literal("enrol"), does: v.picklist(ENROL_ACTIONS), code: line }),
]);

export interface AccountContract extends WindowContract {
  readonly view: AccountView;
  readonly command: OwnCommand<typeof AccountCommand>;
}

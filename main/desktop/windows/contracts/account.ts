import * as v from "valibot";
import { METHODS } from "../../../core/account/draft.ts";
import type { AccountView } from "../../../view/account.ts";
import { type OwnCommand, pageCommands, type WindowContract } from "./window.ts";

/** Characters. What is longer than a field may be is still told in words; this only bounds what is looked at. */
const line = v.pipe(v.string(), v.maxLength(16 * 1024));
const text = v.pipe(v.string(), v.maxLength(1024 * 1024));

const shown = { servers: line, user: line, username: line, method: v.picklist(METHODS) };

export const AccountCommand = v.variant("kind", [
  ...pageCommands,
  /** Something was typed that is no secret. */
  v.strictObject({ kind: v.literal("edit"), ...shown }),
  /** The only one with secrets. */
  v.strictObject({ kind: v.literal("test"), ...shown, password: line, pasted: text }),
  /** A secret was typed, so that what was tried before no longer holds; `save` saves what was tried. */
  v.strictObject({
    kind: v.picklist(["edit-secret", "choose-file", "forget-file", "cancel-test", "save"]),
  }),
]);

export interface AccountContract extends WindowContract {
  readonly view: AccountView;
  readonly command: OwnCommand<typeof AccountCommand>;
}

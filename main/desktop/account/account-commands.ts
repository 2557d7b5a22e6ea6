import * as v from "valibot";
import { METHODS } from "../../core/account/draft.ts";
import { pageCommands } from "../windows/commands.ts";

/** Characters. What is longer than a field may be is still told in words; this only bounds what is looked at. */
const line = v.pipe(v.string(), v.maxLength(16 * 1024));
const text = v.pipe(v.string(), v.maxLength(1024 * 1024));

const shown = { servers: line, user: line, username: line, method: v.picklist(METHODS) };

/** What the dialog for server and credentials may ask for. */
export const AccountCommand = v.variant("kind", [
  ...pageCommands,
  v.strictObject({ kind: v.literal("edit"), ...shown }),
  v.strictObject({ kind: v.literal("test"), ...shown, password: line, pasted: text }),
  v.strictObject({
    kind: v.picklist(["edit-secret", "choose-file", "forget-file", "cancel-test", "save"]),
  }),
]);

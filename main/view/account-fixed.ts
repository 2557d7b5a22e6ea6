import { unreachable } from "../contract/result.ts";
import type { FixedAccount } from "../core/account/dialog.ts";
import type { AccountWords } from "../words/index.ts";

/** A row of the dialog that cannot be edited. */
export interface FixedRow {
  readonly label: string;
  readonly values: readonly string[];
}

/** What an administrator's policy fixes. */
export function fixedRows({ holds }: FixedAccount, words: AccountWords): readonly FixedRow[] {
  if (holds === undefined) return [{ label: words.servers, values: [words.fixedUnknown] }];
  const { servers, user, signIn } = holds;
  return [
    { label: words.servers, values: servers },
    { label: words.user, values: [user] },
    { label: words.signIn, values: [signInText(signIn, words)] },
  ];
}

function signInText(signIn: NonNullable<FixedAccount["holds"]>["signIn"], { signIns }: AccountWords): string {
  switch (signIn.kind) {
    case "password":
      return signIns.password(signIn.username);
    case "credsFile":
      return signIns.credsFile(signIn.file);
    case "nkeyFile":
      return signIns.nkeyFile(signIn.file);
    case "none":
      return signIns.none;
    default:
      return unreachable(signIn);
  }
}

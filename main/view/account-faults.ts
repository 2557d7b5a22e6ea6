import type { AccountFaults } from "../core/account/draft.ts";
import type { AccountWords } from "../words/index.ts";
import { dateFormat, type Reader } from "./time.ts";

type FaultView = { readonly fault: string };

/** The text of each field's fault. */
export interface FaultsView {
  readonly servers?: FaultView;
  readonly user?: FaultView;
  readonly username?: FaultView;
  readonly password?: FaultView;
  readonly credentials?: FaultView;
}

/** The texts of the faults. @param words the account's texts in the reader's language */
export function faultsView(
  faults: AccountFaults,
  words: AccountWords,
  { language, calendar }: Reader,
): FaultsView {
  const { servers, user, username, password, credentials } = faults;
  return {
    ...(servers && { servers: { fault: words.serversFaults[servers.reason](servers.detail) } }),
    ...(user && { user: { fault: words.userFaults[user.reason](user.detail) } }),
    ...(username && { username: { fault: words.missingUsername } }),
    ...(password && { password: { fault: words.passwordFaults[password.reason] } }),
    ...(credentials && {
      credentials: {
        fault: words.credentialsFaults[credentials.reason](
          credentials.reason === "expired"
            ? dateFormat(language, { dateStyle: "medium" })(calendar, Date.parse(credentials.detail))
            : credentials.detail,
        ),
      },
    }),
  };
}

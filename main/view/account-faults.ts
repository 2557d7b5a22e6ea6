import type { Language } from "../contract/catalog.ts";
import type { AccountFaults } from "../core/account/draft.ts";
import type { Messages } from "../words/index.ts";

type FaultView = { readonly fault: string };

/** What is wrong with each field, in words. */
export interface FaultsView {
  readonly servers?: FaultView;
  readonly user?: FaultView;
  readonly username?: FaultView;
  readonly password?: FaultView;
  readonly credentials?: FaultView;
}

export function faultsView(
  faults: AccountFaults,
  words: Messages["account"],
  language: Language,
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
          credentials.reason === "expired" ? dayOf(credentials.detail, language) : credentials.detail,
        ),
      },
    }),
  };
}

function dayOf(iso: string, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(Date.parse(iso));
}

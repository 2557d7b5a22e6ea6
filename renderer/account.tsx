import type { PageCommand } from "../main/desktop/windows/ipc-contract.ts";
import type { AccountCommand, AccountView } from "../main/view/account.ts";
import { Account } from "./account/account.tsx";
import { startPage } from "./page.tsx";

startPage<AccountView, AccountCommand | PageCommand>((view, send) => <Account view={view} send={send} />);

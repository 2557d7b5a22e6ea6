import type { AccountContract } from "../main/desktop/windows/contracts/account.ts";
import type { Bridge } from "../main/desktop/windows/contracts/window.ts";
import { AccountPage } from "./account/account.tsx";
import { startPage } from "./page.tsx";

declare const alrimi: Bridge<AccountContract>;

startPage(alrimi, (view, send) => <AccountPage view={view} send={send} />);

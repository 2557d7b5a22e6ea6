import type { AccountContract } from "../main/desktop/windows/contracts/account.ts";
import type { Bridge } from "../main/desktop/windows/contracts/window.ts";
import { Account } from "./account/account.tsx";
import { startPage } from "./page.tsx";

declare const alrimi: Bridge<AccountContract>;

startPage(alrimi, (view, send) => <Account view={view} send={send} />);

import type { AccountCommand } from "../../main/view/account.ts";
import type { PageCommand } from "../../main/desktop/windows/ipc-contract.ts";

export type Send = (command: AccountCommand | PageCommand) => void;

import type { PageCommand } from "../../main/desktop/windows/ipc-contract.ts";
import type { AccountCommand } from "../../main/view/account.ts";

export type Send = (command: AccountCommand | PageCommand) => void;

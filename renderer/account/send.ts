import type { AccountContract } from "../../main/desktop/windows/contracts/account.ts";
import type { Bridge } from "../../main/desktop/windows/contracts/window.ts";

export type Send = Bridge<AccountContract>["send"];

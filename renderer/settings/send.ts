import type { SettingsCommand } from "../../main/desktop/windows/ipc-contract.ts";

export type Send = (command: SettingsCommand) => void;

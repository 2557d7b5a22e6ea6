import type { SettingsCommand } from "../../main/desktop/ipc-contract.ts";

export type Send = (command: SettingsCommand) => void;

import type { SettingsContract } from "../../main/desktop/windows/contracts/settings.ts";
import type { Bridge } from "../../main/desktop/windows/contracts/window.ts";

export type Send = Bridge<SettingsContract>["send"];

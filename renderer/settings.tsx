import type { SettingsContract } from "../main/desktop/windows/contracts/settings.ts";
import type { Bridge } from "../main/desktop/windows/contracts/window.ts";
import { startPage } from "./page.tsx";
import { Settings } from "./settings/settings.tsx";

declare const alrimi: Bridge<SettingsContract>;

startPage(alrimi, (view, send) => <Settings view={view} send={send} />);

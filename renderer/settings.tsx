import type { SettingsCommand } from "../main/desktop/windows/ipc-contract.ts";
import type { SettingsView } from "../main/view/settings/settings-view.ts";
import { startPage } from "./page.tsx";
import { Settings } from "./settings/settings.tsx";

startPage<SettingsView, SettingsCommand>((view, send) => <Settings view={view} send={send} />);

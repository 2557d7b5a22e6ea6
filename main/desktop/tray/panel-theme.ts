import type { NativeTheme } from "electron";
import { type IconTheme, panelTheme } from "../../view/icon.ts";
import { queryRegistry, type RegistryValue } from "../system/windows/windows-registry.ts";

export interface PanelTheme {
  /** As far as it is known by now. */
  current(): IconTheme;
  dispose(): void;
}

export interface PanelThemePorts {
  readonly platform: NodeJS.Platform;
  /** `XDG_CURRENT_DESKTOP`. */
  readonly desktop: string;
  /** Only newer Electrons tell of the taskbar. */
  readonly themes: Pick<NativeTheme, "shouldUseDarkColors" | "themeSource" | "on" | "off"> &
    Partial<Pick<NativeTheme, "shouldUseDarkColorsForSystemIntegratedUI">>;
  /** What Windows says of its taskbar: `SystemUsesLightTheme`. */
  readonly taskbar: () => Promise<RegistryValue | undefined>;
}

/**
 * Follows the panel's colour. Electron tells of the system's theme only while the app has none of its own: what was
 * last seen then holds on. Of the taskbar on Windows Electron says the opposite after a change from 39 on
 * (electron/electron#52308), so the registry is asked after each of Electron's events, and Electron is believed only
 * where the registry says nothing.
 * @param changed it may be another one now
 */
export function createPanelTheme(
  { platform, desktop, themes, taskbar }: PanelThemePorts,
  changed: () => void,
): PanelTheme {
  let isSystemDark = themes.shouldUseDarkColors;
  let isTaskbarDark: boolean | undefined;
  let isDisposed = false;

  /** Answers may overtake each other: only that to the last question counts. */
  let asked = 0;
  async function ask(): Promise<void> {
    const question = ++asked;
    const isDark = isTaskbarDarkBy(await taskbar());
    if (isDisposed || question !== asked || isDark === isTaskbarDark) return;
    isTaskbarDark = isDark;
    changed();
  }
  const onUpdated = (): void => {
    changed();
    if (platform === "win32") void ask();
  };
  themes.on("updated", onUpdated);
  if (platform === "win32") void ask();

  return {
    current() {
      if (themes.themeSource === "system") isSystemDark = themes.shouldUseDarkColors;
      const taskbarByElectron = themes.shouldUseDarkColorsForSystemIntegratedUI;
      return panelTheme({
        platform,
        desktop,
        isSystemDark,
        isTaskbarDark: platform === "win32" ? (isTaskbarDark ?? taskbarByElectron) : undefined,
      });
    },
    dispose() {
      isDisposed = true;
      themes.off("updated", onUpdated);
    },
  };
}

function isTaskbarDarkBy(value: RegistryValue | undefined): boolean | undefined {
  if (value?.type !== "REG_DWORD") return undefined;
  return Number(value.data) === 0;
}

const PERSONALIZE = "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Themes\\Personalize";

export function askTaskbar(): Promise<RegistryValue | undefined> {
  return queryRegistry(PERSONALIZE, "SystemUsesLightTheme");
}

import type { NativeTheme } from "electron";
import { type IconTheme, panelTheme } from "../../view/icon.ts";
import { queryRegistry, type RegistryValue } from "../system/windows/windows-registry.ts";

export interface PanelTheme {
  /** The theme as known so far. */
  current(): IconTheme;
  dispose(): void;
}

export interface PanelThemePorts {
  readonly platform: NodeJS.Platform;
  /** `XDG_CURRENT_DESKTOP`. */
  readonly desktop: string;
  /** `shouldUseDarkColorsForSystemIntegratedUI` exists in newer Electrons only. */
  readonly themes: Pick<NativeTheme, "shouldUseDarkColors" | "themeSource" | "on" | "off"> &
    Partial<Pick<NativeTheme, "shouldUseDarkColorsForSystemIntegratedUI">>;
  /** `SystemUsesLightTheme` of the Windows registry. */
  readonly taskbar: () => Promise<RegistryValue | undefined>;
}

/**
 * Follows the colour of the panel. Electron reports the system's theme only while the app sets none itself; otherwise
 * the last known theme is kept. From version 39 on, Electron reports the opposite of the taskbar's theme after a change
 * (electron/electron#52308). So the registry is read after each of Electron's events, and Electron's value is used only
 * without a registry value.
 * @param changed called when the theme may have changed
 */
export function createPanelTheme(
  { platform, desktop, themes, taskbar }: PanelThemePorts,
  changed: () => void,
): PanelTheme {
  let isSystemDark = themes.shouldUseDarkColors;
  let isTaskbarDark: boolean | undefined;
  let isDisposed = false;

  /** Answers may overtake each other. Only the one to the last question counts. */
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

/** Reads whether the Windows taskbar is light. Undefined when the value cannot be read. */
export function askTaskbar(): Promise<RegistryValue | undefined> {
  return queryRegistry(PERSONALIZE, "SystemUsesLightTheme");
}

import { nativeTheme } from "electron";
import { type IconTheme, panelTheme } from "../../core/view/icon.ts";

/** Newer Electrons tell of the taskbar on Windows. */
type Themes = typeof nativeTheme & { readonly shouldUseDarkColorsForSystemIntegratedUI?: boolean };

/**
 * Follows the panel's colour. Electron tells of the system's theme only while the app has none of its own: what was
 * last seen then holds on.
 */
export function createPanelTheme(platform: NodeJS.Platform): () => IconTheme {
  let isSystemDark = nativeTheme.shouldUseDarkColors;
  return () => {
    if (nativeTheme.themeSource === "system") isSystemDark = nativeTheme.shouldUseDarkColors;
    const isTaskbarDark = (nativeTheme as Themes).shouldUseDarkColorsForSystemIntegratedUI;
    return panelTheme({
      platform,
      desktop: process.env["XDG_CURRENT_DESKTOP"] ?? "",
      isSystemDark,
      isTaskbarDark: platform === "win32" ? isTaskbarDark : undefined,
    });
  };
}

import type { TrayView } from "./tray.ts";

export type IconTheme = "light" | "dark";

/**
 * The tray icon's file, without its folder. Other scales of it lie beside it (`@2x` …), where the OS looks for them.
 * @param panel whether the panel it stands on is light or dark
 */
export function trayIconFile(view: Pick<TrayView, "badge" | "mode">, panel: IconTheme): string {
  return `tray-${panel}-${view.mode}-${view.badge}.png`;
}

/** macOS draws a template image in the menu bar's own colour; the number stands beside it as the title. */
export function trayTemplateFile(view: Pick<TrayView, "mode">): string {
  return `trayTemplate-${view.mode}.png`;
}

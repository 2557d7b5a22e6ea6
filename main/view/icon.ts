import { UNKNOWN } from "./count.ts";
import type { TrayView } from "./tray.ts";

export type IconTheme = "light" | "dark";

/**
 * The tray icon's file, without its folder. Other scales of it lie beside it (`@2x` …), where Linux looks for them.
 * @param panel whether the panel it stands on is light or dark
 */
export function trayIconFile(view: Pick<TrayView, "badge" | "mode">, panel: IconTheme): string {
  return `tray-${panel}-${view.mode}-${view.badge}.png`;
}

/** macOS draws a template image in the menu bar's own colour; the number stands beside it as the title. */
export function trayTemplateFile(view: Pick<TrayView, "mode">): string {
  return `trayTemplate-${view.mode}.png`;
}

/**
 * The picture for a system's tray, below the folder of the icons: 16 px for Windows and macOS, 24 px for the panels of
 * Linux. On Windows it is an `.ico` with every size in it: of a PNG Electron takes the smallest scale there and Windows
 * blows it up (NativeImage::GetHICON; electron/electron#33044).
 */
export function trayPicture(
  platform: NodeJS.Platform,
  view: Pick<TrayView, "badge" | "mode">,
  panel: IconTheme,
): string {
  if (platform === "darwin") return `16/${trayTemplateFile(view)}`;
  if (platform === "win32") return `16/${trayIconFile(view, panel).replace(/png$/, "ico")}`;
  return `24/${trayIconFile(view, panel)}`;
}

/** What stands beside the icon in the menu bar of macOS; nowhere else is there room for text. */
export function trayTitle(platform: NodeJS.Platform, { badge }: Pick<TrayView, "badge">): string {
  if (platform !== "darwin" || badge === "0") return "";
  return badge === "unknown" ? UNKNOWN : badge.replace("plus", "+");
}

/** The tooltip, as long as the system's may be. */
export function trayTooltip(
  platform: NodeJS.Platform,
  { tooltip, shortTooltip }: Pick<TrayView, "tooltip" | "shortTooltip">,
): string {
  return platform === "win32" ? shortTooltip : tooltip;
}

/** What tells of the panel's colour. */
export interface PanelHints {
  readonly platform: NodeJS.Platform;
  /** `XDG_CURRENT_DESKTOP`. */
  readonly desktop: string;
  /** Whether the system's windows are dark; not what the person chose for this app's. */
  readonly isSystemDark: boolean;
  /** What Windows says of its taskbar, which has a colour of its own; undefined where it is not told. */
  readonly isTaskbarDark: boolean | undefined;
}

/** Whether the panel is light or dark. */
export function panelTheme({ platform, desktop, isSystemDark, isTaskbarDark }: PanelHints): IconTheme {
  // GNOME's bar is black in its light style too, and so is Ubuntu's (`ubuntu:GNOME`).
  const hasBlackBar = platform === "linux" && desktop.split(":").includes("GNOME");
  return hasBlackBar || (isTaskbarDark ?? isSystemDark) ? "dark" : "light";
}

import { UNKNOWN } from "./count.ts";
import type { TrayView } from "./tray.ts";

/** The colour of the panel behind the icon. */
export type IconTheme = "light" | "dark";

/**
 * The file name of the tray icon. Its other scales (`@2x` …) are in the same folder, where Electron looks for them.
 * @param panel whether the panel is light or dark
 */
export function trayIconFile(view: Pick<TrayView, "badge" | "mode">, panel: IconTheme): string {
  return `tray-${panel}-${view.mode}-${view.badge}.png`;
}

/**
 * The file name for macOS, which draws a template image in the menu bar's colour. The number is in {@link trayTitle}.
 */
export function trayTemplateFile(view: Pick<TrayView, "mode">): string {
  return `trayTemplate-${view.mode}.png`;
}

/**
 * The tray icon's path in the folder of icons: 16 px for Windows and macOS, 24 px for the panels of Linux. On Windows
 * it is an `.ico` with every size, because Electron uses only the smallest scale of a PNG there and Windows enlarges it
 * (NativeImage::GetHICON; electron/electron#33044).
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

/** The text beside the icon in the menu bar of macOS; empty on other systems, whose trays show no text. */
export function trayTitle(platform: NodeJS.Platform, { badge }: Pick<TrayView, "badge">): string {
  if (platform !== "darwin" || badge === "0") return "";
  return badge === "unknown" ? UNKNOWN : badge.replace("plus", "+");
}

/** The tooltip within the system's limit. */
export function trayTooltip(
  platform: NodeJS.Platform,
  { tooltip, shortTooltip }: Pick<TrayView, "tooltip" | "shortTooltip">,
): string {
  return platform === "win32" ? shortTooltip : tooltip;
}

/** The facts that decide the panel's colour. */
export interface PanelHints {
  readonly platform: NodeJS.Platform;
  /** `XDG_CURRENT_DESKTOP`. */
  readonly desktop: string;
  /** Whether the system's windows are dark. The theme preference of this app has no effect. */
  readonly isSystemDark: boolean;
  /** Whether the taskbar of Windows is dark, which has its own setting; undefined when unknown. */
  readonly isTaskbarDark: boolean | undefined;
}

/** The colour of the panel. */
export function panelTheme({ platform, desktop, isSystemDark, isTaskbarDark }: PanelHints): IconTheme {
  // The bar of GNOME and of Ubuntu (`ubuntu:GNOME`) is black in the light style too.
  const hasBlackBar = platform === "linux" && desktop.split(":").includes("GNOME");
  return hasBlackBar || (isTaskbarDark ?? isSystemDark) ? "dark" : "light";
}

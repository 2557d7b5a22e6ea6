import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { Menu, type MenuItemConstructorOptions, nativeImage, nativeTheme, Tray } from "electron";
import { unreachable } from "../../contract/result.ts";
import type { Command } from "../../core/command.ts";
import { trayPicture, trayTitle, trayTooltip } from "../../view/icon.ts";
import type { TrayMenuItem, TrayView } from "../../view/tray.ts";
import { earlyCommands } from "../app/early-commands.ts";
import { askTaskbar, createPanelTheme } from "./panel-theme.ts";
import { followClicks, type SetTrayMenu } from "./tray-clicks.ts";

export interface TrayPort {
  /** Sends clicks to this sink from now on. */
  listen(sink: (command: Command) => void): void;
  /** Draws the whole tray. Unchanged parts are skipped. */
  render(view: TrayView): void;
  /** Bounds in device-independent pixels. The size is 0 where the desktop does not report it. */
  bounds(): { x: number; y: number; width: number; height: number };
  /** Replaces the icon by a new one, when a panel does not show it. */
  renew(): void;
  dispose(): void;
}

/**
 * Creates the tray. On Windows there is no overlay icon, because without an open window there is no taskbar button; the
 * number is part of the tray icon.
 * @param iconFolder folder of the pictures that {@link trayPicture} names
 */
export function createTray(iconFolder: string, platform: NodeJS.Platform): TrayPort {
  const clicks = earlyCommands();
  let tray: Tray | undefined;
  let setMenu: SetTrayMenu = () => {};
  let drawn: TrayView | undefined;
  let drawnIcon = "";
  const desktop = process.env["XDG_CURRENT_DESKTOP"] ?? "";
  const panel = createPanelTheme({ platform, desktop, themes: nativeTheme, taskbar: askTaskbar }, () => {
    if (drawn !== undefined) drawIcon(drawn);
  });

  function drawIcon(view: TrayView): Tray {
    const file = join(iconFolder, trayPicture(platform, view, panel.current()));
    if (tray !== undefined && file === drawnIcon) return tray;
    const image = nativeImage.createFromPath(file);
    if (image.isEmpty()) throw new Error(`the icon is missing: ${file}`);
    drawnIcon = file;
    if (tray === undefined) {
      tray = new Tray(image);
      setMenu = followClicks(tray, platform, clicks.tell);
    } else {
      tray.setImage(image);
    }
    return tray;
  }

  function render(view: TrayView): void {
    const target = drawIcon(view);
    const tooltip = trayTooltip(platform, view);
    if (drawn === undefined || tooltip !== trayTooltip(platform, drawn)) target.setToolTip(tooltip);
    if (!isDeepStrictEqual(view.menu, drawn?.menu)) {
      setMenu(Menu.buildFromTemplate(view.menu.map((item) => menuItem(item, clicks.tell))));
    }
    // Electron supports titles on macOS only.
    if (platform === "darwin" && view.badge !== drawn?.badge) target.setTitle(trayTitle(platform, view));
    drawn = view;
  }

  return {
    listen: clicks.listen,
    render,
    renew() {
      const view = drawn;
      tray?.destroy();
      tray = undefined;
      drawn = undefined;
      if (view !== undefined) render(view);
    },
    bounds: () => tray?.getBounds() ?? { x: 0, y: 0, width: 0, height: 0 },
    dispose() {
      panel.dispose();
      tray?.destroy();
    },
  };
}

function menuItem(item: TrayMenuItem, onCommand: (command: Command) => void): MenuItemConstructorOptions {
  switch (item.kind) {
    case "separator":
      return { type: "separator" };
    case "text":
      return { label: menuLabel(item.label), enabled: false };
    case "command":
      return { label: menuLabel(item.label), click: () => onCommand(item.command) };
    case "submenu":
      return {
        label: menuLabel(item.label),
        submenu: item.items.map((each) => menuItem(each, onCommand)),
      };
    default:
      return unreachable(item);
  }
}

/** Escapes `&`, which would mark an access key and disappear from a service's name. */
function menuLabel(text: string): string {
  return text.replaceAll("&", "&&");
}

import { Menu, type MenuItemConstructorOptions } from "electron";

/**
 * Sets the menu for its keys: editing and zoom. Electron's default menu would add reloading and the developer tools.
 * Its items are visible on macOS only.
 */
export function setAppMenu(platform: NodeJS.Platform): void {
  const zoom: MenuItemConstructorOptions[] = [
    { role: "resetZoom" },
    { role: "zoomIn" },
    { role: "zoomIn", accelerator: "CommandOrControl+=", visible: false },
    { role: "zoomOut" },
  ];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(platform === "darwin" ? [{ role: "appMenu" } as const] : []),
      { role: "editMenu" },
      { role: "viewMenu", submenu: zoom },
    ]),
  );
}

import { Menu, type MenuItemConstructorOptions } from "electron";

/**
 * What the keys do in our windows: editing, and making everything larger. Electron's own menu would bring reloading and
 * the developer's tools as well. Nobody sees its rows but on macOS.
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

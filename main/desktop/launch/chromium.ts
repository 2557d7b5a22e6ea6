import { app } from "electron";

/**
 * Sets Chromium's switches before it is ready. The app needs Chromium only for a tray icon and three small local
 * windows.
 *
 * - Networking is unused, because Node talks to the broker. It runs in the main process and resolves no host name, so
 *   nothing that a page is made to do leaves the computer. (No content policy covers a DNS prefetch.)
 * - The windows are drawn without the graphics card, whose drivers would use more memory than the rest of the app. The
 *   compositing process stays, in its sandbox.
 */
export function tellChromium(): void {
  app.disableHardwareAcceleration();
  for (const [name, value] of SWITCHES) app.commandLine.appendSwitch(name, value);
}

const SWITCHES: readonly (readonly [name: string, value?: string])[] = [
  ["enable-features", "NetworkServiceInProcess2"],
  ["host-resolver-rules", "MAP * ~NOTFOUND"],
  ["proxy-server", "socks5://127.0.0.1:9"],
  ["disable-gpu"],
  ["disable-software-rasterizer"],
  // Restarts the GPU process whenever it ends. Otherwise Chromium aborts the app, even when a signal to the whole
  // process group, as at a logout, ended that process first.
  ["disable-gpu-process-crash-limit"],
];

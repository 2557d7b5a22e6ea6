import { app } from "electron";

/**
 * What Chromium is told before it is ready. The app uses it for a tray icon and three small windows of its own:
 *
 * - Its network has nothing to do here, since the broker is spoken to by Node. It lives in the main process, and knows no
 *   address of any name, so that nothing a page could be made to do leaves the computer by it (a prefetch of a name is
 *   asked of no policy).
 * - The windows are drawn without the graphics card: its drivers would cost more memory than all else. The process that
 *   puts the pictures together stays, in its sandbox.
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
  // That process is started again whenever it ends. Otherwise Chromium aborts the app, even when a signal to the whole
  // group of processes, as at a logout, has ended it first.
  ["disable-gpu-process-crash-limit"],
];

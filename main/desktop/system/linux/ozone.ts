/** First version of Electron that chooses Wayland by itself. */
const CHOOSES_WAYLAND = 38;

/** Values that decide how Chromium draws its windows on Linux. */
export interface OzoneHints {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  /** Value of the switch `--ozone-platform`; empty when it is missing. */
  readonly ozonePlatform: string;
  /** Version of Electron. */
  readonly electron: string;
}

/**
 * Whether the windows use Wayland directly, not X11 or Xwayland. The compositor then places them and ignores the app's
 * position.
 */
export function isNativeWayland({ platform, env, ozonePlatform, electron }: OzoneHints): boolean {
  if (platform !== "linux") return false;
  if (ozonePlatform === "x11" || ozonePlatform === "wayland") return ozonePlatform === "wayland";
  if (!env["WAYLAND_DISPLAY"]) return false;
  return Number.parseInt(electron, 10) >= CHOOSES_WAYLAND && env["XDG_SESSION_TYPE"] === "wayland";
}

/**
 * Switches to start the app with on Linux: X11 or Xwayland wherever there is one. There the app places the board beside
 * the tray icon itself, and a click elsewhere closes it. Chromium reads the switch before any code of the app runs, so
 * it must be on the command line.
 */
export function ozoneSwitches({ DISPLAY, WAYLAND_DISPLAY }: NodeJS.ProcessEnv): readonly string[] {
  if (DISPLAY) return ["--ozone-platform=x11"];
  return WAYLAND_DISPLAY ? ["--ozone-platform=wayland"] : []; // older Electrons choose X11 by themselves
}

/** The first Electron that chooses Wayland by itself. */
const CHOOSES_WAYLAND = 38;

/** What tells how Chromium draws its windows on Linux. */
export interface OzoneHints {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  /** Value of the switch `--ozone-platform`, empty when it was not given. */
  readonly ozonePlatform: string;
  /** Version of Electron. */
  readonly electron: string;
}

/**
 * Whether the windows are drawn by Wayland itself, and not by X11 or Xwayland. The compositor places them then, whatever
 * the app asks for.
 */
export function isNativeWayland({ platform, env, ozonePlatform, electron }: OzoneHints): boolean {
  if (platform !== "linux") return false;
  if (ozonePlatform === "x11" || ozonePlatform === "wayland") return ozonePlatform === "wayland";
  if (!env["WAYLAND_DISPLAY"]) return false;
  return Number.parseInt(electron, 10) >= CHOOSES_WAYLAND && env["XDG_SESSION_TYPE"] === "wayland";
}

/**
 * The switch by which the app is to be started on Linux: X11 or Xwayland wherever there is one. There the app places its
 * board beside the tray icon itself, and a click elsewhere closes it. Chromium reads it before any code of ours runs, so
 * it has to be on the command line.
 */
export function ozoneSwitches({ DISPLAY, WAYLAND_DISPLAY }: NodeJS.ProcessEnv): readonly string[] {
  if (DISPLAY) return ["--ozone-platform=x11"];
  return WAYLAND_DISPLAY ? ["--ozone-platform=wayland"] : []; // older Electrons choose X11 by themselves
}

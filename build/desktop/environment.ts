import { delimiter, join } from "node:path";
import { programFolder } from "./config-files.ts";

/** Folders, scale and appearance of a virtual desktop. `scale` is in device pixels per logical pixel. */
export interface DesktopSettings {
  readonly home: string;
  readonly runtimeDir: string;
  readonly dark: boolean;
  readonly scale: number;
  readonly language: "ko" | "en";
}

/** Variables of this process's own desktop. None of them may reach the virtual one. */
const foreign =
  /^(DISPLAY|WAYLAND_.*|XAUTHORITY|SESSION_MANAGER|DESKTOP_.*|XDG_.*|GTK_.*|GDK_.*|QT_.*|GNOME_.*|KDE_.*|DBUS_.*|LC_.*|LANG|LANGUAGE|BROWSER|SSH_AUTH_SOCK|NODE_OPTIONS)$/;

/** Environment of all programs on a virtual desktop, without the addresses of display and bus. */
export function desktopEnvironment(around: DesktopSettings): NodeJS.ProcessEnv {
  const { home, runtimeDir, dark, scale, language } = around;
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
  return {
    ...own,
    HOME: home,
    PATH: [programFolder(home), own["PATH"] ?? ""].join(delimiter),
    XDG_CONFIG_HOME: join(home, ".config"),
    XDG_DATA_HOME: join(home, ".local", "share"),
    XDG_CACHE_HOME: join(home, ".cache"),
    XDG_STATE_HOME: join(home, ".local", "state"),
    XDG_RUNTIME_DIR: runtimeDir,
    XDG_SESSION_TYPE: "x11",
    XDG_CURRENT_DESKTOP: "XFCE", // without it, Chromium uses no keyring
    // A minimal Debian has only the locale C.UTF-8. There, LANGUAGE alone switches GTK and Chromium to Korean.
    LC_ALL: "C.UTF-8",
    LANG: "C.UTF-8",
    LANGUAGE: language,
    GTK_THEME: dark ? "Adwaita:dark" : "Adwaita",
    GTK_USE_PORTAL: "0",
    GSETTINGS_BACKEND: "memory",
    GIO_USE_VFS: "local",
    NO_AT_BRIDGE: "1",
    ...(scale === 1 ? {} : { GDK_SCALE: String(scale) }),
  };
}

import {
  cinnamonSettings,
  gnomeSettings,
  i3Settings,
  kdeSettings,
  lxqtSettings,
  mateSettings,
  type Settings,
  swaySettings,
  xfceSettings,
} from "./settings.ts";

/** One desktop as data: what it consists of, and how a person sees the app on it. */
export interface Desktop {
  /** What it is called on the command line. */
  readonly name: string;
  readonly title: string;
  /** Debian packages, beside those in `build/system-packages.txt`. The version of the first names the desktop's. */
  readonly packages: readonly string[];
  /** `XDG_CURRENT_DESKTOP` and whatever else its session sets. */
  readonly env: NodeJS.ProcessEnv;
  readonly settings: Settings;
  /** Started in this order; each owns its bus names before the next one starts. */
  readonly programs: readonly Launched[];
  /** A command that brings it into the state that a person works in. */
  readonly afterStart?: readonly string[];
  /** Its panel: everything else of the screen belongs to windows and notices. */
  readonly panel: { readonly edge: "top" | "bottom"; readonly thickness: number };
  /** How its panel is told of icons. The older way tells nothing back: there the pixels are the only witness. */
  readonly tray: "status-notifier" | "xembed";
  /** Left clicks on the icon that open the board. */
  readonly clicks: 1 | 2;
  /** Where on a notice to click to open its link, as shares of its width and height. */
  readonly noticeTarget: readonly [number, number];
  /** Whether its panel lists windows. */
  readonly hasTaskList: boolean;
  /** Commands that switch its "do not disturb" on and off, where it has one. */
  readonly doNotDisturb?: { readonly on: readonly string[]; readonly off: readonly string[] };
  /** Its server draws the action `default` as a button, so that no other button may say the same. */
  readonly drawsDefaultAction?: boolean;
  /** Its window manager gives an icon to windows that have none, so that nobody can tell. */
  readonly givesIcons?: boolean;
  /** Written by the compositor: the displays of its own clients, as `DISPLAY=:1` and the like, one a line. */
  readonly clientEnvFile?: string;
  /** Further switches for the app. */
  readonly appArgs?: readonly string[];
}

/** A program of a desktop's session. */
export interface Launched {
  readonly command: readonly string[];
  /** Bus names that it owns once it can be used. */
  readonly names?: readonly string[];
}

const NOTIFICATIONS = "org.freedesktop.Notifications";
const WATCHER = "org.kde.StatusNotifierWatcher";
const CENTRE = [0.5, 0.5] as const;

/** Debian's own Python: another one on the path lacks the module. */
const logind: Launched = {
  command: ["/usr/bin/python3", "-m", "dbusmock", "--template", "logind"],
  names: ["org.freedesktop.login1"],
};
const dunst: Launched = { command: ["dunst"], names: [NOTIFICATIONS] };
const dunstPause = { on: ["dunstctl", "set-paused", "true"], off: ["dunstctl", "set-paused", "false"] };

const sway: Omit<Desktop, "name" | "title"> = {
  packages: ["sway", "waybar", "mako-notifier", "xwayland"],
  env: {
    XDG_CURRENT_DESKTOP: "sway",
    XDG_SESSION_TYPE: "wayland",
    WLR_BACKENDS: "x11",
    WLR_RENDERER: "pixman",
    WLR_LIBINPUT_NO_DEVICES: "1",
  },
  settings: swaySettings,
  // mako and waybar are started by sway's configuration, as everywhere.
  programs: [{ command: ["sway"], names: [WATCHER, NOTIFICATIONS] }],
  panel: { edge: "top", thickness: 30 },
  tray: "status-notifier",
  clicks: 1,
  noticeTarget: CENTRE,
  hasTaskList: false,
  clientEnvFile: "sway-clients",
};

export const DESKTOPS: readonly Desktop[] = [
  {
    name: "kde",
    title: "KDE Plasma",
    packages: [
      "plasma-desktop",
      "kwin-x11",
      "plasma-workspace",
      "kde-cli-tools",
      "breeze",
      "libgl1-mesa-dri",
    ],
    env: {
      XDG_CURRENT_DESKTOP: "KDE",
      KDE_FULL_SESSION: "true",
      KDE_SESSION_VERSION: "5",
      KWIN_COMPOSE: "N",
    },
    settings: kdeSettings,
    programs: [
      { command: ["kded5"], names: [WATCHER] },
      { command: ["kwin_x11"], names: ["org.kde.KWin"] },
      { command: ["plasmashell"], names: ["org.kde.plasmashell", NOTIFICATIONS] },
    ],
    panel: { edge: "bottom", thickness: 46 },
    tray: "status-notifier",
    clicks: 1,
    noticeTarget: CENTRE,
    hasTaskList: true,
    doNotDisturb: {
      on: [
        "sh",
        "-c",
        'kde-inhibit --notifications sleep 900 >/dev/null 2>&1 & echo $! >"$XDG_RUNTIME_DIR/inhibitor"',
      ],
      off: ["sh", "-c", 'kill "$(cat "$XDG_RUNTIME_DIR/inhibitor")"'],
    },
  },
  {
    name: "gnome",
    title: "GNOME + AppIndicator",
    packages: [
      "gnome-shell",
      "gnome-shell-extension-appindicator",
      "gjs",
      "librsvg2-common",
      "libgl1-mesa-dri",
      "gnome-session-bin",
    ],
    env: { XDG_CURRENT_DESKTOP: "GNOME", GSETTINGS_BACKEND: "keyfile", LIBGL_ALWAYS_SOFTWARE: "1" },
    settings: gnomeSettings,
    programs: [
      logind,
      { command: ["gnome-shell", "--x11"], names: ["org.gnome.Shell", WATCHER, NOTIFICATIONS] },
    ],
    panel: { edge: "top", thickness: 32 },
    tray: "status-notifier",
    clicks: 2,
    noticeTarget: CENTRE,
    hasTaskList: false,
    // It starts with the overview of all windows.
    afterStart: [
      ...["gdbus", "call", "--session", "--dest", "org.gnome.Shell", "--object-path", "/org/gnome/Shell"],
      ...["--method", "org.freedesktop.DBus.Properties.Set", "org.gnome.Shell", "OverviewActive", "<false>"],
    ],
  },
  { ...sway, name: "sway", title: "sway + waybar + mako" },
  {
    ...sway,
    name: "sway-wayland",
    title: "sway, the app on native Wayland",
    appArgs: ["--ozone-platform=wayland"],
  },
  {
    name: "xfce",
    title: "XFCE + xfce4-notifyd",
    packages: ["xfce4-panel", "xfwm4", "xfce4-notifyd", "xfconf", "exo-utils"],
    env: { XDG_CURRENT_DESKTOP: "XFCE" },
    settings: xfceSettings,
    programs: [
      { command: ["xfwm4", "--compositor=off"] },
      { command: ["/usr/lib/x86_64-linux-gnu/xfce4/notifyd/xfce4-notifyd"], names: [NOTIFICATIONS] },
      { command: ["xfce4-panel"], names: [WATCHER] },
    ],
    panel: { edge: "bottom", thickness: 36 },
    tray: "status-notifier",
    clicks: 1,
    noticeTarget: [0.3, 0.85],
    hasTaskList: true,
    drawsDefaultAction: true,
    doNotDisturb: {
      on: ["xfconf-query", "-c", "xfce4-notifyd", "-n", "-t", "bool", "-p", "/do-not-disturb", "-s", "true"],
      off: ["xfconf-query", "-c", "xfce4-notifyd", "-p", "/do-not-disturb", "-s", "false"],
    },
  },
  {
    name: "lxqt",
    title: "LXQt",
    packages: ["lxqt-panel", "lxqt-notificationd", "lxqt-qtplugin", "lxqt-session", "openbox"],
    env: { XDG_CURRENT_DESKTOP: "LXQt", QT_QPA_PLATFORMTHEME: "lxqt" },
    settings: lxqtSettings,
    programs: [
      { command: ["openbox"] },
      { command: ["lxqt-notificationd"], names: [NOTIFICATIONS] },
      { command: ["lxqt-panel"], names: [WATCHER] },
    ],
    panel: { edge: "bottom", thickness: 36 },
    tray: "status-notifier",
    clicks: 1,
    noticeTarget: [0.3, 0.85],
    hasTaskList: true,
    givesIcons: true,
    drawsDefaultAction: true,
  },
  {
    name: "i3",
    title: "i3bar + dunst",
    packages: ["i3-wm", "i3status", "dunst"],
    env: { XDG_CURRENT_DESKTOP: "i3" },
    settings: i3Settings,
    programs: [dunst, { command: ["i3"] }],
    panel: { edge: "bottom", thickness: 24 },
    tray: "xembed",
    clicks: 1,
    noticeTarget: CENTRE,
    hasTaskList: false,
    doNotDisturb: dunstPause,
  },
  {
    name: "mate",
    title: "MATE",
    packages: ["mate-panel", "marco", "librsvg2-common", "mate-notification-daemon", "mate-settings-daemon"],
    env: { XDG_CURRENT_DESKTOP: "MATE", GSETTINGS_BACKEND: "keyfile" },
    settings: mateSettings,
    programs: [
      { command: ["marco", "--no-composite"] },
      { command: ["/usr/lib/mate-notification-daemon/mate-notification-daemon"], names: [NOTIFICATIONS] },
      { command: ["mate-panel"], names: [WATCHER] },
    ],
    panel: { edge: "bottom", thickness: 28 },
    tray: "status-notifier",
    clicks: 1,
    noticeTarget: CENTRE,
    hasTaskList: true,
  },
  {
    name: "cinnamon",
    title: "Cinnamon",
    packages: ["cinnamon", "xapps-common", "xapp-sn-watcher", "libgl1-mesa-dri"],
    env: { XDG_CURRENT_DESKTOP: "X-Cinnamon", GSETTINGS_BACKEND: "keyfile", LIBGL_ALWAYS_SOFTWARE: "1" },
    settings: cinnamonSettings,
    programs: [
      logind,
      { command: ["/usr/libexec/xapps/sn-watcher/xapp-sn-watcher"] },
      { command: ["cinnamon"], names: [NOTIFICATIONS, WATCHER] },
    ],
    panel: { edge: "bottom", thickness: 40 },
    tray: "status-notifier",
    clicks: 1,
    noticeTarget: CENTRE,
    hasTaskList: true,
  },
];

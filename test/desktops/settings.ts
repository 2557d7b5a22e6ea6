/**
 * Settings of the desktops, by their path below the home folder: first-run dialogs are left out, notices stay long
 * enough to be clicked on a slow machine, and panels hold the tray and the list of windows.
 */
export type Settings = Readonly<Record<string, string>>;

const GSETTINGS = ".config/glib-2.0/settings/keyfile";

export const kdeSettings: Settings = {
  ".config/plasmanotifyrc": "[Notifications]\nPopupTimeout=60000\n",
  ".config/kwalletrc": "[Wallet]\nEnabled=false\nFirst Use=false\n",
  ".config/kdeglobals": "[KDE]\nAnimationDurationFactor=0\n",
};

export const gnomeSettings: Settings = {
  // Else it says at its first start that it cannot lock the screen here.
  ".local/share/gnome-shell/lock-warning-shown": "",
  [GSETTINGS]: `[org/gnome/shell]
enabled-extensions=['ubuntu-appindicators@ubuntu.com']
disable-user-extensions=false
welcome-dialog-last-shown-version='999'
[org/gnome/desktop/interface]
enable-animations=false
`,
};

export const xfceSettings: Settings = {
  ".config/xfce4/xfconf/xfce-perchannel-xml/xfce4-notifyd.xml": `<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-notifyd" version="1.0">
  <property name="expire-timeout" type="int" value="60"/>
</channel>
`,
};

export const lxqtSettings: Settings = {
  ".config/lxqt/panel.conf": `panels=panel1
[panel1]
plugins=taskbar,statusnotifier
position=Bottom
panelSize=36
desktop=0
[taskbar]
type=taskbar
alignment=Left
[statusnotifier]
type=statusnotifier
alignment=Right
`,
  ".config/lxqt/notifications.conf": "[General]\nserver_decides=60\nplacement=top-right\n",
};

export const i3Settings: Settings = {
  ".config/i3/config": `# i3 config file (v4)
font pango:DejaVu Sans 10
focus_follows_mouse no
bar {
  position bottom
}
`,
};

export const swaySettings: Settings = {
  ".config/sway/config": `output * mode 1280x800
focus_follows_mouse no
exec sh -c 'printf "DISPLAY=%s\\nWAYLAND_DISPLAY=%s\\n" "$DISPLAY" "$WAYLAND_DISPLAY" >"$XDG_RUNTIME_DIR/sway-clients"'
exec mako
bar {
  swaybar_command waybar
}
`,
  ".config/waybar/config": `{ "layer": "top", "height": 30, "modules-right": ["tray"], "tray": { "spacing": 8 } }\n`,
};

export const mateSettings: Settings = {
  [GSETTINGS]: `[org/mate/panel/general]
toplevel-id-list=['bottom']
object-id-list=['window-list', 'notification-area']
[org/mate/panel/toplevels/bottom]
orientation='bottom'
size=28
expand=true
[org/mate/panel/objects/window-list]
object-type='applet'
applet-iid='WnckletFactory::WindowListApplet'
toplevel-id='bottom'
position=20
[org/mate/panel/objects/notification-area]
object-type='applet'
applet-iid='NotificationAreaAppletFactory::NotificationArea'
toplevel-id='bottom'
position=10
relative-to-edge='end'
`,
};

export const cinnamonSettings: Settings = {
  [GSETTINGS]: `[org/cinnamon]
enabled-applets=['panel1:left:0:grouped-window-list@cinnamon.org:1', 'panel1:right:0:systray@cinnamon.org:2', 'panel1:right:1:xapp-status@cinnamon.org:3']
desktop-effects=false
startup-animation=false
`,
};

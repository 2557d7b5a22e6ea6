import { join } from "node:path";
import type { DesktopSettings } from "./environment.ts";

const font = "Noto Sans CJK KR";

/**
 * Bus configuration. Without a service folder the bus starts no program, so a killed daemon stays dead.
 * @param services folder of D-Bus services that may be started
 */
export function bus(runtimeDir: string, services?: string): string {
  const started = services === undefined ? "" : `\n  <servicedir>${services}</servicedir>`;
  return `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${runtimeDir}/bus</listen>${started}
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;
}

/** Configuration of dunst. Notifications stay until they are closed. */
export function dunst({ home, dark, scale }: DesktopSettings): string {
  const [background, foreground, frame] = dark
    ? ["#2b2d31", "#f2f3f5", "#44474d"]
    : ["#ffffff", "#1f2328", "#d0d7de"];
  return `[global]
  follow = none
  width = 360
  height = 300
  origin = bottom-right
  offset = 14x50
  scale = ${scale}
  dmenu = ${join(home, ".local", "bin", "pick-notification")}
  notification_limit = 0
  indicate_hidden = yes
  separator_height = 1
  separator_color = frame
  padding = 14
  horizontal_padding = 16
  text_icon_padding = 14
  frame_width = 1
  frame_color = "${frame}"
  corner_radius = 8
  font = ${font} 10.5
  line_height = 3
  markup = full
  format = "<b>%s</b>\\n%b"
  alignment = left
  vertical_alignment = center
  word_wrap = yes
  ellipsize = end
  icon_position = left
  min_icon_size = 36
  max_icon_size = 48
  show_indicators = no
  sort = no
  stack_duplicates = false
  hide_duplicate_count = true
  sticky_history = yes
  history_length = 200
  idle_threshold = 0
  ignore_dbusclose = no
  mouse_left_click = do_action, close_current
  mouse_right_click = close_current
[urgency_low]
  background = "${background}"
  foreground = "${foreground}"
  timeout = 0
[urgency_normal]
  background = "${background}"
  foreground = "${foreground}"
  timeout = 0
[urgency_critical]
  background = "${background}"
  foreground = "${foreground}"
  frame_color = "#d1242f"
  timeout = 0
`;
}

/** Configuration of the window manager openbox. */
export function openbox(): string {
  const titleFont = (place: string, weight: string) =>
    `<font place="${place}"><name>${font}</name><size>10</size><weight>${weight}</weight><slant>Normal</slant></font>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <placement><policy>Smart</policy><center>yes</center></placement>
  <theme>
    <name>Clearlooks</name>
    <titleLayout>NLIMC</titleLayout>
    <keepBorder>yes</keepBorder>
    ${titleFont("ActiveWindow", "Bold")}
    ${titleFont("InactiveWindow", "Normal")}
  </theme>
  <desktops><number>1</number><popupTime>0</popupTime></desktops>
  <mouse>
    <context name="Titlebar"><mousebind button="Left" action="Drag"><action name="Move"/></mousebind></context>
    <context name="Client"><mousebind button="Left" action="Press"><action name="Focus"/><action name="Raise"/></mousebind></context>
    <context name="Close"><mousebind button="Left" action="Click"><action name="Close"/></mousebind></context>
    <context name="Iconify"><mousebind button="Left" action="Click"><action name="Iconify"/></mousebind></context>
    <context name="Maximize"><mousebind button="Left" action="Click"><action name="ToggleMaximize"/></mousebind></context>
  </mouse>
</openbox_config>
`;
}

/** GTK settings of the desktop's programs. */
export function gtk({ dark }: DesktopSettings): string {
  return `[Settings]
gtk-theme-name=Adwaita
gtk-icon-theme-name=Adwaita
gtk-font-name=${font} 10
gtk-application-prefer-dark-theme=${dark}
gtk-enable-animations=false
gtk-xft-antialias=1
gtk-xft-hinting=1
gtk-xft-hintstyle=hintslight
`;
}

/** One panel at the bottom: window buttons, tray, clock. */
export function panel({ dark, language }: DesktopSettings): string {
  const [time, date] = language === "ko" ? ["%H:%M", "%m월 %d일"] : ["%H:%M", "%d %b"];
  return `<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="dark-mode" type="bool" value="${dark}"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=8;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="36"/>
      <property name="icon-size" type="uint" value="0"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
        <value type="int" value="2"/>
        <value type="int" value="3"/>
        <value type="int" value="4"/>
        <value type="int" value="5"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="tasklist">
      <property name="show-handle" type="bool" value="false"/>
    </property>
    <property name="plugin-2" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
      <property name="style" type="uint" value="0"/>
    </property>
    <property name="plugin-3" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/>
      <property name="icon-size" type="int" value="22"/>
    </property>
    <property name="plugin-4" type="string" value="clock">
      <property name="digital-layout" type="uint" value="1"/>
      <property name="digital-time-format" type="string" value="${time}"/>
      <property name="digital-date-format" type="string" value="${date}"/>
      <property name="digital-time-font" type="string" value="${font} 9"/>
      <property name="digital-date-font" type="string" value="${font} 8"/>
    </property>
    <property name="plugin-5" type="string" value="separator">
      <property name="style" type="uint" value="0"/>
    </property>
  </property>
</channel>
`;
}

/** Makes the test browser the default browser. */
export const mimeApps = `[Default Applications]
x-scheme-handler/http=test-browser.desktop
x-scheme-handler/https=test-browser.desktop
text/html=test-browser.desktop
`;

/**
 * Desktop entry of the test browser.
 * @param script its path
 */
export function browserEntry(script: string): string {
  return `[Desktop Entry]
Type=Application
Name=Test browser
Exec=${script} %u
MimeType=x-scheme-handler/http;x-scheme-handler/https;text/html;
NoDisplay=true
`;
}

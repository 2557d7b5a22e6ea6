/**
 * Packages that the runtime needs, with both names where Debian 13 and Ubuntu 24.04 gave a library a new one. The lists
 * of electron-builder lack libgbm and libasound.
 */
export const DEB_DEPENDS = [
  "libasound2 | libasound2t64",
  "libatk-bridge2.0-0 | libatk-bridge2.0-0t64",
  "libatspi2.0-0 | libatspi2.0-0t64",
  "libc6 (>= 2.31)",
  "libcups2 | libcups2t64",
  "libdrm2",
  "libgbm1",
  "libgtk-3-0 | libgtk-3-0t64",
  "libnotify4",
  "libnss3",
  "libsecret-1-0",
  "libx11-xcb1", // loaded by name: without it the app ends with SIGTRAP and no message
  "libxkbcommon0",
  "libxss1",
  "libxtst6",
  "util-linux", // setpriv and unshare, for the sandbox probe
  "xdg-utils", // opens the approval pages
] as const;

/** The same in Fedora's and openSUSE's names. */
export const RPM_DEPENDS = [
  "(alsa-lib or libasound2)",
  "at-spi2-core",
  "(cups-libs or libcups2)",
  "(gtk3 or libgtk-3-0)",
  "(libdrm or libdrm2)",
  "(libnotify or libnotify4)",
  "(libsecret or libsecret-1-0)",
  "(libxkbcommon or libxkbcommon0)",
  "(libX11-xcb or libX11-xcb1)",
  "(libXScrnSaver or libXss1)",
  "(libXtst or libXtst6)",
  "(mesa-libgbm or libgbm1)",
  "(nss or mozilla-nss)",
  "util-linux",
  "xdg-utils",
] as const;

/** What the operating systems know the app by. Packages and the running app have to agree on it. */

/** The package's id, and on Windows the AppUserModelID: toasts of any other are shown without name and icon. */
export const APP_ID = "com.alrimi.app";

/** Of the links that lead back into the app: `alrimi://…`. */
export const APP_PROTOCOL = "alrimi";

/**
 * The name of the app's `.desktop` file on Linux, without its ending. Portals know only apps with such a reverse domain
 * name, among them the one that gives away global shortcuts under Wayland. `desktopName` in `package.json` is the same.
 */
export const DESKTOP_ENTRY = APP_ID;

/** The app's ids in the operating systems. Packages and the running app must use the same ones. */

/** The package's id, and the AppUserModelID on Windows, which shows toasts of another id without name and icon. */
export const APP_ID = "com.alrimi.app";

/** The COM class by which Windows starts the app for a click on a toast. Installers register it; it never changes. */
export const TOAST_ACTIVATOR = "{B1A4D3C2-7E5F-4C88-9D21-3F6A0E5B7C94}";

/** The scheme of links that activate the app: `alrimi://…`. */
export const APP_PROTOCOL = "alrimi";

/**
 * The name of the app's `.desktop` file on Linux, without its ending. Portals, such as the one for global shortcuts
 * under Wayland, need an app with such a reverse domain name. `desktopName` in `package.json` is the same.
 */
export const DESKTOP_ENTRY = APP_ID;

import { app } from "electron";
import { linkAmong } from "../../core/activation.ts";
import { APP_ID, APP_PROTOCOL, TOAST_ACTIVATOR } from "../../core/identity.ts";
import { startCommand } from "../system/autostart.ts";
import { type CommandLine, HIDDEN } from "./command-line.ts";
import { type DesktopSession, desktopSessionOf, isSameDesktopSession } from "./desktop-session.ts";
import { acknowledgeStart } from "./heard-start.ts";

/** Further calls to the running app: by a link, or by a second start. */
export interface Activations {
  /**
   * Reports earlier calls first.
   * @param sink receives the link, or undefined for a start without a link, which asks for the board
   */
  listen(sink: (link: string | undefined) => void): void;
}

/**
 * Milliseconds after the start in which a start without a link is ignored. An autostart entry of an older version or of
 * the person's own, without `--hidden`, may start the app a second time, and that is no request for the board.
 */
export const SETTLED_AFTER = 10_000;

/** Starts to watch. Call it early: macOS delivers the link of a cold start before the app is ready. */
export function watchActivations(args: readonly string[]): Activations {
  const own = linkAmong(args);
  const waiting: (string | undefined)[] = own === undefined ? [] : [own];
  let sink: ((link: string | undefined) => void) | undefined;
  const tell = (link: string | undefined): void => {
    if (sink === undefined) waiting.push(link);
    else sink(link);
  };
  app.on("open-url", (event, link) => {
    event.preventDefault();
    tell(link);
  });
  const session = desktopSessionOf(process.env);
  app.on("second-instance", (_event, otherArgs, _folder, otherSession) => {
    acknowledgeStart(app.getPath("userData"), Date.now());
    // An older version of the app sends no session.
    const other = {
      id: "",
      display: "",
      wayland: "",
      ...(otherSession as Partial<DesktopSession> | undefined),
    };
    if (!isSameDesktopSession(session, other)) return; // the other start reports that it cannot run
    const link = linkAmong(otherArgs);
    const isAsked = !otherArgs.includes(HIDDEN) && process.uptime() * 1_000 >= SETTLED_AFTER;
    if (link !== undefined || isAsked) tell(link);
  });
  return {
    listen(next) {
      sink = next;
      for (const link of waiting.splice(0)) next(link);
    },
  };
}

/**
 * Registers the app with the OS, for its notifications and its links. Windows starts the app for a link with the
 * arguments of this start, so a toast that is clicked after the end of the app finds the same policy.
 * @returns whether the OS opens `alrimi:` links with this app. False unless it is installed. Always false on Linux,
 * where the `.desktop` file registers the scheme.
 */
export function introduceToSystem(platform: NodeJS.Platform, given: CommandLine): boolean {
  if (platform === "win32") {
    app.setAppUserModelId(APP_ID);
    // Older runtimes do not have it; a toast is then clicked in vain once the app has ended.
    if (app.isPackaged && "setToastActivatorCLSID" in app) app.setToastActivatorCLSID(TOAST_ACTIVATOR);
  }
  if (platform === "linux" || !app.isPackaged) return false;
  // Electron quotes the arguments itself. macOS ignores them.
  const isSandboxed = !app.commandLine.hasSwitch("no-sandbox");
  const [program, ...args] = startCommand(process.env, process.execPath, undefined, given, isSandboxed);
  return app.setAsDefaultProtocolClient(APP_PROTOCOL, program, args);
}

import { app } from "electron";
import { linkAmong } from "../../core/activation.ts";
import { APP_ID, APP_PROTOCOL } from "../../core/identity.ts";
import { startCommand } from "../system/autostart.ts";
import type { CommandLine } from "./command-line.ts";
import { type DesktopSession, desktopSessionOf, isSameDesktopSession } from "./desktop-session.ts";
import { acknowledgeStart } from "./heard-start.ts";

/** How else the app is called while it runs: by a link, or by being started once more. */
export interface Activations {
  /** What came before is told first. @param sink is given the link, or undefined for a start without one */
  listen(sink: (link: string | undefined) => void): void;
}

/**
 * Two entries for the start at login start the app twice: a start without a link within this time after the first is no
 * wish to see the board; milliseconds.
 */
export const SETTLED_AFTER = 10_000;

/** Begins to listen. It has to be early: macOS hands over the link of a cold start before the app is ready. */
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
    // An earlier version of the app says nothing of its session.
    const other = {
      id: "",
      display: "",
      wayland: "",
      ...(otherSession as Partial<DesktopSession> | undefined),
    };
    if (!isSameDesktopSession(session, other)) return; // its own start says that it cannot
    const link = linkAmong(otherArgs);
    if (link !== undefined || process.uptime() * 1_000 >= SETTLED_AFTER) tell(link);
  });
  return {
    listen(next) {
      sink = next;
      for (const link of waiting.splice(0)) next(link);
    },
  };
}

/**
 * Makes the system know the app, for its notifications and its links. Windows starts the app for a link as it was
 * started this time: a toast that is clicked after the app has ended finds the same policy.
 * @returns whether the system opens `alrimi:` links with this app: only an installed one, and on Linux its `.desktop`
 * file says so
 */
export function introduceToSystem(platform: NodeJS.Platform, given: CommandLine): boolean {
  if (platform === "win32") app.setAppUserModelId(APP_ID);
  if (platform === "linux" || !app.isPackaged) return false;
  // Electron puts the quotation marks around each of the arguments; macOS takes none of them.
  const isSandboxed = !app.commandLine.hasSwitch("no-sandbox");
  const [program, ...args] = startCommand(process.env, process.execPath, undefined, given, isSandboxed);
  return app.setAsDefaultProtocolClient(APP_PROTOCOL, program, args);
}

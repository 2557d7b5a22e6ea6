import { join } from "node:path";
import { app, BrowserWindow, powerMonitor } from "electron";
import type { ManagedUpdates } from "../../core/policy/managed-policy.ts";
import type { SelfUpdate } from "../../core/self-update.ts";
import type { Update } from "../../core/update.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log/log.ts";
import { ownProgram } from "../system/autostart.ts";
import { idleTime } from "./idle-time.ts";
import { buildFileOf, readInstallation } from "./installation.ts";
import { followServer } from "./self-update.ts";
import { startAfterThis } from "./start-again.ts";
import { restartArgs, type UpdateWatch, watchForUpdate } from "./update-watch.ts";

export interface UpdateOptions {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly log: Log;
  /** The app's folder. */
  readonly userData: string;
  /** What the policies say of updates from a server. */
  readonly policy: () => ManagedUpdates | undefined;
  /** Whether the credentials are only in this process. */
  readonly isSecretOnlyHere: () => boolean;
  readonly offer: (update: Update | null) => void;
  /** Called before the app ends to start again. */
  readonly restarting: () => void;
  /** The state of the updates from a server has changed. */
  readonly changed: () => void;
}

export interface Updates extends UpdateWatch {
  /** The state of the updates that the app takes itself. */
  readonly own: SelfUpdate;
  dispose(): void;
}

/** Follows the installation with the real app. The owner calls `look` each minute and after a wake-up. */
export function followUpdates(options: UpdateOptions): Updates {
  const { platform, env, clock, log, isSecretOnlyHere, offer, restarting } = options;
  const program = ownProgram(env, process.execPath);
  const resources = process.resourcesPath;
  const buildFile = join(resources, "build.json");
  // After an update that the app took itself, the program is that of another folder.
  const isPlain = platform === "linux" && env["APPIMAGE"] === undefined;
  const installation = () => readInstallation(isPlain ? buildFileOf(program) : buildFile, program, platform);
  const server = followServer({
    ...options,
    build: installation().build,
    installed: () => installation().build?.version,
    program,
    resources,
  });
  const watch = watchForUpdate({
    clock,
    log,
    installation,
    person: () => ({
      isWindowOpen: BrowserWindow.getAllWindows().length > 0,
      idleFor: idleTime(platform, env, powerMonitor),
      isSecretOnlyHere: isSecretOnlyHere(),
    }),
    offer,
    restart() {
      // The path is given, because Linux calls the replaced program of this process "… (deleted)".
      const args = restartArgs(process.argv.slice(1));
      if (platform === "linux") startAfterThis(program, args);
      else app.relaunch({ execPath: program, args });
      restarting();
      app.quit();
    },
  });
  // A window that is open between two looks counts too. It is listed only after the event.
  const windowOpened = (): void => void setImmediate(watch.look);
  app.on("browser-window-created", windowOpened);
  return {
    ...watch,
    get own() {
      return server.shown;
    },
    look() {
      server.look();
      watch.look();
    },
    dispose: () => void app.off("browser-window-created", windowOpened),
  };
}

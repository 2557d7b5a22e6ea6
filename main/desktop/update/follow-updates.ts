import { join } from "node:path";
import { app, BrowserWindow, powerMonitor } from "electron";
import type { Update } from "../../core/update.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log/log.ts";
import { ownProgram } from "../system/autostart.ts";
import { idleTime } from "./idle-time.ts";
import { readInstallation } from "./installation.ts";
import { startAfterThis } from "./start-again.ts";
import { restartArgs, type UpdateWatch, watchForUpdate } from "./update-watch.ts";

export interface UpdateOptions {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether the credentials are only in this process. */
  readonly isSecretOnlyHere: () => boolean;
  readonly offer: (update: Update | null) => void;
}

/** Follows the installation with the real app. The owner calls `look` each minute and after a wake-up. */
export function followUpdates(options: UpdateOptions): UpdateWatch & { dispose(): void } {
  const { platform, env, clock, log, isSecretOnlyHere, offer } = options;
  const program = ownProgram(env, process.execPath);
  const buildFile = join(process.resourcesPath, "build.json");
  const watch = watchForUpdate({
    clock,
    log,
    installation: () => readInstallation(buildFile, program, platform),
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
      app.quit();
    },
  });
  // A window that is open between two looks counts too. It is listed only after the event.
  const windowOpened = (): void => void setImmediate(watch.look);
  app.on("browser-window-created", windowOpened);
  return { ...watch, dispose: () => void app.off("browser-window-created", windowOpened) };
}

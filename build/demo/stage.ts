import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Language } from "../../main/contract/catalog.ts";
import { openLink } from "../../main/core/activation.ts";
import { appCommand } from "../run-app.ts";
import { startVirtualDesktop } from "../virtual-desktop.ts";
import { describeAppLine, FRESH, textOf } from "./app-lines.ts";
import type { DesktopView } from "./desktop-view.ts";
import type { Folder } from "./folder.ts";
import type { Journal } from "./journal.ts";
import { aborted, type Ends, step } from "./lifecycle.ts";
import { type RunningProgram, startProgram } from "./program.ts";
import { watchScreens } from "./screens.ts";
import { wordsIn } from "./words.ts";

export interface StageOptions {
  readonly language: Language;
  readonly user: string;
  /** Folder for screenshots of the virtual desktop. */
  readonly screens: string;
  readonly view: DesktopView;
}

/**
 * Runs the app until it ends or the signal is aborted: on the person's desktop or, without a display, on a virtual one.
 * @returns the exit code
 */
export async function runApp(
  options: StageOptions,
  policyFile: string,
  folder: Folder,
  journal: Journal,
  signal: AbortSignal,
  ends: Ends,
): Promise<number> {
  const { language, user } = options;
  const text = wordsIn(language);
  const logFile = folder.file("app.log");
  journal.tell(text.appPreparing);
  const args = [`--policy-file=${policyFile}`, `--user-data-dir=${folder.file("app")}`];
  const command = await step(text, text.appFailed, () => untilAborted(signal, appCommand(args)));
  const isVirtual = !hasDisplay(process.env);
  const env = isVirtual ? await virtualDesktop(options, journal, signal, ends) : command.env;
  signal.throwIfAborted();

  let boardWanted = isVirtual;
  const start = (
    onLine: (line: string) => void,
    logName: string,
    ...more: readonly string[]
  ): RunningProgram => {
    const app = startProgram(
      { ...command, args: [...command.args, ...more], env },
      { logFile: folder.file(logName), onLine },
    );
    ends.push(() => app.stop());
    return app;
  };
  const app = start((line) => {
    if (signal.aborted) return; // at the end the broker stops first
    const said = describeAppLine(language, line);
    if (said !== undefined) journal.tell(text.appSaid(said));
    if (!boardWanted || textOf(line) !== FRESH) return;
    boardWanted = false;
    journal.tell(text.appBoard);
    // A second start asks the first app to open its board, and exits. It passes a link, because a start without one is
    // ignored in the first seconds (see `SETTLED_AFTER`).
    start(() => {}, "app-again.log", openLink());
  }, "app.log");
  journal.tell(text.appStarted(user, logFile));
  const end = await Promise.race([app.ended, aborted(signal)]);
  if (end === undefined) return 0;
  journal.tell(end.isOrderly ? text.appEnded : text.appCrashed(end.how, logFile));
  return end.isOrderly ? 0 : 1;
}

/**
 * Starts a virtual desktop and watches its screen.
 * @returns the environment for the app
 */
async function virtualDesktop(
  { language, screens, view }: StageOptions,
  journal: Journal,
  signal: AbortSignal,
  ends: Ends,
): Promise<NodeJS.ProcessEnv> {
  const text = wordsIn(language);
  journal.tell(text.virtualDesktop);
  const desktop = await step(text, text.desktopFailed, () => startVirtualDesktop({ language }));
  ends.push(() => desktop.dispose());
  view.open((isOn) => promisify(execFile)("dunstctl", ["set-paused", String(isOn)], { env: desktop.env }));
  ends.push(
    watchScreens({
      shoot: (file) => desktop.screenshot(file),
      folder: screens,
      signal,
      taken: (file) => view.show(file),
      changed: (file, isFirst) => journal.tell(isFirst ? text.screen(file) : text.screenChanged(file)),
      failed: (error) => journal.tell(text.screenFailed(String(error))),
    }),
  );
  return desktop.env;
}

function hasDisplay(env: NodeJS.ProcessEnv): boolean {
  return process.platform !== "linux" || Boolean(env["DISPLAY"] || env["WAYLAND_DISPLAY"]);
}

/** Lets the demo end while the work continues: the first start downloads a runtime, which takes a while. */
async function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  await Promise.race([work, aborted(signal)]);
  signal.throwIfAborted();
  return work;
}

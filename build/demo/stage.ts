import type { Language } from "../../main/contract/catalog.ts";
import { openLink } from "../../main/core/activation.ts";
import { appCommand } from "../run-app.ts";
import { startVirtualDesktop } from "../virtual-desktop.ts";
import { type RunningApp, startApp } from "./app.ts";
import { describeAppLine, FRESH, textOf } from "./app-lines.ts";
import type { Folder } from "./folder.ts";
import type { Journal } from "./journal.ts";
import { aborted, type Ends, step } from "./lifecycle.ts";
import { watchScreens } from "./screens.ts";
import { wordsIn } from "./words.ts";

export interface StageOptions {
  readonly language: Language;
  readonly user: string;
  /** Where pictures of the virtual desktop go. */
  readonly screens: string;
}

/**
 * Runs the app, on the person's desktop or, where there is none, on a virtual one, until it ends or is told to.
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
  const start = (onLine: (line: string) => void, logName: string, ...more: readonly string[]): RunningApp => {
    const app = startApp(
      { ...command, args: [...command.args, ...more], env },
      { logFile: folder.file(logName), onLine },
    );
    ends.push(() => app.stop());
    return app;
  };
  const app = start((line) => {
    if (signal.aborted) return; // that the broker goes first is no news
    const said = describeAppLine(language, line);
    if (said !== undefined) journal.tell(text.appSaid(said));
    if (!boardWanted || textOf(line) !== FRESH) return;
    boardWanted = false;
    journal.tell(text.appBoard);
    // A second one asks the first to open its board, and ends. It needs a link for that: so soon after the first a start
    // alone is taken for the second of two at a login.
    start(() => {}, "app-again.log", openLink());
  }, "app.log");
  journal.tell(text.appStarted(user, logFile));
  const end = await Promise.race([app.ended, aborted(signal)]);
  if (end === undefined) return 0;
  journal.tell(end.isOrderly ? text.appEnded : text.appCrashed(end.how, logFile));
  return end.isOrderly ? 0 : 1;
}

/** @returns the environment in which the app runs on it */
async function virtualDesktop(
  { language, screens }: StageOptions,
  journal: Journal,
  signal: AbortSignal,
  ends: Ends,
): Promise<NodeJS.ProcessEnv> {
  const text = wordsIn(language);
  journal.tell(text.virtualDesktop);
  const desktop = await step(text, text.desktopFailed, () => startVirtualDesktop({ language }));
  ends.push(() => desktop.dispose());
  ends.push(
    watchScreens({
      shoot: (file) => desktop.screenshot(file),
      folder: screens,
      signal,
      changed: (file, isFirst) => journal.tell(isFirst ? text.screen(file) : text.screenChanged(file)),
      failed: (error) => journal.tell(text.screenFailed(String(error))),
    }),
  );
  return desktop.env;
}

function hasDisplay(env: NodeJS.ProcessEnv): boolean {
  return process.platform !== "linux" || Boolean(env["DISPLAY"] || env["WAYLAND_DISPLAY"]);
}

/** The first start fetches a runtime, which takes a while; nobody has to wait for that in order to end it. */
async function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  await Promise.race([work, aborted(signal)]);
  signal.throwIfAborted();
  return work;
}

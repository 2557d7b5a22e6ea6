import type { PolicyCredentials, PolicyFile } from "../../main/core/policy/policy.ts";
import { withLock } from "../lock.ts";
import { DesktopView } from "./desktop-view.ts";
import { Folder } from "./folder.ts";
import { Journal } from "./journal.ts";
import { aborted, DemoFailure, type Ends } from "./lifecycle.ts";
import { type Office, openOffice } from "./office.ts";
import type { DemoOptions } from "./options.ts";
import { runApp } from "./stage.ts";
import { wordsIn } from "./words.ts";

/**
 * Runs the demo until the signal is aborted or the app ends, then ends everything that it started.
 * @param print writes one line to the terminal
 * @returns the exit code
 * @throws {DemoFailure} when it could not start, or is already running with this data folder
 */
export async function runDemo(
  options: DemoOptions,
  signal: AbortSignal,
  print: (line: string) => void,
): Promise<number> {
  const text = wordsIn(options.language);
  const folder = new Folder(options.dataDir, (file) => print(text.fresh(file)));
  return withLock(
    folder.file("lock"),
    () => startAndEnd(options, folder, signal, print),
    () => {
      const { web } = folder.ports();
      const url = web === undefined ? undefined : `http://127.0.0.1:${web}/`;
      throw new DemoFailure(text.alreadyRunning(folder.path, url));
    },
  );
}

async function startAndEnd(
  options: DemoOptions,
  folder: Folder,
  signal: AbortSignal,
  print: (line: string) => void,
): Promise<number> {
  const text = wordsIn(options.language);
  const ends: Ends = [];
  try {
    return await run(options, folder, signal, print, ends);
  } catch (error) {
    if (!signal.aborted) throw error;
    return 0; // aborted during the start
  } finally {
    print(text.ending);
    for (const end of ends.reverse()) await end();
    print(text.ended);
  }
}

async function run(
  options: DemoOptions,
  folder: Folder,
  signal: AbortSignal,
  print: (line: string) => void,
  ends: Ends,
): Promise<number> {
  const { language, user } = options;
  const text = wordsIn(language);
  const journal = new Journal(print);
  print(text.starting(folder.path));
  const view = new DesktopView();
  const office = await openOffice(options, folder, journal, view, signal, ends);
  const policyFile = folder.write("policy.json", policyOf(options, office, folder.secrets().app));
  signal.throwIfAborted();
  print(text.controlPage(`${office.origin}/`));
  print(text.howToEnd);
  if (options.withApp)
    return runApp(
      { language, user, screens: options.screens, view },
      policyFile,
      folder,
      journal,
      signal,
      ends,
    );
  print(text.noApp);
  print(text.policyAt(policyFile));
  await aborted(signal);
  return 0;
}

/** The policy that an administrator would roll out. */
function policyOf(options: DemoOptions, office: Office, password: string): PolicyFile {
  const credentials: PolicyCredentials = { username: options.user, password };
  return {
    servers: [office.brokerUrl],
    user: options.user,
    credentials,
    linkOrigins: [office.origin],
    language: options.language,
    defaults: { onlyWorkingHours: false }, // the demo notifies at any time
  };
}

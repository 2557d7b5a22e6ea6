import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { app } from "electron";
import { argsBeforeLink } from "../../core/activation.ts";
import { ownFolder, realFolder } from "../../files/own.ts";
import { bundleName, bundleText } from "../../view/diagnostics/bundle.ts";
import { describeProblem, wordsIn } from "../../words/index.ts";
import { type Keychain, openKeychain } from "../account/keychain.ts";
import { connectBus } from "../dbus/dbus.ts";
import { CannotStart } from "../launch/cannot-start.ts";
import { type CommandLine, parseCommandLine } from "../launch/command-line.ts";
import { dataFolder } from "../launch/data-folder.ts";
import { homeFolder } from "../launch/person.ts";
import { sessionDataFolder } from "../launch/session-data.ts";
import { leaveDock } from "../windows/board-kind.ts";
import { gather } from "./gather.ts";
import { writePrivateFile } from "./private-file.ts";
import { savedState } from "./saved-state.ts";
import { type DiagnoseSwitches, headlessArgs } from "./switches.ts";

/** Milliseconds that the keychain may take to answer. */
const KEYCHAIN_PATIENCE = 3_000;

/**
 * Runs `alrimi --diagnose`: writes a diagnostics file, prints its path and exits. It shows no window, takes no lock and
 * changes nothing of a running app, because Chromium gets a temporary folder. Must be called before Electron is ready.
 */
export function diagnose(switches: DiagnoseSwitches): void {
  const headless = headlessArgs(process.argv.slice(1), process.platform);
  if (headless !== undefined) {
    const { status } = spawnSync(process.execPath, headless, { stdio: "inherit" });
    process.exit(status ?? 1);
  }
  const commandLine = parseCommandLine(argsBeforeLink(process.argv.slice(1)));
  let userData: string;
  try {
    userData = prepareFolders(commandLine);
  } catch (error) {
    leave(error);
    return;
  }
  leaveDock(app);
  app
    .whenReady()
    .then(() => write(userData, commandLine, switches))
    .then((file) => process.stdout.write(`${file}\n`, () => app.exit(0)), leave);
}

/** Returns the app's folder. */
function prepareFolders(given: CommandLine): string {
  const { platform, env } = process;
  const named = dataFolder(given, env, platform, homeFolder(), app.getName());
  const userData = realFolder(named ?? app.getPath("userData"));
  const local = sessionDataFolder(platform, env, app.getName(), given.userDataDir) ?? userData;
  const temporary = mkdtempSync(join(tmpdir(), "alrimi-diagnose-"));
  process.on("exit", () => rmSync(temporary, { recursive: true, force: true }));
  // On Windows this file has the key that decrypts the stored secret.
  if (platform === "win32") copyIfThere(join(local, "Local State"), join(temporary, "Local State"));
  app.setPath("userData", temporary);
  app.setPath("sessionData", temporary);
  return userData;
}

async function write(
  userData: string,
  commandLine: CommandLine,
  { output }: DiagnoseSwitches,
): Promise<string> {
  const now = Date.now();
  const sessionBus = connectBus("session");
  const keychain = openKeychain(process.platform, sessionBus, false);
  await answered(keychain);
  const file = output ?? join(userData, bundleName(now));
  const state = { ...savedState(userData, commandLine, keychain), keychain, bus: await sessionBus };
  const text = bundleText(await gather(state, "command-line", now));
  if (output === undefined) ownFolder(userData);
  writePrivateFile(file, text);
  keychain.dispose();
  return file;
}

async function answered(keychain: Keychain): Promise<void> {
  if (!keychain.isWaiting) return;
  const answer = new Promise<void>((resolve) => keychain.onAnswer(resolve));
  await Promise.race([answer, sleep(KEYCHAIN_PATIENCE)]);
}

function leave(error: unknown): void {
  const why =
    error instanceof CannotStart
      ? describeProblem(wordsIn("en"), error.problem)
      : error instanceof Error
        ? error.message
        : String(error);
  process.stderr.write(`alrimi: the diagnostics file could not be written: ${why}\n`, () => app.exit(1));
}

function copyIfThere(from: string, to: string): void {
  try {
    copyFileSync(from, to);
  } catch {
    // there is no stored secret then
  }
}

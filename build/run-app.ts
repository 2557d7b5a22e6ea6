import { spawn } from "node:child_process";
import { constants } from "node:os";
import { resolve as resolvePath } from "node:path";
import { sessionBusAddress } from "../main/desktop/dbus/session-bus-address.ts";
import { ozoneSwitches } from "../main/desktop/system/linux/ozone.ts";
import { END_SIGNALS } from "../main/files/end-signals.ts";
import { compileIfNeeded } from "./compile.ts";
import { isMain } from "./is-main.ts";
import { whenOrphaned } from "./orphan.ts";
import { repoRoot } from "./paths.ts";
import { resolveRuntime } from "./runtime/resolve.ts";
import { inOwnWords, type Line } from "./say.ts";
import { xAnswers } from "./x-display.ts";

/** Command that starts the app, for `child_process.spawn`. */
export interface AppCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Compiles the app if needed, finds the runtime and returns the command.
 * @param extraArgs arguments of the app, such as `--policy-file=F`
 * @param env base environment; the app needs its display and session bus
 * @throws the errors of `compileIfNeeded` and `resolveRuntime`
 */
export async function appCommand(
  extraArgs: readonly string[] = [],
  env: NodeJS.ProcessEnv = process.env,
): Promise<AppCommand> {
  await compileIfNeeded();
  const { executable } = await resolveRuntime();
  const switches = process.platform === "linux" ? ozoneSwitches(env) : [];
  return { file: executable, args: [...sandboxArgs(), ...switches, repoRoot, ...extraArgs], env: { ...env } };
}

/** Chromium cannot use its sandbox as root. Every other user gets the sandbox. */
export function sandboxArgs(): readonly string[] {
  return process.platform === "linux" && process.getuid?.() === 0 ? ["--no-sandbox"] : [];
}

/**
 * Resolves the paths in the arguments against the caller's folder.
 * @param folder folder of the caller: npm runs a script in the repository and sets `INIT_CWD`
 */
export function withAbsolutePaths(args: readonly string[], folder: string): readonly string[] {
  return args.map((arg) => {
    const [, name, path] = /^(--(?:policy-file|user-data-dir|output))=(.+)$/s.exec(arg) ?? [];
    return path === undefined ? arg : `${name}=${resolvePath(folder, path)}`;
  });
}

/** Sets the address of the session bus, because Chromium would disable the bus before the app can set it. */
function withSessionBus(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const address = sessionBusAddress(env);
  return address === undefined ? env : { ...env, DBUS_SESSION_BUS_ADDRESS: address };
}

/** Starts the app, passes signals on, and exits with the app's exit code. */
async function main(args: readonly string[]): Promise<number> {
  const needsDisplay = process.platform === "linux" && !args.includes("--diagnose");
  const fault = needsDisplay ? await displayFault(process.env) : undefined;
  if (fault !== undefined) {
    console.error(inOwnWords(fault));
    return 1;
  }
  const folder = process.env["INIT_CWD"] ?? process.cwd();
  const command = await appCommand(withAbsolutePaths(args, folder), withSessionBus(process.env));
  const child = spawn(command.file, command.args, { env: command.env, stdio: "inherit" });
  for (const signal of END_SIGNALS) process.on(signal, () => child.kill(signal));
  whenOrphaned(() => child.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? "SIGKILL"]));
  });
}

async function displayFault({ DISPLAY, WAYLAND_DISPLAY }: NodeJS.ProcessEnv): Promise<Line | undefined> {
  if (!DISPLAY) return WAYLAND_DISPLAY ? undefined : noDisplay;
  return (await xAnswers(DISPLAY)) ? undefined : noServer(DISPLAY);
}

const instead = {
  ko: "데스크톱 세션에서 실행하거나, 가상 데스크톱을 함께 시작하는 `npm start`를 쓰세요.",
  en: "Run this in a desktop session, or use `npm start`, which starts a virtual desktop.",
};
const noDisplay = {
  ko: `화면이 없습니다 (DISPLAY도 WAYLAND_DISPLAY도 설정되어 있지 않음).\n${instead.ko}`,
  en: `There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set).\n${instead.en}`,
};

const noServer = (display: string): Line => ({
  ko: `화면이 응답하지 않습니다 (DISPLAY=${display}에 X 서버가 없음).\n${instead.ko}`,
  en: `The display does not answer (there is no X server at DISPLAY=${display}).\n${instead.en}`,
});

if (isMain(import.meta.filename)) {
  main(process.argv.slice(2)).then(
    (code) => process.exit(code),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exit(1);
    },
  );
}

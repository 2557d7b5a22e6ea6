import { execFile, execFileSync } from "node:child_process";
import { win32 } from "node:path";

/** Reads the Windows registry with `reg.exe`. A company may block that program; the value is then unknown. */

/** Milliseconds that a query may take. */
const PATIENCE = 2_000;

export interface RegistryValue {
  /** As `reg query` names it: `REG_DWORD`, `REG_BINARY`, … */
  readonly type: string;
  /** As `reg query` prints it: `0x1`, `0300000012AB`, … */
  readonly data: string;
}

/** Finds one value in the output of `reg query KEY /v NAME`. Localized lines are ignored. */
export function parseRegQuery(output: string, name: string): RegistryValue | undefined {
  for (const line of output.split(/\r?\n/)) {
    const [found, type, data = ""] = line.trim().split(/\t| {4,}/);
    if (found?.toLowerCase() === name.toLowerCase() && type?.startsWith("REG_")) return { type, data };
  }
  return undefined;
}

/**
 * Reads one value of the registry.
 * @returns undefined when there is no such value, or it cannot be read within 2 s
 */
export function queryRegistry(key: string, name: string): Promise<RegistryValue | undefined> {
  return new Promise((resolve) => {
    execFile(program(), ["query", key, "/v", name], options, (error, stdout) =>
      resolve(error === null ? parseRegQuery(stdout, name) : undefined),
    );
  });
}

/** As {@link queryRegistry}, but blocks the process. For rare calls. */
export function queryRegistryNow(key: string, name: string): RegistryValue | undefined {
  try {
    const output = execFileSync(program(), ["query", key, "/v", name], {
      ...options,
      stdio: ["ignore", "pipe", "ignore"],
    });
    return parseRegQuery(output, name);
  } catch {
    return undefined;
  }
}

const options = { encoding: "utf8", timeout: PATIENCE, killSignal: "SIGKILL", windowsHide: true } as const;

/** Absolute path, so that no other program of this name is run. */
function program(): string {
  return win32.join(process.env["SystemRoot"] ?? "C:\\Windows", "System32", "reg.exe");
}

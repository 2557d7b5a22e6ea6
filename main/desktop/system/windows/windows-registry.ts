import { execFile, execFileSync } from "node:child_process";
import { win32 } from "node:path";

/** Values of the Windows registry, read by its own program. A company may have blocked that: then nothing is known. */

/** How long a question may take; milliseconds. */
const PATIENCE = 2_000;

export interface RegistryValue {
  /** As `reg query` names it: `REG_DWORD`, `REG_BINARY`, … */
  readonly type: string;
  /** As `reg query` prints it: `0x1`, `0300000012AB`, … */
  readonly data: string;
}

/** One value in what `reg query KEY /v NAME` prints; its only line in English is of no interest. */
export function parseRegQuery(output: string, name: string): RegistryValue | undefined {
  for (const line of output.split(/\r?\n/)) {
    const [found, type, data = ""] = line.trim().split(/\t| {4,}/);
    if (found?.toLowerCase() === name.toLowerCase() && type?.startsWith("REG_")) return { type, data };
  }
  return undefined;
}

/** @returns undefined when there is no such value, or it cannot be read within 2 s */
export function queryRegistry(key: string, name: string): Promise<RegistryValue | undefined> {
  return new Promise((resolve) => {
    execFile(program(), ["query", key, "/v", name], options, (error, stdout) =>
      resolve(error === null ? parseRegQuery(stdout, name) : undefined),
    );
  });
}

/** As `queryRegistry`, but everything waits for it: for what is needed rarely. */
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

/** By its whole path: nothing of that name in another folder is run. */
function program(): string {
  return win32.join(process.env["SystemRoot"] ?? "C:\\Windows", "System32", "reg.exe");
}

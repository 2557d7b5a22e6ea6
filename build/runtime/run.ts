import { spawn } from "node:child_process";

/** Result of a finished program. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  /** Both outputs interleaved, for an error message. */
  readonly output: string;
}

export interface RunOptions {
  /** Milliseconds after which the program is killed; its code is then `null`. */
  readonly limit: number;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Runs a program to its end, without a shell and without input.
 * @throws when the program does not exist
 */
export function run(
  file: string,
  args: readonly string[],
  { limit, ...place }: RunOptions,
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...place, stdio: ["ignore", "pipe", "pipe"], timeout: limit });
    let stdout = "";
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, output }));
  });
}

/**
 * Runs a tool of the system that has to succeed.
 * @throws when it is missing or fails, with what it printed
 */
export async function must(file: string, args: readonly string[], options: RunOptions): Promise<void> {
  const { code, output } = await run(file, args, options).catch((error: NodeJS.ErrnoException) => {
    throw error.code === "ENOENT"
      ? new Error(`The program ${file} is missing; install it and try again.`)
      : error;
  });
  if (code !== 0) throw new Error(`${file} failed (code ${code}; is the disk full?):\n${output.trim()}`);
}

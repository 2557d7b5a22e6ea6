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

import { spawn } from "node:child_process";

/** What a finished program left behind. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  /** Both outputs in one, for an error message. */
  readonly output: string;
}

/**
 * Runs a program to its end, without a shell, with no input.
 * @param limit ms after which it is killed (code is then `null`)
 * @throws when the program does not exist
 */
export function run(file: string, args: readonly string[], limit: number, cwd?: string): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, stdio: ["ignore", "pipe", "pipe"], timeout: limit });
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

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { repoRoot } from "../../build/paths.ts";

const PYTHON = "/usr/bin/python3";
/** The worked example for other languages. */
export const WRITERS = join(repoRoot, "build", "writers");

export interface Told {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs Python with every warning an error, and leaves no compiled file behind. @param env nothing else is in it */
export function python(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Told> {
  if (!existsSync(PYTHON)) throw new Error(`${PYTHON} is not installed: run ./build/setup`);
  return new Promise((resolve) => {
    const child = execFile(PYTHON, ["-B", "-W", "error", ...args], { env }, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

/** build/writers/publish.py, as a service runs it. */
export function publishPy(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Told> {
  return python([join(WRITERS, "publish.py"), ...args], env);
}

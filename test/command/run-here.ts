import { run } from "../../main/command/alrimi.ts";

/** What the command wrote, and its exit code. */
export interface Told {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `alrimi` in this process. */
export async function runHere(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  stdin: AsyncIterable<Uint8Array> | string = "",
): Promise<Told> {
  let out = "";
  let err = "";
  const code = await run(args, {
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    stdin: typeof stdin === "string" ? bytesOf(stdin) : stdin,
    env,
  });
  return { code, out, err };
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

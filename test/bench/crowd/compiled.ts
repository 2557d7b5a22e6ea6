import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { mainProcess } from "../../../build/compile/targets.ts";

export interface Compiled {
  /** The path of the compiled script, with everything in it that it imports. */
  readonly file: string;
  dispose(): Promise<void>;
}

/**
 * Compiles a script of this folder as the app's main process is compiled: what is measured is what ships, without what
 * a development loader adds to every function.
 */
export async function compileScript(name: string): Promise<Compiled> {
  const folder = await mkdtemp(join(tmpdir(), "alrimi-bench-"));
  const config = mainProcess(folder);
  await build({
    ...config,
    build: {
      ...config.build,
      ssr: join(import.meta.dirname, name),
      rolldownOptions: {
        ...config.build?.rolldownOptions,
        output: { format: "es", entryFileNames: "index.mjs" },
      },
    },
  });
  return {
    file: join(folder, "index.mjs"),
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}

import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Trusted } from "../../../main/desktop/policy/placed-policy.ts";
import type { PolicyPlaces } from "../../../main/desktop/policy/policy-places.ts";

/** Whoever runs the tests is the administrator. */
export const trusted: Trusted = { users: [0, process.getuid?.() ?? 0], groups: [0, process.getgid?.() ?? 0] };

/** The administrators' places in a folder of a test. */
export interface TestPlaces extends PolicyPlaces, AsyncDisposable {
  /** Path of a name in `etc/alrimi`. */
  at(name: string): string;
  /** Writes a file in `etc/alrimi`, with its folder. */
  put(name: string, content: object | string): Promise<string>;
}

export async function makePlaces(): Promise<TestPlaces> {
  const root = await realpath(await mkdtemp(join(tmpdir(), "alrimi-policies-")));
  const at = (name: string): string => join(root, "etc", "alrimi", name);
  return {
    file: at("policy.json"),
    folder: at("policy.d"),
    lists: [],
    registry: undefined,
    trusted,
    at,
    async put(name, content) {
      const file = at(name);
      await mkdir(dirname(file), { recursive: true, mode: 0o755 });
      await writeFile(file, typeof content === "string" ? content : JSON.stringify(content, null, 2), {
        mode: 0o644,
      });
      return file;
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { must } from "../../../build/runtime/run.ts";

/** Newer than any, and as long as the present one: it takes its place in the app's archive. */
export const NEXT_VERSION = "9.1.0";

const PATIENCE = { limit: 5 * 60_000 };

/** Makes a newer version of a Debian package, which is otherwise the same. @returns its path */
export async function nextVersion(deb: string, work: string): Promise<string> {
  const next = deb.replace(/_[^_]+_/, `_${NEXT_VERSION}_`);
  await must("dpkg-deb", ["--raw-extract", deb, work], PATIENCE);
  await edit(join(work, "DEBIAN/control"), (text) =>
    text.replace(/^Version: .*$/m, `Version: ${NEXT_VERSION}`),
  );
  await edit(join(work, "opt/Alrimi/resources/build.json"), (text) =>
    JSON.stringify({ ...JSON.parse(text), version: NEXT_VERSION }),
  );
  const archive = join(work, "opt/Alrimi/resources/app.asar");
  await editBytes(archive, (text) =>
    text.replace(/("name": ?"alrimi",\s*"version": ?")[^"]{5}(?=")/, `$1${NEXT_VERSION}`),
  );
  await must("dpkg-deb", ["--root-owner-group", "-Znone", "--build", work, next], PATIENCE);
  await rm(work, { recursive: true });
  return next;
}

/** An archive has offsets, so its length must not change. */
async function editBytes(file: string, change: (text: string) => string): Promise<void> {
  const before = await readFile(file, "latin1");
  const after = change(before);
  if (after === before || after.length !== before.length) throw new Error(`${file}: nothing to change`);
  await writeFile(file, after, "latin1");
}

async function edit(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(file, change(await readFile(file, "utf8")));
}

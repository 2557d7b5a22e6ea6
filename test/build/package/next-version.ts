import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { buildRpm } from "../../../build/package/linux/rpm.ts";
import { repoRoot } from "../../../build/paths.ts";
import { must } from "../../../build/runtime/run.ts";

/** Newer than any, and as long as the present one: it takes its place in the app's archive. */
export const NEXT_VERSION = "9.1.0";

const PATIENCE = { limit: 5 * 60_000 };

/** Makes a newer version of a deb or rpm, which is otherwise the same. @returns its path */
export async function nextVersion(file: string, work: string): Promise<string> {
  const next = file.replace(/(?<=[_-])\d+\.\d+\.\d+/, NEXT_VERSION);
  await (file.endsWith(".rpm") ? nextRpm : nextDeb)(file, next, work);
  await rm(work, { recursive: true });
  return next;
}

/** Writes the list of sums again. Names may hold spaces. */
const SUMS = `cut -c 35- DEBIAN/md5sums | tr '\\n' '\\0' | xargs -0 md5sum >sums; mv sums DEBIAN/md5sums`;

async function nextDeb(deb: string, next: string, work: string): Promise<void> {
  await must("dpkg-deb", ["--raw-extract", deb, work], PATIENCE);
  await edit(join(work, "DEBIAN/control"), (text) =>
    text.replace(/^Version: .*$/m, `Version: ${NEXT_VERSION}`),
  );
  await editApp(work);
  await must("sh", ["-ec", SUMS], { ...PATIENCE, cwd: work });
  await must("dpkg-deb", ["--root-owner-group", "-Znone", "--build", work, next], PATIENCE);
}

async function nextRpm(rpm: string, next: string, work: string): Promise<void> {
  await mkdir(work);
  const copy = join(work, "..", `archive-${basename(rpm)}`); // the archive is written beside the package
  await copyFile(rpm, copy);
  await must("rpm2archive", [copy], PATIENCE);
  await must("tar", ["-xzf", `${copy}.tgz`, "-C", work], PATIENCE);
  await editApp(work);
  await buildRpm({
    target: "rpm",
    name: "alrimi",
    version: NEXT_VERSION,
    architecture: "x86_64",
    maintainer: "Alrimi",
    vendor: "Alrimi",
    url: "",
    license: "MIT",
    category: "Applications/Productivity",
    priority: "",
    summary: "A newer version",
    description: "A newer version",
    compression: "gzip",
    depends: [],
    recommends: [],
    rpmDefines: ["_build_id_links none"],
    afterInstall: join(repoRoot, "build/package/linux/after-install.sh"),
    afterRemove: join(repoRoot, "build/package/linux/after-remove.sh"),
    output: next,
    contents: [{ from: work, to: "/" }],
  });
}

async function editApp(root: string): Promise<void> {
  await edit(join(root, "opt/Alrimi/resources/build.json"), (text) =>
    JSON.stringify({ ...JSON.parse(text), version: NEXT_VERSION }),
  );
  await editBytes(join(root, "opt/Alrimi/resources/app.asar"), (text) =>
    text.replace(/("name": ?"alrimi",\s*"version": ?")[^"]{5}(?=")/, `$1${NEXT_VERSION}`),
  );
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

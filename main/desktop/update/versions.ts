import { basename, dirname, join } from "node:path";
import { createGunzip } from "node:zlib";
import { VERSION } from "../../core/self-update.ts";
import { takeLock } from "../../files/lock.ts";
import { realFs } from "../../files/real-fs.ts";
import { codeOf } from "../../files/refused-file.ts";
import { linkedFolder, VERSIONS } from "../system/linux/linked-program.ts";
import { buildFileOf, readInstallation } from "./installation.ts";
import { unpackTar } from "./unpack-tar.ts";
import { UpdateFailure } from "./update-failure.ts";

/**
 * The versions of an install of the person's own. The first one is the folder as it was unpacked by hand. An update adds
 * `versions/0.2.0` to it, and then replaces the program by a link to that version's: one rename, so that a start finds a
 * whole version at every moment. The running version keeps its files until the new one has started.
 */

const { createReadStream, existsSync } = realFs;
const { link, lstat, mkdir, open, readdir, rename, rm, rmdir, symlink, unlink } = realFs.promises;

/** The unfinished folders and links have names that no version has. */
const UNFINISHED = ".new";
/** The program that was unpacked by hand, after the first update. */
const FIRST = ".first";

/**
 * Adds a version from its archive, and makes it the one that the next start uses.
 * @param program path by which the app is started
 * @param archive a `.tar.gz` whose checksum was verified
 * @param replaced the version that the next start uses, with which the new one was compared
 * @param mayReplace asked once the version is complete
 * @throws an `UpdateFailure`, or the system's error; the install is unchanged then
 */
export async function addVersion(
  program: string,
  archive: string,
  version: string,
  replaced: string,
  mayReplace: () => boolean,
): Promise<void> {
  const folder = join(dirname(program), VERSIONS);
  const name = basename(program);
  await mkdir(folder, { recursive: true });
  const release = await takeLock(folder, ".lock");
  if (release === undefined) throw new UpdateFailure("other", "another process is updating this install");
  const unfinished = join(folder, UNFINISHED);
  const place = join(folder, version);
  try {
    if (linkedFolder(program) === place) return; // another process has added it meanwhile
    const present = readInstallation(buildFileOf(program), program, "linux").build?.version;
    if (present !== replaced) throw new UpdateFailure("other", "another process has updated this install");
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished);
    // An error of the file ends the unzipping with it.
    const file = createReadStream(archive);
    const bytes = createGunzip();
    file.on("error", (error) => bytes.destroy(error)).pipe(bytes);
    await unpackTar(bytes, unfinished).finally(() => file.destroy());
    await mustBe(version, join(unfinished, name), program);
    if (!mayReplace()) throw new UpdateFailure("other", "updates were switched off meanwhile");
    await rm(place, { recursive: true, force: true });
    await rename(unfinished, place);
    await syncFolder(folder);
    if (linkedFolder(program) === undefined) await keepFirst(program);
    const next = `${program}${UNFINISHED}`;
    await rm(next, { force: true });
    await symlink(join(VERSIONS, version, name), next);
    await rename(next, program);
    await syncFolder(dirname(program));
  } catch (error) {
    if (codeOf(error)?.startsWith("Z_")) {
      throw new UpdateFailure("archive", `the archive is refused: ${(error as Error).message}`);
    }
    throw error;
  } finally {
    await rm(unfinished, { recursive: true, force: true }).catch(() => {}); // the next update does it
    await release();
  }
}

/** Gives the program that was unpacked by hand a second name, so that it is still there when the link has its place. */
async function keepFirst(program: string): Promise<void> {
  await rm(`${program}${FIRST}`, { force: true });
  await link(program, `${program}${FIRST}`);
}

/** Checks that the archive holds the version that was signed, for this kind of computer. */
async function mustBe(version: string, next: string, present: string): Promise<void> {
  const { build, program } = readInstallation(buildFileOf(next), next, "linux");
  const found = program === undefined ? "no program" : build?.version;
  if (found !== version) {
    throw new UpdateFailure("archive", `the archive holds ${found ?? "no version"} instead of ${version}`);
  }
  const [one, other] = await Promise.all([machineOf(next), machineOf(present)]);
  if (!one.equals(other)) throw new UpdateFailure("archive", "the archive is for another kind of computer");
}

/** The start of an ELF file's header: bits, byte order, kind, machine. */
async function machineOf(program: string): Promise<Buffer> {
  const handle = await open(program, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(20), 0, 20, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Removes what earlier versions left, once the version that the program names has started. Of the folder that was unpacked
 * by hand only files go whose names are this version's, because the person may keep others there.
 * @param execPath the running program, without links
 * @returns the folders from which something was removed
 */
export async function removeOldVersions(program: string, execPath: string): Promise<string[]> {
  const running = dirname(execPath);
  const place = dirname(program);
  const folder = join(place, VERSIONS);
  const isNewest = () => linkedFolder(program) === running;
  if (!isNewest() || !existsSync(folder)) return [];
  const release = await takeLock(folder, ".lock");
  if (release === undefined) return []; // an update is under way
  try {
    if (!isNewest()) return []; // another process has updated meanwhile
    const old = (await readdir(folder, { withFileTypes: true }))
      .filter(({ name }) => VERSION.test(name)) // other folders are the person's
      .filter((entry) => entry.isDirectory() && entry.name !== basename(running))
      .map(({ name }) => join(folder, name));
    for (const path of old) await rm(path, { recursive: true, force: true });
    if (!existsSync(`${program}${FIRST}`)) return old;
    await removeSame(running, place, basename(program));
    await rm(`${program}${FIRST}`); // last, so that an interrupted run is repeated
    return [...old, place];
  } finally {
    await release();
  }
}

/** Removes the files that another folder has too, and the folders that are empty then. @param kept is not removed */
async function removeSame(other: string, folder: string, kept?: string): Promise<void> {
  for (const entry of await readdir(other, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.name === kept) continue;
    if (!entry.isDirectory()) {
      await unlink(path).catch(ignoreOther);
      continue;
    }
    if (!(await isFolder(path))) continue; // a link may lead anywhere
    await removeSame(join(other, entry.name), path);
    if ((await readdir(path)).length === 0) await rmdir(path);
  }
}

/** What is missing, or is a folder of the person's own, stays as it is. */
function ignoreOther(error: unknown): void {
  if (!["ENOENT", "EISDIR", "EPERM"].includes(codeOf(error) ?? "")) throw error;
}

function isFolder(path: string): Promise<boolean> {
  return lstat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}

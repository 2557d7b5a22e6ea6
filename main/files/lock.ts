import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { link, readdir, realpath, rm } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownFolder } from "./own.ts";
import { codeOf } from "./refused-file.ts";

/** Releases the lock. */
export type Release = () => Promise<void>;

/** Maximum length of a socket's path, in bytes. The system would silently cut off a longer one. */
const MOST_PATH_BYTES = 100;

/** Errors where a folder cannot hold a socket: FAT, some network shares and shared folders; on macOS a long path. */
const HOLDS_NO_SOCKET = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "ENAMETOOLONG"];

/**
 * Takes a lock in a folder, if no other process or caller of this computer has it.
 *
 * The lock is a socket on which its owner listens. The kernel closes it when the process ends, in any way. So a dead
 * owner leaves no lock, a reused process id has no effect (in a container all ids are reused), and no timeout is needed.
 * Owners on two computers that share a folder do not see each other.
 * @param folder an existing folder
 * @param name the lock's name in the folder; `<name>.<number>` exists while the lock is held
 * @returns the release; undefined while another owner holds the lock
 * @throws (rejects) the system's error if it is not a folder, or nothing can be created in it
 */
export async function takeLock(folder: string, name: string): Promise<Release | undefined> {
  const place = await realpath(folder);
  const path = join(place, name);
  const isWindows = process.platform === "win32"; // there, names ignore the case
  const key = createHash("sha256")
    .update(isWindows ? path.toLowerCase() : path)
    .digest("hex")
    .slice(0, 24);
  if (isWindows) return takePipe(`\\\\.\\pipe\\alrimi-${key}`);
  try {
    return await takeSocket(place, name);
  } catch (error) {
    if (!HOLDS_NO_SOCKET.includes(codeOf(error) ?? "")) throw error;
    const elsewhere = join(tmpdir(), `alrimi-${key}`);
    ownFolder(elsewhere);
    return takeSocket(elsewhere, "lock");
  }
}

/** A named pipe belongs to one process, and ends with it. */
async function takePipe(path: string): Promise<Release | undefined> {
  try {
    const server = await listen(path);
    return async () => void server.close();
  } catch (error) {
    if (codeOf(error) === "EADDRINUSE") return undefined;
    throw error;
  }
}

/**
 * A process links the next number to its socket. It is the owner if it then finds no larger number, and no other number
 * whose socket answers. Of two processes that link at the same moment at least one sees the other, and tries again.
 */
async function takeSocket(folder: string, name: string): Promise<Release | undefined> {
  const descriptor = openSync(folder, "r");
  const address = (file: string): string => {
    const path = join(folder, file);
    if (Buffer.byteLength(path) <= MOST_PATH_BYTES) return path;
    if (process.platform === "linux") return `/proc/self/fd/${descriptor}/${file}`;
    throw Object.assign(new Error(`${path} is too long for a socket`), { code: "ENAMETOOLONG" });
  };
  const fileOf = (number: number): string => join(folder, `${name}.${number}`);
  const anyAnswers = async (numbers: readonly number[]): Promise<boolean> => {
    for (const number of numbers) if (await answers(address(`${name}.${number}`))) return true;
    return false;
  };
  const staged = `${name}-${randomBytes(6).toString("hex")}`;
  let server: Server | undefined;
  try {
    server = await listen(address(staged));
    for (;;) {
      const before = await numbersIn(folder, name);
      if (await anyAnswers(before)) return undefined;
      const mine = Math.max(0, ...before) + 1;
      if (!(await linkOnce(join(folder, staged), fileOf(mine)))) continue;
      const others = (await numbersIn(folder, name)).filter((number) => number !== mine);
      if (others.some((number) => number > mine) || (await anyAnswers(others))) {
        await rm(fileOf(mine), { force: true }); // another process was faster
        continue;
      }
      for (const old of others) await rm(fileOf(old), { force: true }).catch(() => {}); // a folder is ignored
      const held = server;
      server = undefined;
      return async () => {
        await rm(fileOf(mine), { force: true });
        held.close();
      };
    }
  } finally {
    server?.close();
    await rm(join(folder, staged), { force: true }).catch(() => {});
    closeSync(descriptor);
  }
}

async function listen(path: string): Promise<Server> {
  // Exclusive, because a worker of the cluster module would otherwise share the socket of its primary process.
  // Writable, so that another user of the folder can test whether the owner is alive.
  const options = { path, exclusive: true, writableAll: true };
  const server = createServer((socket) => socket.destroy()).listen(options);
  await once(server, "listening"); // rejects on "error"
  // Without a free handle a caller cannot be accepted. The caller was connected all the same, which is its answer.
  server.on("error", () => {});
  return server.unref();
}

/** Errors of a connection without an owner. With the last one the owner ended before its answer. */
const GONE = ["ECONNREFUSED", "ENOENT", "ECONNRESET"];

/** Whether a process listens there. A plain file, and a socket whose owner is dead, refuse the connection. */
async function answers(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, "connect");
    return true;
  } catch (error) {
    const code = codeOf(error) ?? "";
    if (GONE.includes(code)) return false;
    if (code === "EAGAIN") return true; // the queue is full, because the owner is stopped
    throw error;
  } finally {
    socket.destroy();
  }
}

async function numbersIn(folder: string, name: string): Promise<readonly number[]> {
  const ends = (await readdir(folder)).map((file) =>
    file.startsWith(`${name}.`) ? file.slice(name.length + 1) : "",
  );
  return ends.filter((end) => /^\d{1,15}$/.test(end)).map(Number);
}

async function linkOnce(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

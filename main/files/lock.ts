import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { link, readdir, realpath, rm } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownFolder } from "./own.ts";
import { codeOf } from "./refused-file.ts";

/** Gives the lock back. */
export type Release = () => Promise<void>;

/** What a socket's path may hold, bytes; a longer one would be cut off without a word. */
const MOST_PATH_BYTES = 100;

/** What the system says where no socket can be: FAT, some network shares and shared folders; on macOS a long path. */
const HOLDS_NO_SOCKET = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "ENAMETOOLONG"];

/**
 * Takes a lock in a folder, if no other process or caller of this computer has it.
 *
 * The lock is a socket that its owner listens on. The kernel closes it with the process, however that ends. So no lock is
 * left to a dead owner, no process id can have come again (in a container they all do), and nothing has to be waited for.
 * Owners on two computers that share a folder do not see each other.
 * @param folder is there already
 * @param name the lock's name in the folder; `<name>.<number>` lies there while the lock is held
 * @returns the release; undefined while the lock is held
 * @throws what the system says when the folder is none, or nothing can be made in it
 */
export async function takeLock(folder: string, name: string): Promise<Release | undefined> {
  const place = await realpath(folder);
  const path = join(place, name);
  const isWindows = process.platform === "win32"; // where names in both cases are the same
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

/** A named pipe is one process's own, and goes with it. */
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
 * Whoever links a number to its socket and then finds no larger number, and no other that answers, is the owner. Of two
 * that link at the same moment at least one sees the other, and goes back.
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
  const draft = `${name}-${randomBytes(6).toString("hex")}`;
  let server: Server | undefined;
  try {
    server = await listen(address(draft));
    for (;;) {
      const before = await numbersIn(folder, name);
      if (await anyAnswers(before)) return undefined;
      const mine = Math.max(0, ...before) + 1;
      if (!(await linkOnce(join(folder, draft), fileOf(mine)))) continue;
      const others = (await numbersIn(folder, name)).filter((number) => number !== mine);
      if (others.some((number) => number > mine) || (await anyAnswers(others))) {
        await rm(fileOf(mine), { force: true }); // we were slow, and others were here meanwhile
        continue;
      }
      for (const old of others) await rm(fileOf(old), { force: true }).catch(() => {}); // a folder does no harm
      const held = server;
      server = undefined;
      return async () => {
        await rm(fileOf(mine), { force: true });
        held.close();
      };
    }
  } finally {
    server?.close();
    await rm(join(folder, draft), { force: true }).catch(() => {});
    closeSync(descriptor);
  }
}

async function listen(path: string): Promise<Server> {
  // Exclusive: in a worker of the cluster module the socket would else be the primary's, and shared.
  // Writable: only so can another user, who may enter the folder, ask whether the owner is alive.
  const options = { path, exclusive: true, writableAll: true };
  const server = createServer((socket) => socket.destroy()).listen(options);
  await once(server, "listening"); // rejects on "error"
  server.on("error", () => {}); // a caller that could not be accepted, for want of handles, has been answered all the same
  return server.unref();
}

/** The last one: the owner ended between the connection and its answer. */
const GONE = ["ECONNREFUSED", "ENOENT", "ECONNRESET"];

/** Whether somebody listens there. A plain file, and a socket whose owner is dead, refuse the connection. */
async function answers(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, "connect");
    return true;
  } catch (error) {
    const code = codeOf(error) ?? "";
    if (GONE.includes(code)) return false;
    if (code === "EAGAIN") return true; // its queue is full: it stands still
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

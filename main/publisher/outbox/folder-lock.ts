import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { link, mkdir, readdir, realpath, rm } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { join } from "node:path";
import { OutboxError } from "./outbox-error.ts";

const NAME = /^lock\.(\d{1,15})$/;
/** Maximum length of a socket's path, in bytes. A longer path would be truncated without an error. */
const MOST_PATH_BYTES = 100;

/**
 * Locks a folder for one owner. The lock is a socket on which the owner listens. The kernel closes it at any end of the
 * process, so no process id (which may be reused, as in every container), heartbeat or timeout is needed. The owner is
 * the lock file with the largest number, if it answers. A dead one is followed by the next number, which only one
 * process can link.
 * @returns the function that releases the lock
 * @throws {OutboxError} (rejects) `locked` or `unusable-folder`
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const lock = process.platform === "win32" ? lockPipe(folder) : lockSocket(folder);
    return await lock;
  } catch (error) {
    if (error instanceof OutboxError) throw error;
    throw new OutboxError("unusable-folder", `The folder ${folder} cannot be used: ${error}`, {
      cause: error,
    });
  }
}

async function lockSocket(folder: string): Promise<() => Promise<void>> {
  const descriptor = openSync(folder, "r");
  const address = (name: string): string => {
    const path = join(folder, name);
    if (Buffer.byteLength(path) <= MOST_PATH_BYTES) return path;
    if (process.platform === "linux") return `/proc/self/fd/${descriptor}/${name}`;
    throw new OutboxError("unusable-folder", `The path of the folder ${folder} is too long for a lock.`);
  };
  const draft = `lock-${randomUUID()}`;
  let server: Server | undefined;
  try {
    server = await listen(address(draft));
    for (;;) {
      const newest = await newestLock(folder);
      if (newest > 0 && (await isAlive(address(`lock.${newest}`)))) throw locked(folder);
      const mine = newest + 1;
      if (!(await linkOnce(join(folder, draft), join(folder, `lock.${mine}`)))) continue;
      if ((await newestLock(folder)) > mine) throw locked(folder); // another process was faster
      await rm(join(folder, draft), { force: true });
      for (const old of (await readdir(folder)).filter(
        (name) => Number(NAME.exec(name)?.[1] ?? mine) < mine,
      )) {
        await rm(join(folder, old), { force: true });
      }
      const held = server;
      return async () => {
        await rm(join(folder, `lock.${mine}`), { force: true });
        held.close();
      };
    }
  } catch (error) {
    server?.close();
    await rm(join(folder, draft), { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

/** The lock on Windows: a named pipe, which belongs to one process and ends with it. */
async function lockPipe(folder: string): Promise<() => Promise<void>> {
  const name = Buffer.from((await realpath(folder)).toLowerCase())
    .toString("base64url")
    .slice(-200);
  try {
    const server = await listen(`\\\\.\\pipe\\alrimi-outbox-${name}`);
    return async () => void server.close();
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "EADDRINUSE" ? locked(folder) : error;
  }
}

async function listen(path: string): Promise<Server> {
  // Exclusive, because in a worker of the cluster module the socket would belong to the primary and be shared.
  const server = createServer((socket) => socket.destroy()).listen({ path, exclusive: true });
  await once(server, "listening"); // rejects on "error"
  return server.unref();
}

async function isAlive(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, "connect");
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ECONNREFUSED" || code === "ENOENT") return false;
    throw error;
  } finally {
    socket.destroy();
  }
}

async function newestLock(folder: string): Promise<number> {
  const numbers = (await readdir(folder)).map((name) => Number(NAME.exec(name)?.[1] ?? 0));
  return Math.max(0, ...numbers);
}

async function linkOnce(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function locked(folder: string): OutboxError {
  return new OutboxError(
    "locked",
    `Another process uses the outbox in ${folder}. Each needs its own folder.`,
  );
}

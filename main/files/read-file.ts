import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  statSync,
} from "node:fs";
import { open, stat } from "node:fs/promises";
import { HAS_MODES, OWN_FILE } from "./own.ts";
import { mustBeRegular, RefusedFile } from "./refused-file.ts";

// Windows has neither flag, and no files that block a reader.
const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants;

/** Maximum size of a credentials or certificates file, in bytes. A system's whole bundle has 250 KB. */
export const MAX_GIVEN_FILE = 4 * 1024 * 1024;

/**
 * Reads a file of the app, and gives it mode 0600.
 * @param limit bytes
 * @throws a `RefusedFile` for a link, for anything but a regular file, and above `limit`; else the system's error
 */
export function readOwnFile(file: string, limit: number): Buffer {
  mustBeRegular(file, lstatSync(file)); // before opening it, because opening a device may have an effect
  const handle = openSync(file, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
  try {
    if (HAS_MODES && (fstatSync(handle).mode & 0o777) !== OWN_FILE) fchmodSync(handle, OWN_FILE);
    return readHandle(file, handle, limit);
  } finally {
    closeSync(handle);
  }
}

/**
 * Reads a file that an administrator or the person named. A link is followed.
 * @param limit bytes
 * @throws a `RefusedFile` for anything but a regular file, and above `limit`; else the system's error
 */
export function readGivenFile(file: string, limit: number): Buffer {
  mustBeRegular(file, statSync(file));
  const handle = openSync(file, O_RDONLY | O_NONBLOCK);
  try {
    return readHandle(file, handle, limit);
  } finally {
    closeSync(handle);
  }
}

function readHandle(file: string, handle: number, limit: number): Buffer {
  mustBeRegular(file, fstatSync(handle));
  const chunks: Buffer[] = [];
  let length = 0;
  for (;;) {
    const chunk = Buffer.alloc(64 * 1024);
    const read = readSync(handle, chunk);
    if (read === 0) return Buffer.concat(chunks, length);
    chunks.push(chunk.subarray(0, read));
    length += read;
    if (length > limit) throw new RefusedFile(file, "too-large");
  }
}

/**
 * Reads the first bytes of a file that the person chose, because it may be a huge file chosen by mistake.
 * @param bytes maximum number of bytes
 * @throws (rejects) a `RefusedFile` for anything but a regular file; else the system's error
 */
export async function readBeginning(file: string, bytes: number): Promise<Buffer> {
  mustBeRegular(file, await stat(file));
  const handle = await open(file, O_RDONLY | O_NONBLOCK);
  try {
    const buffer = Buffer.alloc(bytes);
    const { bytesRead } = await handle.read(buffer, 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

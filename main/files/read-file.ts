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

// Windows has neither flag, and no files that make a reader wait.
const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants;

/** Bytes of a file of credentials or certificates at the most; a system's whole bundle has a quarter of a megabyte. */
export const MAX_GIVEN_FILE = 4 * 1024 * 1024;

/**
 * Reads a file of the app's own. It is for its owner alone from then on.
 * @param limit bytes
 * @throws a `RefusedFile` for a link, for what is no regular file, and for more than `limit`; else what the system says
 */
export function readOwnFile(file: string, limit: number): Buffer {
  mustBeRegular(file, lstatSync(file)); // before it is opened: to open a device may have an effect
  const handle = openSync(file, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
  try {
    if (HAS_MODES && (fstatSync(handle).mode & 0o777) !== OWN_FILE) fchmodSync(handle, OWN_FILE);
    return readHandle(file, handle, limit);
  } finally {
    closeSync(handle);
  }
}

/**
 * Reads a file that an administrator or the person named; a link to it is followed.
 * @param limit bytes
 * @throws a `RefusedFile` for what is no regular file, and for more than `limit`; else what the system says
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
 * The beginning of a file that the person chose: a film that was chosen by mistake is not read to its end.
 * @throws a `RefusedFile` for what is no regular file; else what the system says
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

import { dirname, join } from "node:path";
import { realFs } from "../../files/real-fs.ts";
import { codeOf } from "../../files/refused-file.ts";
import { UpdateFailure } from "./update-failure.ts";

const { mkdir, open } = realFs.promises;

const BLOCK = 512;
/** Maximum number of entries, and of bytes in all files. Real archives have about 100 entries and 240 MB. */
const MOST_ENTRIES = 10_000;
const MOST_BYTES = 2 * 1024 ** 3;

/**
 * Unpacks a tar archive into a new, empty folder, without the one folder at its top. It holds files and folders only:
 * every other kind of entry, and every path that could leave the folder, refuses the archive.
 * @param source the archive's bytes, not compressed
 * @throws an `UpdateFailure`, or the system's error
 */
export async function unpackTar(source: AsyncIterable<Uint8Array>, folder: string): Promise<void> {
  const input = new BlockReader(source);
  let top: string | undefined;
  let bytes = 0;
  for (let entries = 0; ; entries++) {
    const header = await input.take(BLOCK);
    if (header.every((byte) => byte === 0)) return;
    const { path, size, isFolder, isExecutable } = entryOf(header);
    bytes += size;
    if (entries >= MOST_ENTRIES || bytes > MOST_BYTES) throw refused("it holds too much");
    const [first, ...rest] = path;
    top ??= first;
    if (first !== top) throw refused(`${path.join("/")} is beside ${top}`);
    const place = join(folder, ...rest);
    if (isFolder) await mkdir(place, { recursive: true }).catch(refuseClash);
    else if (rest.length === 0) throw refused("it has no folder at its top");
    else await writeEntry(place, isExecutable ? 0o755 : 0o644, size, input);
    await input.take((BLOCK - (size % BLOCK)) % BLOCK);
  }
}

/** A file that exists already is refused. It reaches the disk before its folder gets the version's name. */
async function writeEntry(place: string, mode: number, size: number, input: BlockReader): Promise<void> {
  await mkdir(dirname(place), { recursive: true }).catch(refuseClash);
  const handle = await open(place, "wx", mode).catch(refuseClash);
  try {
    for (let left = size; left > 0; ) {
      const chunk = await input.some(left);
      await handle.writeFile(chunk);
      left -= chunk.length;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A path that is in the archive twice, or as a file and as a folder. */
function refuseClash(error: unknown): never {
  const isClash = ["EEXIST", "ENOTDIR", "EISDIR"].includes(codeOf(error) ?? "");
  throw isClash ? refused((error as Error).message) : error;
}

interface Entry {
  readonly path: readonly string[];
  readonly size: number;
  readonly isFolder: boolean;
  readonly isExecutable: boolean;
}

/** Reads a header of POSIX 1003.1 (ustar). */
function entryOf(header: Buffer): Entry {
  const text = (from: number, to: number): string => {
    const field = header.subarray(from, to);
    const end = field.indexOf(0);
    return field.toString("latin1", 0, end < 0 ? field.length : end);
  };
  const octal = (from: number, to: number): number => {
    const digits = text(from, to).trim();
    if (!/^[0-7]{1,12}$/.test(digits)) throw refused("a header is damaged");
    return Number.parseInt(digits, 8);
  };
  const sum = header.reduce((all, byte, at) => all + (at >= 148 && at < 156 ? 0x20 : byte), 0);
  if (sum !== octal(148, 156)) throw refused("a header is damaged");
  const isUstar = header.toString("latin1", 257, 263) === "ustar\0";
  const prefix = isUstar ? text(345, 500) : "";
  const name = prefix === "" ? text(0, 100) : `${prefix}/${text(0, 100)}`;
  const kind = text(156, 157);
  const isFolder = kind === "5";
  if (!isFolder && kind !== "0" && kind !== "") throw refused(`${name} is neither a file nor a folder`);
  const path = (isFolder ? name.replace(/\/$/, "") : name).split("/");
  if (!path.every((part) => /^[\w.@+ -]+$/.test(part) && part !== "." && part !== ".."))
    throw refused(`${JSON.stringify(name)} is no path within it`);
  const size = octal(124, 136);
  if (isFolder && size > 0) throw refused(`the folder ${name} has content`);
  return { path, size, isFolder, isExecutable: (octal(100, 108) & 0o100) !== 0 };
}

function refused(detail: string): UpdateFailure {
  return new UpdateFailure("archive", `the archive is refused: ${detail}`);
}

/** Hands out a stream's bytes in wanted sizes. */
class BlockReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#chunks = source[Symbol.asyncIterator]();
  }

  /** At least one byte, and at most so many. @throws when the stream has ended */
  async some(most: number): Promise<Buffer> {
    while (this.#rest.length === 0) {
      const { done, value } = await this.#chunks.next();
      if (done) throw refused("it is cut off");
      this.#rest = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    }
    const taken = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(taken.length);
    return taken;
  }

  /** Exactly so many bytes. @throws when the stream has fewer */
  async take(count: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let left = count; left > 0; ) {
      const part = await this.some(left);
      parts.push(part);
      left -= part.length;
    }
    return Buffer.concat(parts);
  }
}

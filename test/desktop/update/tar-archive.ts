import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** One entry of an archive, as hostile as a test wants it. */
export interface TarEntry {
  readonly path: string;
  readonly content?: string | Uint8Array;
  readonly mode?: number;
  /** `0` a file, `5` a folder, `2` a link; `1` a hard link. */
  readonly type?: string;
  readonly target?: string;
}

/** A tar archive (ustar) of these entries. */
export function tarOf(entries: readonly TarEntry[]): Buffer {
  const blocks = entries.flatMap(({ path, content = "", mode = 0o644, type = "0", target = "" }) => {
    const body = Buffer.from(content);
    const header = Buffer.alloc(512);
    header.write(path, 0, 100, "latin1");
    header.write(octal(mode, 8), 100);
    header.write(octal(body.length, 12), 124);
    header.write(octal(0, 12), 136);
    header.write("        ", 148);
    header.write(type, 156);
    header.write(target, 157, 100, "latin1");
    header.write("ustar\x0000", 257, "latin1");
    const sum = header.reduce((all, byte) => all + byte, 0);
    header.write(`${octal(sum, 7)} `, 148);
    return [header, body, Buffer.alloc((512 - (body.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

export function tarGz(entries: readonly TarEntry[]): Buffer {
  return gzipSync(tarOf(entries));
}

function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, "0")}\0`;
}

/** A small stand-in for the app's program: only the start of its header counts. */
export const PROGRAM = "\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0";

/** The archive of a version, as the package has it. */
export function versionEntries(version: string, program = PROGRAM): TarEntry[] {
  const build = { version, electron: "45.4.1", runtime: "test", package: "tar.gz" };
  const top = `alrimi-${version}`;
  return [
    { path: `${top}/`, type: "5", mode: 0o755 },
    { path: `${top}/alrimi`, content: `${program}${version}`, mode: 0o755 },
    { path: `${top}/icudtl.dat`, content: version },
    { path: `${top}/resources/`, type: "5", mode: 0o755 },
    { path: `${top}/resources/build.json`, content: JSON.stringify(build) },
  ];
}

/** Lays out the folder of a version, as a person unpacks it. */
export async function layOut(place: string, version: string): Promise<void> {
  for (const { path, content = "", mode, type } of versionEntries(version)) {
    const target = join(place, path.split("/").slice(1).join("/"));
    if (type === "5") await mkdir(target, { recursive: true });
    else await writeFile(target, content, { mode });
  }
}

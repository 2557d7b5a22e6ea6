import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { unpackTar } from "../../../main/desktop/update/unpack-tar.ts";
import { UpdateFailure } from "../../../main/desktop/update/update-failure.ts";
import { times } from "../../sample.ts";
import { tarOf, versionEntries } from "./tar-archive.ts";

let work: string;
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), "alrimi-unpack-"));
});
afterEach(() => rm(work, { recursive: true, force: true }));

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test("unpack - the files are those of the archive, however its bytes arrive", async () => {
  const bytes = tarOf([
    ...versionEntries("0.2.0"),
    { path: "alrimi-0.2.0/empty" },
    { path: "alrimi-0.2.0/block", content: "b".repeat(512) },
    { path: "alrimi-0.2.0/setuid", content: "x", mode: 0o4777 },
  ]);
  for (const size of [1, 511, 512, 10_000]) {
    const folder = await mkdtemp(join(work, "to-"));
    await unpackTar(inPieces(bytes, size), folder);
    expect((await readdir(folder)).sort()).toEqual([
      "alrimi",
      "block",
      "empty",
      "icudtl.dat",
      "resources",
      "setuid",
    ]);
    expect(await readFile(join(folder, "block"), "utf8")).toBe("b".repeat(512));
    expect((await stat(join(folder, "setuid"))).mode & 0o7022).toBe(0);
    expect((await stat(join(folder, "icudtl.dat"))).mode & 0o111).toBe(0);
  }
});

test("unpack - a damaged archive is refused, and nothing is written beside the folder", async () => {
  const bytes = tarOf(versionEntries("0.2.0"));
  const change = fc.record({
    at: fc.nat(bytes.length - 1),
    to: fc.constantFrom(0, 0x2e, 0x2f, 0x32, 0x35, 0xff),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { minLength: 1, maxLength: 8 }),
      fc.boolean(),
      fc.nat(bytes.length),
      async (changes, isSummed, end) => {
        const place = await mkdtemp(join(work, "run-"));
        const damaged = Buffer.from(bytes);
        for (const { at, to } of changes) damaged[at] = to;
        if (isSummed) for (let at = 0; at < damaged.length; at += 512) sumUp(damaged.subarray(at, at + 512));
        const folder = await mkdtemp(join(place, "to-"));
        await unpackTar(inPieces(damaged.subarray(0, end), 700), folder).catch((error: unknown) => {
          expect(error).toBeInstanceOf(UpdateFailure);
          expect(error).toMatchObject({ reason: "archive" });
        });
        expect(await readdir(place)).toHaveLength(1);
      },
    ),
    { numRuns: times(150, 2_000) },
  );
});

/** Makes a block's checksum right again, where it is a header. */
function sumUp(block: Buffer): void {
  if (block.toString("latin1", 257, 262) !== "ustar") return;
  block.fill(0x20, 148, 156);
  const sum = block.reduce((all, byte) => all + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
}

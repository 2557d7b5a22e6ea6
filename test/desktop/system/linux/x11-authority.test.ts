import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { xCookie } from "../../../../main/desktop/system/linux/x11-authority.ts";

const folder = mkdtempSync(join(tmpdir(), "alrimi-x11-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const METHOD = "MIT-MAGIC-COOKIE-1";

function field(text: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(text.length);
  return Buffer.concat([length, Buffer.from(text)]);
}

/** One entry: family, address, number of the display, name of the method, data. */
const entry = (address: string, display: string, data: string, method = METHOD): Buffer =>
  Buffer.concat([Buffer.from([1, 0]), ...[address, display, method, data].map(field)]);

async function cookie(entries: readonly Buffer[], display = "0"): Promise<string | undefined> {
  const file = join(folder, "authority");
  writeFileSync(file, Buffer.concat(entries));
  return (await xCookie({ XAUTHORITY: file }, display))?.data.toString();
}

test("x11 authority - the entry of this computer and display is used, else one for any display", async () => {
  const all = [entry("other", "0", "one"), entry(hostname(), "1", "two"), entry(hostname(), "0", "three")];
  expect(await cookie(all)).toBe("three");
  expect(await cookie(all, "1")).toBe("two");
  expect(await cookie(all, "2")).toBeUndefined();
  expect(await cookie([entry("other", "", "any")], "2")).toBe("any");
});

test("x11 authority - another method is no cookie", async () => {
  expect(await cookie([entry(hostname(), "0", "key", "XDM-AUTHORIZATION-1")])).toBeUndefined();
});

test("x11 authority - of a truncated file the entries before the cut are used", async () => {
  const cut = entry("other", "0", "second").subarray(0, -3);
  expect(await cookie([entry(hostname(), "0", "first"), cut])).toBe("first");
  expect(await cookie([cut])).toBeUndefined();
});

test("x11 authority - without XAUTHORITY the file is in the home folder, and a missing one is no error", async () => {
  writeFileSync(join(folder, ".Xauthority"), entry(hostname(), "0", "home"));
  expect((await xCookie({ HOME: folder }, "0"))?.data.toString()).toBe("home");
  expect(await xCookie({ HOME: join(folder, "missing") }, "0")).toBeUndefined();
});

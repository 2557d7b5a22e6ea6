import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openLinkProof } from "../../../main/desktop/app/link-proof.ts";
import { ODD_PLACES, putThere } from "../../files/odd-places.ts";

let folder: string;
let file: string;
let warned: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-links-"));
  file = join(folder, "link-key.json");
  warned = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const log = { warn: (text: string) => void warned.push(text) };
const none = { encrypt: () => undefined, decrypt: () => undefined };
/** Turns texts round. */
const keychain = {
  encrypt: (text: string) => [...text].reverse().join(""),
  decrypt: (text: string) => [...text].reverse().join(""),
};

for (const [where, chain] of [
  ["in a file", none],
  ["in the keychain", keychain],
] as const) {
  test(`link proof - it holds after a restart, with the key ${where}, for its own text only`, async () => {
    const proof = openLinkProof(folder, chain, log).of("a");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const again = openLinkProof(folder, chain, log);
    expect(again.of("a")).toBe(proof);
    expect(again.holds("a", proof)).toBe(true);
    expect(again.holds("b", proof)).toBe(false);
    expect(warned).toEqual([]);
  });
}

test("link proof - with a keychain the key is not readable in the file", async () => {
  openLinkProof(folder, keychain, log).of("a");
  const { key, kept } = JSON.parse(await readFile(file, "utf8"));
  expect(kept).toBe("keychain");
  expect(keychain.decrypt(key)).toMatch(/^[\w+/]{43}=$/);
});

test("link proof - every installation has another key", async () => {
  const one = openLinkProof(folder, none, log).of("a");
  await rm(file);
  expect(openLinkProof(folder, none, log).of("a")).not.toBe(one);
});

test("link proof - another spelling of the same bytes, or fewer or more of them, is no proof", () => {
  const links = openLinkProof(folder, none, log);
  const proof = links.of("a");
  const last = proof.at(-1) ?? "";
  const next = String.fromCharCode(last.charCodeAt(0) + 1);
  for (const wrong of [`${proof}=`, proof.slice(0, -1) + next, proof.slice(1), `${proof}A`, "", "한"]) {
    expect(links.holds("a", wrong), wrong).toBe(false);
  }
});

test("link proof - a link of somebody else's makes no key and asks no keychain", () => {
  const asked = { encrypt: expect.unreachable, decrypt: expect.unreachable };
  expect(openLinkProof(folder, asked as never, log).holds("a", "A".repeat(43))).toBe(false);
  expect(existsSync(file)).toBe(false);
});

test.each(["", "{}", '{"version":1,"kept":"file","key":"c2hvcnQ="}', '{"version":2}', "\0\0"])(
  "link proof - a key file that says %j is made anew, and proofs of before are none",
  async (text) => {
    const before = openLinkProof(folder, none, log).of("a");
    await writeFile(file, text);
    const links = openLinkProof(folder, none, log);
    expect(links.holds("a", before)).toBe(false);
    expect(links.holds("a", links.of("a"))).toBe(true);
    expect(warned.length).toBeGreaterThan(0);
  },
);

test("link proof - a key of a keychain that is gone is made anew", () => {
  const before = openLinkProof(folder, keychain, log).of("a");
  const links = openLinkProof(folder, none, log);
  expect(links.holds("a", before)).toBe(false);
  expect(links.holds("a", links.of("a"))).toBe(true);
});

test.each(ODD_PLACES)(
  "link proof - where a %s lies in the key's place it holds until the app ends",
  async (what) => {
    const remove = await putThere(what, file);
    const links = openLinkProof(folder, none, log);
    expect(links.holds("a", links.of("a"))).toBe(true);
    expect(warned).toEqual([expect.stringContaining(what), expect.stringContaining(what)]);
    remove();
  },
);

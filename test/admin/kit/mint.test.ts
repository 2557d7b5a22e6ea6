import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createKit, openKit } from "../../../main/admin/kit/kit.ts";
import { type MintOptions, mint } from "../../../main/admin/kit/mint.ts";
import { inForce } from "../../../main/admin/kit/plan.ts";
import { rotateToken } from "../../../main/admin/kit/rotate-token.ts";
import { readTokens } from "../../../main/admin/kit/tokens.ts";
import { revoke } from "../../../main/admin/kit/users.ts";

const DAY = 86_400;
const NOW = Math.floor(Date.now() / 1000);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-mint-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function kitOf(name: string, credentials: "jwt" | "nkey" = "jwt"): Promise<string> {
  const kit = join(folder, name);
  const server = {
    ...{ name: "one", host: "a.example.com", listen: "0.0.0.0", clientPort: 4222, clusterPort: 6222 },
    ...{ monitorPort: null, storeDir: "/var/lib/nats", tlsDir: null },
  };
  await createKit(kit, { credentials, cluster: "alrimi", servers: [server], maxFileBytes: 1024 ** 3 });
  return kit;
}

const people = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({ role: "app", id: `person.${from + index}` }) as const);

test("mint - an interruption leaves valid credentials, and the next run makes only the missing ones", async () => {
  const kit = await kitOf("interrupted");
  const ended = new AbortController();
  const seen: number[] = [];
  const all = people(0, 1_000);
  const first = await mint(kit, all, {
    signal: ended.signal,
    missingFor: 0,
    progress: (done, of) => {
      expect(of).toBe(1_000);
      if (seen.push(done) === 2) ended.abort();
    },
  });
  expect(seen).toHaveLength(2);
  expect(first.left).toBe(1_000 - first.minted.length);
  expect(first.left).toBeGreaterThan(0);
  expect((await openKit(kit)).issued).toHaveLength(first.minted.length);
  for (const { file } of first.minted) expect(await readFile(file, "utf8")).toContain("BEGIN NATS USER JWT");
  const second = await mint(kit, all, { missingFor: 0 });
  expect(second).toMatchObject({ left: 0, present: first.minted.length });
  expect(second.minted.map(({ id }) => id)).toEqual(all.slice(first.minted.length).map(({ id }) => id));
  expect((await openKit(kit)).issued).toHaveLength(1_000);
  expect(existsSync(join(kit, "unfinished.json"))).toBe(false);
});

test.each(["jwt", "nkey"] as const)(
  "mint - with %s, after a command that was killed before the files, nobody has lost credentials that are valid",
  async (credentials) => {
    const kit = await kitOf(`killed-${credentials}`, credentials);
    const { minted } = await mint(kit, people(0, 3));
    // As it is when the command is killed between the register and the second file.
    const { issued } = await openKit(kit);
    const files = minted.map(({ file }, index) => ({ publicKey: issued[index]?.publicKey, file }));
    await writeFile(join(kit, "unfinished.json"), JSON.stringify(files));
    for (const { file } of minted.slice(1)) await rm(file);
    const again = await mint(kit, people(0, 3), { missingFor: 0 });
    expect(again.minted.map(({ id }) => id)).toEqual(["person.1", "person.2"]);
    const register = (await openKit(kit)).issued;
    expect(register.map(({ revokedAt }) => revokedAt !== undefined)).toEqual([
      ...[false, true, true],
      ...[false, false],
    ]);
    expect(inForce(register, NOW)).toHaveLength(3);
    for (const { file } of again.minted) expect(existsSync(file)).toBe(true);
  },
);

test("mint - somebody who is named twice and has none gets them once", async () => {
  const kit = await kitOf("twice");
  const { minted } = await mint(kit, [...people(0, 2), ...people(0, 1)], { missingFor: 0 });
  expect(minted.map(({ id }) => id)).toEqual(["person.0", "person.1"]);
});

test("mint - for whom credentials end soon is asked for by a period", async () => {
  const kit = await kitOf("expiring");
  await mint(kit, people(0, 1), { now: NOW, expiresAt: NOW + 20 * DAY });
  await mint(kit, people(1, 2), { now: NOW, expiresAt: NOW + 40 * DAY });
  await mint(kit, people(2, 3), { now: NOW });
  const options: MintOptions = { now: NOW, missingFor: 30 * DAY, expiresAt: NOW + 365 * DAY };
  const { minted, present } = await mint(kit, people(0, 4), options);
  expect(minted.map(({ id }) => id)).toEqual(["person.0", "person.3"]);
  expect(present).toBe(2);
  expect((await mint(kit, people(0, 4), options)).minted).toEqual([]);
});

test("revoke - what was issued before a day goes, newer ones stay, and who has none left is named", async () => {
  const kit = await kitOf("older");
  const service = { role: "writer", id: "hr-leave" } as const;
  await mint(kit, [...people(0, 3), service], { now: NOW - 100 * DAY });
  await mint(kit, people(0, 1), { now: NOW - 10 * DAY });
  const issuedBefore = NOW - 90 * DAY;
  const first = await revoke(kit, [], { issuedBefore });
  expect(first).toMatchObject({
    revoked: 3,
    without: [
      { role: "app", id: "person.1" },
      { role: "app", id: "person.2" },
    ],
  });
  expect(inForce((await openKit(kit)).issued, NOW).map(({ token }) => token)).toEqual([
    "hr-leave",
    "person%2E0",
  ]);
  expect(await revoke(kit, [], { issuedBefore })).toMatchObject({ revoked: 0, without: [] });

  // A service is named. Its older tokens for HTTP go with the older credentials.
  await mint(kit, [service], { now: NOW });
  expect(await revoke(kit, [service], { issuedBefore })).toMatchObject({ revoked: 1, without: [] });
  expect(readTokens(kit).map(({ issuedAt }) => Date.parse(issuedAt) / 1000)).toEqual([NOW]);
});

test("tokens - a rotated one leaves the earlier ones valid for a while, and removes those that have ended", async () => {
  const kit = await kitOf("tokens");
  const at = (days: number): number => (NOW + days * DAY) * 1000;
  await mint(
    kit,
    ["hr-leave", "mail"].map((id) => ({ role: "writer", id }) as const),
    { now: NOW },
  );
  const rotate = (days: number, lifetime?: number) =>
    rotateToken(kit, "hr-leave", {
      ...{ overlapping: 7 * DAY, lifetime, outDir: undefined, now: at(days) },
    });
  const second = await rotate(1, 90 * DAY);
  expect(await readFile(second.file, "utf8")).toMatch(/^alrimi_[\w-]{43}\n$/);
  expect(second.entry.expiresAt).toBe(new Date(at(91)).toISOString());
  expect(second.earlier.map(({ expiresAt }) => expiresAt)).toEqual([new Date(at(8)).toISOString()]);
  // The first one ends when it was told to, the second one then.
  const third = await rotate(2);
  expect(third.earlier.map(({ expiresAt }) => expiresAt)).toEqual(
    [8, 9].map((days) => new Date(at(days)).toISOString()),
  );
  const fourth = await rotate(10);
  expect(fourth.earlier.map(({ sha256 }) => sha256)).toEqual([third.entry.sha256]);
  expect(new Set([second.file, third.file, fourth.file]).size).toBe(3);
  const mail = readTokens(kit).filter(({ service }) => service === "mail");
  expect(mail.map(({ expiresAt }) => expiresAt)).toEqual([undefined]);
  await expect(
    rotateToken(kit, "nobody", { overlapping: 1, lifetime: undefined, outDir: undefined }),
  ).rejects.toMatchObject({ reason: "not-issued" });
});

import { chown, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { waitFor } from "../../../build/desktop/wait-for.ts";
import type { ManagedUpdates } from "../../../main/core/policy/managed-policy.ts";
import { CHECK_EVERY, FIRST_CHECK_AFTER } from "../../../main/core/self-update.ts";
import { KEY_FILE } from "../../../main/desktop/update/key-file.ts";
import { followServer, type SelfUpdates } from "../../../main/desktop/update/self-update.ts";
import { layOut, PROGRAM, tarGz, versionEntries } from "./tar-archive.ts";
import { startUpdateServer, type UpdateServer } from "./update-server.ts";

let work: string;
let server: UpdateServer;
let place: string;
let now: number;
let policy: ManagedUpdates | undefined;
let lines: string[];
let changes: number;
let installed: string | undefined;
let updates: SelfUpdates;

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), "alrimi-self-update-"));
  server = await startUpdateServer(work);
  await server.publish("0.2.0", tarGz(versionEntries("0.2.0")));
});
afterAll(async () => {
  await server?.close();
  await rm(work, { recursive: true, force: true });
});
beforeEach(async () => {
  place = await mkdtemp(join(work, "place-"));
  await layOut(place, "0.1.0");
  await writeFile(join(place, "resources", KEY_FILE), server.publicKey);
  now = 1_795_000_000_000;
  policy = { url: server.url, caFile: "ca.pem", folder: join(server.caFile, "..") };
  lines = [];
  changes = 0;
  installed = "0.1.0";
  server.asked.length = 0;
  const line = (text: string): void => void lines.push(text);
  updates = followServer({
    platform: "linux",
    build: { version: "0.1.0", electron: "45.4.1", runtime: "test", package: "tar.gz" },
    installed: () => installed,
    program: join(place, "alrimi"),
    resources: join(place, "resources"),
    userData: join(place, "../data"),
    policy: () => policy,
    clock: { now: () => now, random: () => 0 },
    log: { info: line, warn: line, error: line },
    changed: () => {
      changes += 1;
    },
  });
});

/** Looks until the first check has ended. */
async function checked(): Promise<void> {
  updates.look();
  now += FIRST_CHECK_AFTER;
  updates.look();
  await waitFor(() => /ready|failed/.test(updates.shown.kind), { what: "the check ends" });
}

test("own updates - the first check takes the update, and each state is logged and drawn once", async () => {
  await checked();
  expect(updates.shown).toEqual({ kind: "ready", version: "0.2.0" });
  expect((await readFile(join(place, "alrimi"), "utf8")).slice(PROGRAM.length)).toBe("0.2.0");
  expect(lines).toEqual(
    [
      { kind: "idle" },
      { kind: "checking" },
      { kind: "downloading", version: "0.2.0" },
      { kind: "ready", version: "0.2.0" },
    ].map((shown) => `own updates: ${JSON.stringify(shown)}`),
  );
  expect(changes).toBe(3);
  updates.look();
  expect(changes).toBe(3);
});

test("own updates - an authority that cannot be read is a failure with its path", async () => {
  policy = { url: server.url, caFile: "missing.pem", folder: place };
  await checked();
  expect(updates.shown).toMatchObject({ kind: "failed", detail: expect.stringContaining("missing.pem") });
  expect(server.asked).toEqual([]);
});

test("own updates - an install that is being replaced is a failure, and the next check comes", async () => {
  installed = undefined;
  await checked();
  expect(updates.shown).toMatchObject({ kind: "failed", reason: "other" });
  installed = "0.1.0";
  now += CHECK_EVERY;
  updates.look();
  await waitFor(() => updates.shown.kind === "ready", { what: "the next check" });
});

test("own updates - a package without a key asks nobody", async () => {
  await rm(join(place, "resources", KEY_FILE));
  updates.look();
  now += 10 * FIRST_CHECK_AFTER;
  updates.look();
  expect(updates.shown).toEqual({ kind: "disabled", reason: "no-key" });
  expect(server.asked).toEqual([]);
});

test.skipIf(process.getuid?.() !== 0)("own updates - another user's folder is the machine's", async () => {
  await chown(place, 12_345, 12_345);
  updates.look();
  expect(updates.shown).toEqual({ kind: "disabled", reason: "machine" });
});

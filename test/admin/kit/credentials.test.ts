import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { NatsConnection } from "nats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mint } from "../../../main/admin/kit/mint.ts";
import { userCreds } from "../../../main/admin/kit/operator.ts";
import { readSeed, writeSecret } from "../../../main/admin/kit/secret-files.ts";
import { revoke } from "../../../main/admin/kit/users.ts";
import type { Trial } from "../../../main/admin/trial/trial.ts";
import { directGet } from "../../../main/nats/jetstream.ts";
import { connectFile, connectTo, ME, mintFile, OTHER, trialOn } from "./ways.ts";

const me = { role: "app", id: ME } as const;
const other = { role: "app", id: OTHER } as const;
const seconds = (): number => Math.floor(Date.now() / 1000);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-credentials-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Resolves with the reason when the broker has ended the connection. */
async function ended(connection: NatsConnection): Promise<string> {
  return (await connection.closed())?.message ?? "";
}

describe.each(["nkey", "jwt"] as const)("with %s credentials", (credentials) => {
  let trial: Trial;
  beforeAll(async () => {
    trial = await trialOn(join(folder, credentials), { credentials, holders: [me, other] });
  });
  afterAll(() => trial?.stop());

  test("credentials - whoever is revoked is cut off at the reload and stays out; the others are served on", async () => {
    // With a JWT everybody is dialled anew: https://github.com/nats-io/nats-server/issues/8606
    const stays = await connectTo(trial, other);
    const goes = await connectTo(trial, me, { reconnect: false });
    const { revoked, reload } = await revoke(trial.kit, [me]);
    expect({ revoked, reload }).toEqual({ revoked: 1, reload: true });
    trial.reload();
    await ended(goes);
    await expect(connectTo(trial, me, { reconnect: false })).rejects.toMatchObject({
      reason: "authorization",
    });
    await expect
      .poll(() => directGet(stays, "APPROVALS", "approvals.kim%2Eys.none").catch(() => "not yet"), {
        timeout: 10_000,
      })
      .toBeUndefined();
    await stays.close();
  });

  test("credentials - new ones after a revocation let the person in again", async () => {
    const file = await mintFile(trial, me);
    await expect
      .poll(async () => {
        const connection = await connectFile(trial, me, file, { reconnect: false });
        await connection.close();
        return "in";
      })
      .toBe("in");
    await expect(connectTo(trial, me, { reconnect: false })).rejects.toMatchObject({
      reason: "authorization",
    });
  });

  test("credentials - somebody without any cannot be revoked, and then nobody is", async () => {
    await expect(revoke(trial.kit, [other, { role: "app", id: "nobody" }])).rejects.toMatchObject({
      reason: "not-issued",
      about: "nobody",
    });
    const connection = await connectTo(trial, other, { reconnect: false });
    await connection.close();
  });

  test("credentials - an id that is none is refused before anything is written", async () => {
    const before = await readFile(join(trial.kit, "broker.json"), "utf8");
    for (const id of ["", "x".repeat(65), "\ud800"]) {
      await expect(mint(trial.kit, [other, { role: "app", id }])).rejects.toMatchObject({ reason: "bad-id" });
    }
    expect(await readFile(join(trial.kit, "broker.json"), "utf8")).toBe(before);
  });

  test("credentials - every file of the kit is for its owner only, and no seed is in what the servers get", async () => {
    const seeds: string[] = [];
    const texts: string[] = [];
    for (const entry of await readdir(trial.kit, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      const { mode } = await stat(path);
      expect((mode & 0o777).toString(8), path).toBe(entry.isDirectory() ? "700" : "600");
      if (!entry.isFile()) continue;
      const text = await readFile(path, "utf8");
      if (/servers|broker\.json/.test(path)) texts.push(text);
      else seeds.push(...(text.match(/\bS[UAO][A-Z2-7]{56}\b/g) ?? []));
    }
    expect(seeds.length).toBeGreaterThan(2);
    for (const seed of seeds) for (const text of texts) expect(text).not.toContain(seed);
  });

  test("credentials - nats-server finds the configuration valid", async () => {
    for (const server of trial.plan.servers) {
      const config = join(trial.kit, "servers", server.name, "nats-server.conf");
      const { stdout, stderr } = await promisify(execFile)("nats-server", ["-t", "-c", config], {
        env: { ...process.env, PATH: `${process.env["PATH"]}:/usr/sbin` },
      });
      expect(stdout + stderr).toContain("is valid");
    }
  });
});

test("credentials - a revocation long after the start is taken over too, and one after another", async () => {
  const trial = await trialOn(join(folder, "later"), { credentials: "jwt", holders: [me, other] });
  try {
    for (const holder of [me, other]) {
      const connection = await connectTo(trial, holder, { reconnect: false });
      await sleep(1100); // JWTs are dated in seconds: a new one of the operator would make the server refuse to reload
      await revoke(trial.kit, [holder]);
      trial.reload();
      expect(await ended(connection)).toMatch(/REVOKED|AUTH/i);
    }
  } finally {
    await trial.stop();
  }
});

test("credentials - a JWT that expires cuts its holder off and lets nobody in any more", async () => {
  const trial = await trialOn(join(folder, "expiry"), { credentials: "jwt", holders: [] });
  try {
    const begun = performance.now();
    const lasting = await connectFile(trial, me, await mintFile(trial, me), { reconnect: false });
    await lasting.close();
    const needed = (performance.now() - begun) / 1000; // on a slow machine it has to hold for longer
    const expiresAt = seconds() + 3 + Math.ceil(3 * needed);
    const file = await mintFile(trial, me, { expiresAt });
    const connection = await connectFile(trial, me, file, { reconnect: false });
    expect(await ended(connection)).toMatch(/EXPIRED|AUTH/i);
    await expect // the second in which it expires is its last
      .poll(() => connectFile(trial, me, file, { reconnect: false }).catch(({ reason }) => reason))
      .toBe("authorization");
  } finally {
    await trial.stop();
  }
});

test("credentials - nkeys do not expire, and asking for it is said so", async () => {
  const trial = await trialOn(join(folder, "nkey-expiry"), { credentials: "nkey", holders: [] });
  await trial.stop();
  await expect(mint(trial.kit, [me], { expiresAt: seconds() + 60 })).rejects.toMatchObject({
    reason: "no-expiry",
  });
});

test("credentials - a JWT of a role's key with permissions of its own, or another account's, is refused", async () => {
  const trial = await trialOn(join(folder, "forged"), { credentials: "jwt", holders: [me] });
  try {
    const accounts = trial.plan.accounts;
    if (accounts === undefined) throw new Error("no accounts");
    const seed = await readSeed(join(trial.kit, "keys", "role-app.seed"));
    const { encodeUser, fmtCreds } = await import("@nats-io/jwt");
    const { nkeys } = await import("nats");
    const user = nkeys.createUser();
    const wide = await encodeUser(
      "hong%2Egd",
      user,
      accounts.APPS,
      { pub: { allow: [">"] }, sub: { allow: [">"] } },
      {
        signer: seed,
      },
    );
    const elsewhere = await userCreds({ role: "administrator", token: "administrator" }, accounts, seed);
    for (const [name, creds] of [
      ["wide", fmtCreds(wide, user)],
      ["elsewhere", elsewhere.creds],
    ] as const) {
      const file = join(folder, "forged", `${name}.creds`);
      writeSecret(file, creds);
      await expect(connectFile(trial, me, file, { reconnect: false }), name).rejects.toMatchObject({
        reason: "authorization",
      });
    }
  } finally {
    await trial.stop();
  }
});

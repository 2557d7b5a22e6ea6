import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newestFile } from "../../../main/admin/kit/credential-files.ts";
import { createKit, openKit, writeConfig } from "../../../main/admin/kit/kit.ts";
import { mint } from "../../../main/admin/kit/mint.ts";
import { type CredentialsKind, DEFAULT_FILE_BYTES } from "../../../main/admin/kit/plan.ts";
import { serverConfig } from "../../../main/admin/kit/server-config.ts";
import { revoke } from "../../../main/admin/kit/users.ts";
import { startTrial } from "../../../main/admin/trial/trial.ts";
import { takeLock } from "../../../main/files/lock.ts";
import { ADMINISTRATOR, connectFile, ME, OTHER, trialOn } from "./ways.ts";

const me = { role: "app", id: ME } as const;
const other = { role: "app", id: OTHER } as const;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-kit-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function kitOn(name: string, credentials: CredentialsKind = "jwt"): Promise<string> {
  const kit = join(folder, name);
  const server = { name: "one", host: "127.0.0.1", listen: "127.0.0.1", clientPort: 4222, clusterPort: 6222 };
  await createKit(kit, {
    credentials,
    cluster: "kit",
    servers: [{ ...server, monitorPort: null, storeDir: "/nowhere", tlsDir: null }],
    maxFileBytes: DEFAULT_FILE_BYTES,
  });
  await mint(kit, [ADMINISTRATOR, me, other]);
  await writeConfig(kit, await openKit(kit));
  return kit;
}

const accountsFile = (kit: string): string => join(kit, "servers", "one", "accounts.conf");
const stateOf = async (kit: string) =>
  (await openKit(kit)).issued.map(({ token, revokedAt }) => [token, revokedAt !== undefined]);
const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8);

/** Public keys that the accounts of the configuration, which are JWTs, call revoked. */
async function revokedIn(kit: string): Promise<readonly string[]> {
  const tokens = (await readFile(accountsFile(kit), "utf8")).match(/: (eyJ[\w.-]+)$/gm) ?? [];
  return tokens.flatMap((token) => {
    const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as {
      nats?: { revocations?: Record<string, number> };
    };
    return Object.keys(claims.nats?.revocations ?? {});
  });
}

test("kit - while one command works in it another is told so, and changes nothing", async () => {
  const kit = await kitOn("busy");
  const before = await readFile(join(kit, "broker.json"), "utf8");
  const release = await takeLock(kit, "broker.lock");
  await expect(mint(kit, [me])).rejects.toMatchObject({ name: "KitError", reason: "busy", about: kit });
  expect(await readFile(join(kit, "broker.json"), "utf8")).toBe(before);
  await release?.();
  expect((await mint(kit, [me])).minted).toHaveLength(1);
});

test("kit - a link in a file's place is not written through, and is said to be there", async () => {
  const kit = await kitOn("link");
  await rm(accountsFile(kit));
  await symlink("/dev/null", accountsFile(kit));
  await expect(writeConfig(kit, await openKit(kit))).rejects.toMatchObject({
    reason: "unwritable",
    about: accountsFile(kit),
    detail: "link",
  });
});

test("kit - a server's monitoring, which asks for no login, is on the loopback only, and nowhere when left out", async () => {
  const plan = await openKit(await kitOn("monitoring"));
  const [server] = plan.servers;
  if (server === undefined) throw new Error("no server");
  const http = (monitorPort: number | null): string[] =>
    serverConfig(plan, { ...server, listen: "0.0.0.0", monitorPort })
      .split("\n")
      .filter((line) => /^\s*(http|https|http_port|https_port|monitor_port)\b/.test(line));
  expect(http(8222)).toEqual([`http: "127.0.0.1:8222"`]);
  expect(http(null)).toEqual([]);
});

test("revoke - without the keys that it needs nobody is revoked, and with them it can be done", async () => {
  const kit = await kitOn("no-keys");
  await rename(join(kit, "keys"), join(kit, "in-the-safe"));
  await expect(revoke(kit, [me])).rejects.toMatchObject({ reason: "missing-key" });
  expect(await stateOf(kit)).toContainEqual(["hong%2Egd", false]);
  await rename(join(kit, "in-the-safe"), join(kit, "keys"));
  expect(await revoke(kit, [me])).toMatchObject({ revoked: 1 });
});

test.each(["jwt", "nkey"] as const)(
  "revoke - cut off between the register and the configuration of %s, a second run finishes it",
  async (credentials) => {
    const kit = await kitOn(`cut-off-${credentials}`, credentials);
    const key = (await openKit(kit)).issued.find(({ token }) => token === "hong%2Egd")?.publicKey ?? "";
    const isIn = async (): Promise<boolean> =>
      credentials === "jwt"
        ? !(await revokedIn(kit)).includes(key)
        : (await readFile(accountsFile(kit), "utf8")).includes(key);
    const before = await readFile(accountsFile(kit));
    await rm(accountsFile(kit));
    await mkdir(accountsFile(kit)); // cannot be written
    await expect(revoke(kit, [me])).rejects.toThrow();
    await rm(accountsFile(kit), { recursive: true });
    await writeFile(accountsFile(kit), before);
    expect(await stateOf(kit)).toContainEqual(["hong%2Egd", true]);
    expect(await isIn()).toBe(true);

    expect(await revoke(kit, [me])).toMatchObject({ revoked: 0, reload: true });
    expect(await isIn()).toBe(false);
    await expect(revoke(kit, [{ role: "app", id: "nobody" }])).rejects.toMatchObject({
      reason: "not-issued",
    });
  },
);

test("kit - a folder that was there keeps its mode, one that is made is for its owner only", async () => {
  const shared = join(folder, "shared");
  await mkdir(shared);
  await chmod(shared, 0o755);
  const kit = await kitOn("shared/kit");
  const { minted } = await mint(kit, [me], { outDir: shared });
  expect(await modeOf(shared)).toBe("755");
  expect(await modeOf(minted[0]?.file ?? "")).toBe("600");
  expect(await modeOf(kit)).toBe("700");
});

test("kit - a folder that holds none is told as that, and neither made nor touched", async () => {
  const wrong = join(folder, "wrong");
  await mkdir(wrong);
  await chmod(wrong, 0o755);
  const { mtimeMs } = await stat(wrong);
  for (const kit of [wrong, join(folder, "mistyped")]) {
    await expect(mint(kit, [me])).rejects.toMatchObject({ reason: "no-kit", about: kit });
    await expect(revoke(kit, [me])).rejects.toMatchObject({ reason: "no-kit" });
  }
  expect([await modeOf(wrong), (await stat(wrong)).mtimeMs]).toEqual(["755", mtimeMs]);
  expect(await readdir(folder)).not.toContain("mistyped");
});

test("kit - the newest credentials that hold and are in the kit are taken, not those that were revoked or handed out", async () => {
  const kit = await kitOn("newest");
  const newest = async (id?: string) => newestFile(kit, await openKit(kit), "app", id);
  const file = (name: string): string => join(kit, "users", name);
  expect(await newest()).toEqual({ id: ME, file: file("app-hong%2Egd.creds") });
  expect(await newest("KIM.ys")).toEqual({ id: OTHER, file: file("app-kim%2Eys.creds") });
  await revoke(kit, [me]);
  expect(await newest(ME)).toBeUndefined();
  expect(await newest()).toMatchObject({ id: OTHER });
  await mint(kit, [me]);
  await mint(kit, [me], { outDir: join(folder, "elsewhere") });
  await mint(kit, [me], { expiresAt: 1 });
  expect(await newest(ME)).toEqual({ id: ME, file: file("app-hong%2Egd+2.creds") });
});

test.each(["jwt", "nkey"] as const)(
  "broker up - with %s it goes on after the administrator's credentials were replaced",
  async (credentials) => {
    const at = join(folder, `replaced-${credentials}`);
    const first = await trialOn(at, { credentials, holders: [] });
    await first.stop();
    await revoke(first.kit, [ADMINISTRATOR]);
    const { minted } = await mint(first.kit, [ADMINISTRATOR]);
    const [dataDir = ""] = await readdir(at);
    const second = await startTrial({ dataDir: join(at, dataDir) });
    try {
      expect(new Set(second.provisioned.map(({ kind }) => kind))).toEqual(new Set(["unchanged"]));
      const connection = await connectFile(second, ADMINISTRATOR, minted[0]?.file ?? "", {
        reconnect: false,
      });
      await connection.close();
    } finally {
      await second.stop();
    }
  },
);

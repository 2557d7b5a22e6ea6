import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { isAlive } from "../../build/is-alive.ts";
import { openKit } from "../../main/admin/kit/kit.ts";
import { type BrokerPlan, clientUrls } from "../../main/admin/kit/plan.ts";
import { localServerVersion } from "../../main/admin/server-process.ts";
import { STREAMS } from "../../main/contract/streams.ts";
import { isTooOldForCluster } from "../../main/nats/server-version.ts";
import { trialOn } from "../admin/kit/ways.ts";
import { runHere, type Told } from "./run-here.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-commands-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

const alrimi = (...args: string[]): Promise<Told> =>
  runHere(args, { LANG: "C" }, "# people\nkim.ys\n\n이 순신\n");

const kitOf = (name: string): string => join(folder, name);

test("broker config - three hosts become three folders, each complete, and nobody but the owner reads them", async () => {
  const kit = kitOf("three");
  const hosts = ["a.example.com", "b.example.com", "tokyo=c.example.com"].flatMap((host) => ["--host", host]);
  const told = await alrimi(
    "broker",
    "config",
    "--out",
    kit,
    ...hosts,
    "--writer",
    "hr-leave",
    "--users-file",
    "-",
  );
  expect(told).toMatchObject({ code: 0, err: "" });
  expect((await readdir(join(kit, "servers"))).sort()).toEqual(["alrimi-1", "alrimi-2", "tokyo"]);
  const config = await readFile(join(kit, "servers", "tokyo", "nats-server.conf"), "utf8");
  for (const part of [
    "cluster: {",
    "@a.example.com:6222",
    "@b.example.com:6222",
    "verify: true",
    "max_payload",
    "store_dir",
  ]) {
    expect(config).toContain(part);
  }
  expect(config).not.toContain("@c.example.com");
  const { out } = await alrimi("users", "list", "--kit", kit, "--json");
  const { issued } = JSON.parse(out) as { issued: { role: string; id: string; expiresAt?: number }[] };
  expect(issued.map(({ role, id }) => `${role} ${id}`)).toEqual([
    "administrator administrator",
    "keeper keeper",
    "writer hr-leave",
    "app kim.ys",
    "app 이 순신",
  ]);
  expect(issued.map(({ expiresAt }) => expiresAt !== undefined)).toEqual([false, false, false, true, true]);
});

test.each([
  ["2.9.10", 3, true],
  ["2.10.0", 3, false],
  ["2.9.10", 1, false],
])(
  "broker config - with nats-server %s on this computer and %i hosts a line of warning is: %j",
  async (version, count, isWarned) => {
    const bin = join(folder, `bin-${version}`);
    await mkdir(bin, { recursive: true });
    await writeFile(join(bin, "nats-server"), `#!/bin/sh\necho "nats-server: v${version}"\n`, {
      mode: 0o755,
    });
    vi.stubEnv("PATH", `${bin}${delimiter}${process.env["PATH"]}`);
    const hosts = ["a", "b", "c"].slice(0, count).flatMap((host) => ["--host", host]);
    const kit = kitOf(`warned-${version}-${count}`);
    const { code, out } = await alrimi("broker", "config", "--out", kit, ...hosts);
    expect(code).toBe(0);
    const warnings = out.split("\n").filter((line) => line.includes("2.10 or later"));
    expect(warnings).toEqual(isWarned ? [expect.stringContaining(version)] : []);
    const again = JSON.parse((await alrimi("broker", "config", "--out", kit, "--json")).out);
    expect(again.warning).toEqual(warnings[0]);
  },
);

test("broker config - run again it writes the files of broker.json, and keys and operator stay", async () => {
  const kit = kitOf("again");
  await alrimi("broker", "config", "--out", kit, "--host", "a.example.com");
  const seed = await readFile(join(kit, "keys", "operator.seed"), "utf8");
  const file = join(kit, "servers", "alrimi-1", "accounts.conf");
  const operator = /^operator: (\S+)$/m.exec(await readFile(file, "utf8"))?.[1];
  await rm(join(kit, "servers"), { recursive: true });
  expect(await alrimi("broker", "config", "--out", kit)).toMatchObject({ code: 0 });
  expect(await readFile(file, "utf8")).toContain(`operator: ${operator}`);
  expect(await readFile(join(kit, "keys", "operator.seed"), "utf8")).toBe(seed);
  expect(await alrimi("broker", "config", "--out", kit, "--host", "b.example.com")).toMatchObject({
    code: 1,
  });
});

test.each(["jwt", "nkey"])(
  "broker config - of a kit with %s it gives credentials to whom is named and has none, and refuses what it would ignore",
  async (credentials) => {
    const kit = kitOf(`more-${credentials}`);
    const config = (...args: string[]) => alrimi("broker", "config", "--out", kit, ...args);
    await config("--host", "a.example.com", "--credentials", credentials, "--writer", "hr-leave");
    const before = await readFile(join(kit, "broker.json"), "utf8");
    for (const [option, ...value] of [
      ["--credentials", "nkey"],
      ["--no-tls"],
      ["--client-port", "4333"],
      ["--host", "b.example.com"],
    ]) {
      const told = await config(option ?? "", ...value, "--writer", "mail");
      expect(told).toMatchObject({ code: 1, err: expect.stringContaining(`omit ${option}`) });
    }
    expect(await config("--writer", "")).toMatchObject({ code: 1 });
    expect(await readFile(join(kit, "broker.json"), "utf8")).toBe(before);

    const more = ["--writer", "hr-leave", "--writer", "mail", "--user", "hong.gd"];
    const minted = async () =>
      (JSON.parse((await config(...more, "--json")).out) as { minted: { id: string }[] }).minted;
    expect((await minted()).map(({ id }) => id)).toEqual(["mail", "mail", "hong.gd"]); // a login and a token
    expect(await minted()).toEqual([]);
    const { issued } = JSON.parse(await readFile(join(kit, "broker.json"), "utf8")) as BrokerPlan;
    expect(issued.map(({ token, expiresAt }) => [token, expiresAt !== undefined])).toEqual([
      ["administrator", false],
      ["keeper", false],
      ["hr-leave", false],
      ["mail", false],
      ["hong%2Egd", credentials === "jwt"],
    ]);
    const accounts = await readFile(join(kit, "servers", "alrimi-1", "accounts.conf"), "utf8");
    for (const { publicKey } of issued) expect(accounts.includes(publicKey)).toBe(credentials === "nkey");
    await alrimi("users", "revoke", "--administrator", "--kit", kit);
    expect(await minted()).toEqual([]); // whoever was revoked stays so
  },
);

test("broker config - what to do next can be copied: servers, credentials and authority are in it", async () => {
  const kit = kitOf("next");
  const hosts = ["a", "b", "c"].flatMap((host) => ["--host", host]);
  const { out } = await alrimi("broker", "config", "--out", kit, ...hosts, "--trial-certificates");
  const login = [
    "--server tls://a:4222,tls://b:4222,tls://c:4222",
    `--creds ${join(kit, "users", "administrator.creds")}`,
    `--tls-ca ${join(kit, "tls", "ca.pem")}`,
  ].join(" ");
  for (const command of ["provision", "catalog put FILE"])
    expect(out).toContain(`alrimi ${command} ${login}`);
});

test.each<[string, number, string[]]>([
  ["two hosts", 2, ["broker", "config", "--out", "$KIT", "--host", "a", "--host", "b"]],
  ["a host with a space", 1, ["broker", "config", "--out", "$KIT", "--host", 'a b"']],
  ["an empty id", 1, ["broker", "config", "--out", "$KIT", "--user", ""]],
  ["a port that is none", 2, ["broker", "config", "--out", "$KIT", "--client-port", "x"]],
  ["no kit", 1, ["users", "mint", "hong.gd", "--kit", "$KIT"]],
  ["two nodes", 2, ["broker", "up", "--nodes", "2", "--data-dir", "$KIT"]],
])("broker commands - %s ends with code %i and leaves nothing", async (what, code, args) => {
  const kit = kitOf(what.replaceAll(" ", "-"));
  const told = await alrimi(...args.map((arg) => arg.replace("$KIT", kit)));
  expect(told.code).toBe(code);
  expect(told.err).not.toBe("");
  await expect(readdir(kit)).rejects.toThrow();
});

test("users - mint, list and revoke say what they did and what to do next", async () => {
  const kit = kitOf("users");
  await alrimi("broker", "config", "--out", kit, "--host", "a.example.com");
  const minted = await alrimi("users", "mint", "*", "--kit", kit, "--expires", "30d", "--json");
  const [one] = (JSON.parse(minted.out) as { minted: { file: string; expiresAt: number }[] }).minted;
  expect(one?.file).toBe(join(kit, "users", "app-%2A.creds"));
  const lasting = (one?.expiresAt ?? 0) - Date.now() / 1000;
  expect(lasting).toBeLessThanOrEqual(30 * 86_400); // up to a twelfth shorter
  expect(lasting).toBeGreaterThan(27 * 86_400);
  expect(await alrimi("users", "mint", "*", "--kit", kit, "--expires", "soon")).toMatchObject({ code: 2 });
  expect((await alrimi("users", "mint", "--service", "hr", "--kit", kit)).out).toContain("writer-hr.creds");
  expect((await alrimi("users", "revoke", "*", "--kit", kit)).out).toContain("nats-server --signal reload");
  expect((await alrimi("users", "list", "--kit", kit)).out).toMatch(/^user \*\trevoked/m);
  expect((await alrimi("users", "revoke", "*", "--kit", kit)).out).toContain("revoked already");
  expect(await alrimi("users", "revoke", "nobody", "--kit", kit)).toMatchObject({ code: 1 });
  expect(await alrimi("users", "mint", "--kit", kit)).toMatchObject({ code: 2 });
});

test("users mint - nobody gets credentials when one of the ids is none", async () => {
  const kit = kitOf("one-bad");
  await alrimi("broker", "config", "--out", kit, "--host", "a.example.com");
  const told = await alrimi("users", "mint", "hong.gd", "--service", "", "--kit", kit);
  expect(told).toMatchObject({ code: 1, err: expect.stringContaining("is not an id") });
  const { issued } = JSON.parse(await readFile(join(kit, "broker.json"), "utf8")) as BrokerPlan;
  expect(issued.map(({ role }) => role)).toEqual(["administrator", "keeper"]);
  expect((await readdir(join(kit, "users"))).sort()).toEqual([
    "administrator.creds",
    "keeper.creds",
    "system.creds",
  ]);
});

test("broker up - a folder with a trial of one server is not taken for one of three, and nothing is started", async () => {
  const dataDir = kitOf("up-again");
  const trial = await trialOn(dataDir, { holders: [] });
  await trial.stop();
  const [at = ""] = await readdir(dataDir);
  const up = (...args: string[]) => alrimi("broker", "up", "--data-dir", join(dataDir, at), ...args);
  for (const [option = "", value = "", was] of [
    ["--nodes", "3", "1"],
    ["--credentials", "nkey", "jwt"],
    ["--port", "4000", String(trial.plan.servers[0]?.clientPort)],
  ]) {
    expect(await up(option, value)).toMatchObject({
      code: 2,
      err: expect.stringContaining(`made with ${option} ${was}`),
    });
  }
});

test("broker check - a cluster of three with TLS that was set up by the kit has nothing to mend", async () => {
  const trial = await trialOn(join(folder, "cluster"), {
    nodes: 3,
    holders: [
      { role: "app", id: "hong.gd" },
      { role: "writer", id: "hr-leave" },
    ],
  });
  try {
    const check = () => alrimi("broker", "check", "--kit", trial.kit, "--json");
    // A new stream's copies are a moment behind.
    await expect.poll(async () => (await check()).out).not.toContain("stream-out-of-sync");
    const { code, out } = await check();
    const { findings } = JSON.parse(out) as {
      findings: { level: string; code: string; replicas?: number }[];
    };
    expect(findings.filter(({ level }) => level === "bad")).toEqual([]);
    expect(code).toBe(0);
    const seen = findings.map((each) => each.code);
    const isOld = isTooOldForCluster((await localServerVersion()) ?? "");
    expect(seen.filter((each) => each === "version-old-for-cluster")).toHaveLength(isOld ? 3 : 0);
    expect(seen.filter((each) => each === "certificate-ok")).toHaveLength(3);
    expect(seen.filter((each) => each === "permissions-ok")).toHaveLength(2);
    expect(seen).toContain("clock-ok");
    // The trial has one person: the key is at hand to make a login for a second one, which ends in minutes.
    expect(findings).toContainEqual(
      expect.objectContaining({ level: "ok", code: "answers-proven", who: "app alrimi-check-other" }),
    );
    expect((await openKit(trial.kit)).issued).toEqual(trial.plan.issued);
    expect(findings).toContainEqual(
      expect.objectContaining({ level: "ok", code: "apps-served", servers: 3 }),
    );
    expect(findings.filter((each) => each.code === "stream-ok").map(({ replicas }) => replicas)).toEqual(
      STREAMS.map(() => 3),
    );

    // Credentials that have left the kit are named.
    const elsewhere = join(folder, "elsewhere");
    await alrimi("users", "mint", "kim.ys", "--kit", trial.kit, "--out", elsewhere);
    const named = ["--user", "kim.ys", "--user-file", join(elsewhere, "app-kim%2Eys.creds")];
    const asNamed = JSON.parse((await alrimi("broker", "check", "--kit", trial.kit, ...named, "--json")).out);
    expect(asNamed.findings).toContainEqual(
      expect.objectContaining({ level: "ok", code: "permissions-ok", who: "app kim.ys" }),
    );

    const noAuthority = [
      "--server",
      trial.servers.join(","),
      "--creds",
      join(trial.kit, "users", "administrator.creds"),
    ];
    const distrusting = JSON.parse((await alrimi("broker", "check", ...noAuthority, "--json")).out);
    expect(distrusting.findings.map((each: { code: string }) => each.code)).toContain("certificate-bad");
  } finally {
    await trial.stop();
  }
  const down = await alrimi("broker", "check", "--kit", trial.kit);
  expect(down.code).toBe(3);
  expect(down.err).toContain("no answer");
});

test.each(["SIGINT", "SIGTERM", "SIGKILL"] as const)(
  "broker up - after %s no process is left",
  async (signal) => {
    const dataDir = kitOf(`up-${signal}`);
    const child = spawn(
      process.execPath,
      [
        ...[join(import.meta.dirname, "../../build/alrimi.mjs"), "broker", "up", "--nodes", "3"],
        ...["--data-dir", dataDir, "--port", String(20_000 + Math.floor(Math.random() * 5000))],
      ],
      { env: { ...process.env, LC_ALL: "C" }, stdio: ["ignore", "pipe", "inherit"] },
    );
    const { pids, lines } = await untilAnnounced(child);
    expect(pids).toHaveLength(3);
    const isOld = isTooOldForCluster((await localServerVersion()) ?? "");
    expect(lines.filter((line) => line.includes("2.10 or later"))).toHaveLength(isOld ? 1 : 0);
    const plan = JSON.parse(await readFile(join(dataDir, "kit", "broker.json"), "utf8")) as BrokerPlan;
    expect(clientUrls(plan)).toHaveLength(3);
    const gone = once(child, "exit");
    child.kill(signal);
    expect(await gone).toEqual(signal === "SIGKILL" ? [null, signal] : [0, null]);
    await expect.poll(() => pids.filter(isAlive)).toEqual([]);
  },
);

/** What it says until it says how to end it, and the servers' process ids in that. */
async function untilAnnounced(
  child: ChildProcess,
): Promise<{ readonly pids: readonly number[]; readonly lines: readonly string[] }> {
  const lines: string[] = [];
  if (child.stdout === null) throw new Error("no output");
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (line.startsWith("Ctrl-C")) break;
  }
  const pids = lines.flatMap((line) => /\(process (\d+)\)/.exec(line)?.[1] ?? []).map(Number);
  return { pids, lines };
}

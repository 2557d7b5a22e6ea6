import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runHere, type Told } from "./run-here.ts";

/** Mistakes on the command line: each is reported in words before anything is dialled or written. */

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-slips-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const alrimi = (args: readonly string[], stdin = "", locale = "C"): Promise<Told> =>
  runHere(args, { LANG: locale, ALRIMI_SERVERS: "nats://127.0.0.1:1" }, stdin);

async function kitOf(name: string): Promise<string> {
  const kit = join(folder, name);
  expect((await alrimi(["broker", "config", "--out", kit, "--host", "a.example.com"])).code).toBe(0);
  return kit;
}

test.each([0, 4000])(
  "broker up - a port that is taken is named, also the one %i above, and no folder is made",
  async (above) => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const dataDir = join(folder, `up-${above}`);
    try {
      const args = ["broker", "up", "--data-dir", dataDir, "--port", String(port - above)];
      const told = await alrimi(args);
      expect(told).toMatchObject({ code: 1, err: expect.stringContaining(`uses port ${port};`) });
      expect(told.err).toContain("--port");
      expect((await alrimi(args, "", "ko_KR.UTF-8")).err).toContain(`포트 ${port}`);
      expect(existsSync(dataDir)).toBe(false);
    } finally {
      server.close();
    }
  },
);

test("broker up - a port that has no room above it for the others is refused", async () => {
  const told = await alrimi(["broker", "up", "--data-dir", join(folder, "high"), "--port", "65000"]);
  expect(told).toMatchObject({ code: 1, err: expect.stringContaining("clusterPort") });
});

test.each(["a_b", "one=-a", "so me=a.example.com", "2001:db8::1"])(
  "broker config - that %j names no host is said in words",
  async (host) => {
    const args = ["broker", "config", "--out", join(folder, "host"), "--host", host];
    const told = await alrimi(args);
    expect(told).toMatchObject({
      code: 1,
      err: expect.stringContaining(`--host ${host} does not name a host`),
    });
    expect(told.err).toContain("[2001:db8::1]");
    expect(told.err).not.toMatch(/\^|\\|A-Za-z/);
    expect((await alrimi(args, "", "ko_KR.UTF-8")).err).toContain("호스트가 아닙니다");
    expect(existsSync(join(folder, "host"))).toBe(false);
  },
);

test("broker config - a host that was spoilt in broker.json is said in words too", async () => {
  const kit = await kitOf("spoilt");
  const file = join(kit, "broker.json");
  await writeFile(file, (await readFile(file, "utf8")).replace("a.example.com", "a b"));
  const { err } = await alrimi(["broker", "config", "--out", kit]);
  expect(err).toContain("servers.0.host: it is neither a host name nor an address");
});

test.each([
  ["no JSON", "{", "not-json"],
  [
    "a link that no app opens",
    '{"services":[{"id":"a","name":{"ko":"a","en":"a"},"url":"http://a/"}]}',
    "origin-not-allowed",
  ],
])("catalog put - %s is refused before anybody is dialled", async (_, text, reason) => {
  expect(await alrimi(["catalog", "put", "-"], text)).toMatchObject({
    code: 1,
    err: expect.stringContaining(reason),
  });
});

test.each([
  ["a line break", ["users", "mint", "hong\n.gd"]],
  ["one behind a good id", ["users", "mint", "hong.gd", "kim.ys\r"]],
  ["what cannot be seen", ["users", "mint", "hong\u200b.gd"]],
  ["a service with a tab", ["users", "mint", "--service", "hr\tleave"]],
])("users mint - an id with %s gets no credentials, and nobody else does", async (what, args) => {
  const kit = await kitOf(`mint-${what.replaceAll(" ", "-")}`);
  const before = await readdir(join(kit, "users"));
  const told = await alrimi([...args, "--kit", kit]);
  expect(told).toMatchObject({ code: 1, err: expect.stringMatching(/is not an id: it has U\+\w{4} as/) });
  expect(await readdir(join(kit, "users"))).toEqual(before);
  const { code } = await alrimi(["broker", "config", "--out", kit, "--user", "a\nb"]);
  expect(code).toBe(1);
});

test("users revoke - what was made for such an id before is taken back all the same", async () => {
  const kit = await kitOf("earlier");
  expect((await alrimi(["users", "mint", "kim", "--kit", kit])).code).toBe(0);
  const file = join(kit, "broker.json");
  await writeFile(file, (await readFile(file, "utf8")).replace('"kim"', '"k%0Aim"'));
  expect(await alrimi(["users", "revoke", "k\nim", "--kit", kit])).toMatchObject({
    code: 0,
    out: expect.stringContaining("Revoked: 1."),
  });
});

test.each([
  ["--count", ["publish", "--user", "u", "--service", "s", "--count", "1", "--count", "2"]],
  ["--user", ["publish", "--user", "u", "--service", "s", "--count", "1", "--user=v"]],
  ["--kit", ["users", "mint", "a", "--kit", "x", "--kit", "x"]],
  ["--port", ["broker", "up", "--port", "4222", "--port", "4223"]],
  ["--tls-ca", ["catalog", "show", "--tls-ca", "a", "--tls-ca", "b"]],
])("alrimi - %s given twice is refused, for one of the two would be ignored", async (option, args) => {
  expect(await alrimi(args)).toMatchObject({
    code: 2,
    err: expect.stringContaining(`${option} is given twice`),
  });
  expect((await alrimi(args, "", "ko_KR.UTF-8")).err).toContain("두 번");
});

test("alrimi - options that may be repeated may", async () => {
  const kit = join(folder, "repeated");
  const twice = ["--host", "a", "--host", "b", "--host", "c", "--user", "kim", "--user", "lee"];
  expect((await alrimi(["broker", "config", "--out", kit, ...twice])).code).toBe(0);
  const show = ["catalog", "show", "--server", "nats://127.0.0.1:1", "--server", "nats://127.0.0.1:2"];
  expect((await alrimi(show)).code).toBe(3);
});

test.each(["--version", "-V"])("alrimi - %s is that of the package, also as a process", async (option) => {
  const root = join(import.meta.dirname, "../..");
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string };
  expect(await alrimi([option])).toEqual({ code: 0, out: `${version}\n`, err: "" });
  const child = spawn(process.execPath, [join(root, "build/alrimi.mjs"), option]);
  let out = "";
  child.stdout.on("data", (chunk) => (out += chunk));
  expect(await once(child, "close")).toEqual([0, null]);
  expect(out).toBe(`${version}\n`);
});

import { spawn } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { run } from "../../../build/runtime/run.ts";
import { type Check, checkForUpdate } from "../../../main/desktop/update/signed-updater.ts";
import { removeOldVersions } from "../../../main/desktop/update/versions.ts";
import { canMount } from "../../e2e/can-mount.ts";
import { times } from "../../sample.ts";
import { authority } from "../broker/tls-broker.ts";
import { layOut, PROGRAM, type TarEntry, tarGz, versionEntries } from "./tar-archive.ts";
import { CHANNEL, startUpdateServer, type UpdateServer } from "./update-server.ts";

/** The whole way of an update without Electron, against a real server with an authority of its own. */

let work: string;
let server: UpdateServer;
let place: string;
let program: string;
let check: Check;
let isWanted: boolean;
let downloading: string[];

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), "alrimi-updates-"));
  server = await startUpdateServer(work);
});
beforeEach(async () => {
  place = join(await mkdtemp(join(work, "home-")), "alrimi");
  program = join(place, "alrimi");
  await layOut(place, "0.1.0");
  for (const name of ["notes.txt", "resources/notes.txt"])
    await writeFile(join(place, name), "the person's own");
  isWanted = true;
  downloading = [];
  const userData = join(dirname(place), "data");
  check = {
    server: server.url,
    caFile: server.caFile,
    publicKey: server.publicKey,
    program,
    installed: "0.1.0",
    userData,
    cache: join(userData, "updates"),
    downloading: ({ version }) => downloading.push(version),
    isStillWanted: () => isWanted,
    silence: 1_000,
  };
  server.asked.length = 0;
  server.answer = undefined;
});
afterEach(async () => {
  for (const name of await readdir(server.files)) await rm(join(server.files, name));
});
afterAll(async () => {
  await server?.close();
  await rm(work, { recursive: true, force: true });
});

/** The version that the next start uses. */
async function installed(): Promise<string> {
  return (await readFile(program, "utf8")).slice(PROGRAM.length);
}

async function expectFailure(reason: string, detail: RegExp, more: Partial<Check> = {}): Promise<void> {
  expect(await checkForUpdate({ ...check, ...more })).toEqual({
    kind: "failed",
    reason,
    detail: expect.stringMatching(detail),
  });
  await expectUnchanged();
}

async function expectUnchanged(): Promise<void> {
  expect(await installed()).toBe("0.1.0");
  expect((await lstat(program)).isFile()).toBe(true);
  const left = await readdir(join(place, "versions")).catch(() => []);
  expect(left.filter((name) => !name.startsWith(".lock"))).toEqual([]);
  expect(await readdir(join(check.cache, "pending")).catch(() => [])).toEqual([]);
  expect(await readdir(dirname(place))).not.toContain("evil");
}

test("update - a newer version is added beside the running one, and the program leads to it", async () => {
  await server.publish("0.2.0", tarGz(versionEntries("0.2.0")), ["releaseNotes: 새 설정이 생겼습니다"]);
  expect(await checkForUpdate(check)).toEqual({
    kind: "ready",
    offered: { version: "0.2.0", notes: "새 설정이 생겼습니다" },
  });
  expect(downloading).toEqual(["0.2.0"]);
  expect(await readlink(program)).toBe("versions/0.2.0/alrimi");
  expect(await installed()).toBe("0.2.0");
  expect(await readFile(join(place, "icudtl.dat"), "utf8")).toBe("0.1.0"); // the running one keeps its files
  expect(server.asked).toEqual([
    `/alrimi/${CHANNEL}`,
    `/alrimi/${CHANNEL}.sig`,
    "/alrimi/alrimi-0.2.0.tar.gz",
  ]);
});

test("update - what is old goes once the new version runs, and what is the person's stays", async () => {
  await server.publish("0.2.0", tarGz(versionEntries("0.2.0")));
  await checkForUpdate(check);
  expect(await removeOldVersions(program, program)).toEqual([]); // the old one still runs
  const next = join(place, "versions/0.2.0/alrimi");
  await symlink(await mkdtemp(join(work, "elsewhere-")), join(place, "locales"));
  await writeFile(join(place, "locales/ko.pak"), "the person's own");
  await mkdir(join(place, "versions/0.2.0/locales"));
  await writeFile(join(place, "versions/0.2.0/locales/ko.pak"), "");
  expect(await removeOldVersions(program, next)).toEqual([place]);
  expect(await readFile(join(place, "locales/ko.pak"), "utf8")).toBe("the person's own");
  await rm(join(place, "locales"));
  expect(await removeOldVersions(program, next)).toEqual([]);
  expect((await readdir(place)).sort()).toEqual(["alrimi", "notes.txt", "resources", "versions"]);
  expect(await readdir(join(place, "resources"))).toEqual(["notes.txt"]);

  await server.publish("0.3.0", tarGz(versionEntries("0.3.0")));
  expect(await checkForUpdate({ ...check, installed: "0.2.0" })).toMatchObject({ kind: "ready" });
  await removeOldVersions(program, join(place, "versions/0.3.0/alrimi"));
  expect(await installed()).toBe("0.3.0");
  expect(await readdir(join(place, "versions"))).toEqual(["0.3.0"]);
  expect(await readFile(join(place, "notes.txt"), "utf8")).toBe("the person's own");
});

test.each(["0.1.0", "0.0.9"])("update - version %s on the server changes nothing", async (version) => {
  await server.publish(version, tarGz(versionEntries(version)));
  expect(await checkForUpdate(check)).toEqual({ kind: "nothing-newer" });
  await expectUnchanged();
});

test("signature - another key, another file and no file are refused before anything is downloaded", async () => {
  const { privateKey } = generateKeyPairSync("ed25519");
  await server.publish("0.2.0", tarGz(versionEntries("0.2.0")), [], privateKey);
  await expectFailure("signature", /latest-linux.yml is not signed/);
  await server.publish("0.2.0", tarGz(versionEntries("0.2.0")));
  const file = join(server.files, CHANNEL);
  await writeFile(file, (await readFile(file, "utf8")).replace("0.2.0", "0.3.0"));
  await expectFailure("signature", /is not signed/);
  await rm(`${file}.sig`);
  await expectFailure("answer", /latest-linux.yml.sig answered 404/);
  expect(server.asked.filter((path) => path.endsWith(".gz"))).toEqual([]);
});

test("checksum - an archive that was changed after the signature is refused before it is unpacked", async () => {
  const archive = await server.publish("0.2.0", tarGz(versionEntries("0.2.0")));
  const bytes = await readFile(archive);
  bytes.writeUInt8(bytes.readUInt8(40) ^ 1, 40);
  await writeFile(archive, bytes);
  await expectFailure("checksum", /is not the file that was signed/);
  await writeFile(archive, Buffer.concat([bytes, bytes]));
  await expectFailure("answer", /is larger than/);
});

test("staging - nobody gets 0 %, NaN or a fraction; everybody gets 100 %; the same person each time", async () => {
  for (const written of ["0", ".nan", "x", "99.5", "101", "-1", "", '"100"', "[100]"]) {
    await server.publish("0.2.0", tarGz(versionEntries("0.2.0")), [`stagingPercentage: ${written}`]);
    expect([written, await checkForUpdate(check)]).toEqual([written, { kind: "nothing-newer" }]);
  }
  const id = () => readFile(join(check.userData, ".updaterId"), "utf8");
  const first = await id();
  await server.publish("0.2.0", tarGz(versionEntries("0.2.0")), ["stagingPercentage: 100"]);
  expect(await checkForUpdate(check)).toMatchObject({ kind: "ready" });
  expect(await id()).toBe(first);
});

test("server - a redirect, also to the same server, is not followed", async () => {
  await server.publish("0.2.0", tarGz(versionEntries("0.2.0")));
  server.answer = ({ url }, response) => {
    if (!url?.endsWith(".gz")) return false;
    response.writeHead(302, { location: `${server.url}/elsewhere.tar.gz` }).end();
    return true;
  };
  await expectFailure("answer", /answered 302/);
  expect(server.asked.at(-1)).toMatch(/alrimi-0.2.0.tar.gz$/);
});

test("server - its certificate must be of a known authority", async () => {
  await server.publish("0.2.0", tarGz(versionEntries("0.2.0")));
  const other = await mkdtemp(join(work, "other-"));
  await authority(join(other, "ca"));
  await expectFailure("certificate", /self.signed|unable to/i, { caFile: join(other, "ca/ca.pem") });
  await expectFailure("certificate", /self.signed|unable to/i, { caFile: undefined });
  expect(server.asked).toEqual([]);
});

test("server - silence before and within a file, too much, and nobody there end with a reason", async () => {
  await server.publish("0.2.0", tarGz(versionEntries("0.2.0")));
  server.answer = () => true;
  await expectFailure("silent", /sent nothing in time/);
  server.answer = ({ url }, response) => {
    if (url?.endsWith(".gz")) response.write("x");
    return url?.endsWith(".gz") ?? false;
  };
  await expectFailure("silent", /sent nothing in time/);
  server.answer = (_request, response) => {
    response.end("x".repeat(70_000));
    return true;
  };
  await expectFailure("answer", /larger than 65536/);
  server.answer = ({ socket }) =>
    socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
  await expectFailure("answer", /without an answer/);
  server.answer = ({ socket }) => Boolean(socket.destroy());
  await expectFailure("unreachable", /./);
  await expectFailure("unreachable", /ECONNREFUSED/, { server: "https://127.0.0.1:9/" });
});

test("channel - what is no channel is refused, although it is signed", async () => {
  for (const line of [
    "version: ../../evil",
    "files: []",
    "version: 1",
    "  bad: [",
    "files: [{url: ../x.tar.gz}]",
  ]) {
    await server.publish("0.2.0", tarGz(versionEntries("0.2.0")), [line]);
    await expectFailure("channel", /latest-linux.yml/);
  }
});

const evil = (entry: TarEntry, before: TarEntry[] = []): TarEntry[] => [
  ...versionEntries("0.2.0"),
  ...before,
  entry,
];
const ATTACKS: Readonly<Record<string, readonly TarEntry[]>> = {
  "a path upwards": evil({ path: "alrimi-0.2.0/../../../evil", content: "x" }),
  "a path upwards from the top": evil({ path: "../evil", content: "x" }),
  "an absolute path": evil({ path: "/tmp/evil", content: "x" }),
  "a link": evil({ path: "alrimi-0.2.0/link", type: "2", target: "/etc/passwd" }),
  "a hard link": evil({ path: "alrimi-0.2.0/hard", type: "1", target: "/etc/passwd" }),
  "a device": evil({ path: "alrimi-0.2.0/null", type: "3" }),
  "a pax header": evil({ path: "alrimi-0.2.0/x", type: "x", content: "18 path=../../evil\n" }),
  "a file in a link": evil({ path: "alrimi-0.2.0/l/evil" }, [
    { path: "alrimi-0.2.0/l", type: "2", target: "/tmp" },
  ]),
  "the same file twice": evil({ path: "alrimi-0.2.0/alrimi", content: "x", mode: 0o755 }),
  "a second top": evil({ path: "other/file", content: "x" }),
  "an empty name": evil({ path: "alrimi-0.2.0//x", content: "x" }),
  "a backslash": evil({ path: "alrimi-0.2.0/..\\x", content: "x" }),
  "a file as the top": [{ path: "alrimi", content: "x" }],
  "no program": versionEntries("0.2.0").filter(({ path }) => !path.endsWith("/alrimi")),
  "another version": versionEntries("0.1.0"),
  "another machine": versionEntries("0.2.0", PROGRAM.replace("\x3e", "\xb7")),
};
test.each(Object.keys(ATTACKS))("archive - %s refuses it, although it is signed", async (name) => {
  await server.publish("0.2.0", tarGz(ATTACKS[name] ?? []));
  await expectFailure("archive", /^the archive/);
});

test("archive - a cut one and one that is no gzip are refused", async () => {
  const whole = tarGz(versionEntries("0.2.0"));
  await server.publish("0.2.0", whole.subarray(0, -30));
  await expectFailure("archive", /^the archive is refused/);
  await server.publish("0.2.0", Buffer.from("no gzip"));
  await expectFailure("archive", /^the archive is refused/);
});

test("disk - a versions folder that is a file changes nothing, and the next check succeeds", async () => {
  await server.publish("0.2.0", tarGz(versionEntries("0.2.0")));
  await writeFile(join(place, "versions"), "");
  expect(await checkForUpdate(check)).toMatchObject({ kind: "failed" });
  expect(await installed()).toBe("0.1.0");
  await rm(join(place, "versions"));
  expect(await checkForUpdate(check)).toMatchObject({ kind: "ready" });
});

test.skipIf(!canMount())("disk - a full one changes nothing", async () => {
  const large = { path: "alrimi-0.2.0/large", content: randomBytes(2_000_000) };
  const archive = await server.publish("0.2.0", tarGz([...versionEntries("0.2.0"), large]));
  const versions = join(place, "versions");
  await mkdir(versions);
  const node = [process.execPath, "--import", "tsx", join(import.meta.dirname, "add-version.ts")];
  const small = 'mount -t tmpfs -o size=1m none "$0" && exec "$@"';
  const { code, output } = await run(
    "unshare",
    ["--mount", "sh", "-c", small, versions, ...node, program, archive, "0.2.0"],
    { limit: 60_000 },
  );
  expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining("ENOSPC") });
  await expectUnchanged();
});

test("signature - openssl makes the same one, for who changes the channel file by hand", async () => {
  await server.publish("0.2.0", tarGz(versionEntries("0.2.0")), ["stagingPercentage: 0"]);
  const file = join(server.files, CHANNEL);
  await writeFile(
    file,
    (await readFile(file, "utf8")).replace("stagingPercentage: 0", "stagingPercentage: 100"),
  );
  await expectFailure("signature", /is not signed/);
  const page = await readFile(join(import.meta.dirname, "../../../build/package/README.md"), "utf8");
  const command = /^openssl pkeyutl .*$/m.exec(page)?.[0].replace("update-key.pem", server.keyFile) ?? "";
  const { code, output } = await run("sh", ["-c", command], { limit: 60_000, cwd: server.files });
  expect({ code, output }).toEqual({ code: 0, output: "" });
  expect(await checkForUpdate(check)).toMatchObject({ kind: "ready" });
});

test("policy - one that was taken back meanwhile leaves the install as it is", async () => {
  await server.publish("0.2.0", tarGz(versionEntries("0.2.0")));
  isWanted = false;
  await expectFailure("other", /switched off/);
});

test("versions - what a killed update left is no obstacle", async () => {
  await server.publish("0.2.0", tarGz(versionEntries("0.2.0")));
  await mkdir(join(place, "versions/.new/resources"), { recursive: true });
  await mkdir(join(place, "versions/0.2.0")); // renamed, but not linked to
  await symlink("versions/0.2.0/alrimi", `${program}.new`);
  await writeFile(`${program}.first`, "");
  expect(await checkForUpdate(check)).toMatchObject({ kind: "ready" });
  expect(await installed()).toBe("0.2.0");
});

test("versions - a slow update does not replace a newer one that another process has made meanwhile", async () => {
  const archive = await server.publish("0.2.0", tarGz(versionEntries("0.2.0")));
  const bytes = await readFile(archive);
  let isNewer = false;
  server.answer = ({ url }, response) => {
    if (isNewer || !url?.endsWith("0.2.0.tar.gz")) return false;
    isNewer = true;
    server
      .publish("0.3.0", tarGz(versionEntries("0.3.0")))
      .then(() => checkForUpdate({ ...check, cache: join(check.userData, "other") }))
      .then(() => response.end(bytes));
    return true;
  };
  expect(await checkForUpdate({ ...check, silence: 20_000 })).toMatchObject({
    kind: "failed",
    reason: "other",
  });
  expect(await installed()).toBe("0.3.0");
});

test("versions - folders of the person's own beside the versions stay", async () => {
  await mkdir(join(place, "versions/of my book"), { recursive: true });
  await writeFile(join(place, "versions/of my book/notes.txt"), "the person's own");
  await server.publish("0.2.0", tarGz(versionEntries("0.2.0")));
  await checkForUpdate(check);
  await mkdir(join(place, "versions/0.1.9"));
  await removeOldVersions(program, join(place, "versions/0.2.0/alrimi"));
  expect((await readdir(join(place, "versions"))).sort()).toEqual(["0.2.0", "of my book"]);
});

test("versions - two processes that update at once leave one whole version", async () => {
  await server.publish("0.2.0", tarGz(versionEntries("0.2.0")));
  const outcomes = await Promise.all(
    ["a", "b", "c"].map((name) => checkForUpdate({ ...check, cache: join(check.userData, name) })),
  );
  expect(outcomes).toContainEqual({ kind: "ready", offered: { version: "0.2.0" } });
  expect(await installed()).toBe("0.2.0");
});

test("versions - a kill at any moment leaves a whole version to start, and the next update succeeds", async () => {
  const large: TarEntry[] = [...Array(20).keys()].map((number) => ({
    path: `alrimi-0.2.0/part-${number}`,
    content: Buffer.alloc(200_000, number),
  }));
  const archive = await server.publish("0.2.0", tarGz([...versionEntries("0.2.0"), ...large]));
  for (let round = 0; round < times(12, 100); round++) {
    await killedWhileAdding(archive, round * 7);
    const version = await installed();
    expect((await stat(program)).mode & 0o100).not.toBe(0);
    const folder = (await lstat(program)).isSymbolicLink() ? join(place, "versions", version) : place;
    expect(await readFile(join(folder, "icudtl.dat"), "utf8")).toBe(version);
    if (version === "0.2.0") expect((await readdir(folder)).length).toBe(23);
    if (version !== "0.1.0") break;
  }
  expect(await checkForUpdate(check)).toMatchObject({ kind: "ready" });
  expect(await installed()).toBe("0.2.0");
});

/** @param after milliseconds from its first line */
async function killedWhileAdding(archive: string, after: number): Promise<void> {
  const script = join(import.meta.dirname, "add-version.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script, program, archive, "0.2.0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  const exited = once(child, "exit");
  await setTimeout(after);
  child.kill("SIGKILL");
  await exited;
}

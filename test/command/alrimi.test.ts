import { spawn } from "node:child_process";
import { once } from "node:events";
import { open, writeFile } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { STREAMS } from "../../main/contract/streams.ts";
import { createPublisher } from "../../main/publisher/publish.ts";
import { type RealBroker, realBroker, SERVICE } from "../nats/real-broker.ts";
import { runHere, type Told } from "./run-here.ts";

let real: RealBroker;
beforeAll(async () => {
  real = await realBroker();
});
afterAll(() => real.dispose());

let user: string;
let users = 0;
beforeEach(() => {
  user = `person-${++users}`;
});

/** The command in this process, as the administrator or as a writer. */
const alrimi = (
  as: string,
  args: readonly string[],
  more: { readonly env?: NodeJS.ProcessEnv; readonly stdin?: string } = {},
): Promise<Told> =>
  runHere(
    args,
    {
      LANG: "C",
      ALRIMI_SERVERS: real.broker.url,
      ALRIMI_USERNAME: as,
      ALRIMI_PASSWORD: `${as}-password`,
      ...more.env,
    },
    more.stdin,
  );

const publishArgs = (...more: string[]) => ["publish", "--user", user, "--service", SERVICE, ...more];
const CATALOG = {
  services: [{ id: SERVICE, name: { ko: "휴가", en: "Leave" }, url: "https://hr.example.com/" }],
};

test("alrimi - a certificate without its key is told by its file, in the language of the person", async () => {
  const file = join(real.folder, "person.pem");
  await writeFile(file, "no certificate");
  const args = ["catalog", "show", "--tls-cert", file];
  expect(await alrimi("admin", args)).toEqual({
    code: 1,
    out: "",
    err: `The file ${file} cannot be used: no file is named for the key to this certificate.\n`,
  });
  const key = [...args, "--tls-key", file];
  const korean = await alrimi("admin", key, { env: { LANG: "ko_KR.UTF-8" } });
  expect(korean).toMatchObject({ code: 1, err: expect.stringContaining("인증서(PEM)가 들어 있지 않습니다") });
});

test("alrimi - provision tells what it did, and again that nothing changed", async () => {
  await using bare = await realBroker({ bare: true });
  const env = { ALRIMI_SERVERS: bare.broker.url };
  const names = STREAMS.map(({ name }) => name);
  expect(await alrimi("admin", ["provision"], { env })).toEqual({
    code: 0,
    out: `${[...names, "HEARTBEAT", "KEEPER"].map((name) => `${name}: created\n`).join("")}`,
    err: "",
  });
  const again = await alrimi("admin", ["provision", "--json"], { env });
  expect(JSON.parse(again.out)).toEqual({
    ok: true,
    streams: names.map((stream) => ({ stream, kind: "unchanged" })),
    consumers: [
      { consumer: "HEARTBEAT", kind: "unchanged" },
      { consumer: "KEEPER", kind: "unchanged" },
    ],
  });
  expect(await alrimi("admin", ["provision", "--replicas", "3"], { env })).toMatchObject({ code: 1 });
});

test("alrimi - before provision, publish says which stream is missing and exits with 3", async () => {
  await using bare = await realBroker({ bare: true });
  const told = await alrimi(SERVICE, publishArgs("--count", "1"), {
    env: { ALRIMI_SERVERS: bare.broker.url },
  });
  expect(told).toMatchObject({ code: 3, out: "", err: expect.stringContaining('"alrimi provision"') });
});

const EARLY = ["--occurred-at", "2026-02-28T09:00:00+09:00"];

test("alrimi - publish says what is kept, and what is not because something newer or the same is", async () => {
  expect(await alrimi(SERVICE, publishArgs("--count", "3", "--sequence", "5", ...EARLY))).toEqual({
    code: 0,
    out: `Kept: 3 waiting for ${user} in ${SERVICE} (sequence 5).\n`,
    err: "",
  });
  const earlier = ["--occurred-at", "2026-02-27T09:00:00+09:00"];
  const late = await alrimi(SERVICE, publishArgs("--count", "9", "--sequence", "4", ...earlier));
  expect(late).toMatchObject({
    code: 0,
    out: expect.stringContaining("newer event is kept already (sequence 5)"),
  });
  const same = await alrimi(SERVICE, publishArgs("--count", "3", "--sequence", "5", "--json", ...EARLY));
  expect(JSON.parse(same.out)).toMatchObject({ ok: true, outcome: "kept", reason: "duplicate" });
});

test("alrimi - publish ends with 5 when the event is later than the kept one, but its number is not", async () => {
  await alrimi(SERVICE, publishArgs("--count", "7", "--sequence", "900", ...EARLY));
  const restored = await alrimi(SERVICE, publishArgs("--count", "2", "--sequence", "3"));
  expect(restored).toMatchObject({
    code: 5,
    out: "",
    err: expect.stringContaining("Was a database restored"),
  });
  expect(restored.err).toContain("(sequence 3; kept: sequence 900)");
  expect(await alrimi(SERVICE, publishArgs("--count", "2", "--sequence", "3", "--epoch", "1"))).toMatchObject(
    {
      code: 0,
      out: expect.stringContaining("epoch 1, sequence 3"),
    },
  );
});

test("alrimi - publish without a keeper says that the event is stored and nobody has kept it yet", async () => {
  await using alone = await realBroker({ withoutKeeper: true });
  const env = { ALRIMI_SERVERS: alone.broker.url };
  expect(await alrimi(SERVICE, publishArgs("--count", "3"), { env })).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^Stored: 3 .*\nIt is not kept yet/),
  });
});

test("alrimi - publish takes times, epoch and no sequence", async () => {
  const args = publishArgs("--count", "2", "--epoch", "3", "--due-at", "2026-03-01T18:00:00+09:00", "--json");
  const told = await alrimi(SERVICE, [...args, "--occurred-at", "2026-02-28T09:00:00+09:00"]);
  expect(JSON.parse(told.out)).toMatchObject({
    outcome: "kept",
    event: {
      user,
      epoch: 3,
      sequence: expect.any(Number),
      occurredAt: "2026-02-28T00:00:00.000Z",
      dueAt: "2026-03-01T09:00:00.000Z",
    },
  });
});

test.each([
  ["bad-count", ["--count", "-1"]],
  ["bad-count", ["--count", "99999999999999999999"]],
  ["bad-sequence", ["--count", "1", "--sequence", "five"]],
  ["sequence-unsafe", ["--count", "1", "--sequence", "9223372036854775808"]],
  ["bad-time", ["--count", "1", "--occurred-at", "yesterday"]],
  ["bad-due-time", ["--count", "1", "--due-at", "2026-02-30T00:00:00Z"]],
])("alrimi - publish refuses content with exit code 1 and the reason %s", async (reason, args) => {
  expect(await alrimi(SERVICE, publishArgs(...args))).toMatchObject({
    code: 1,
    out: "",
    err: expect.stringContaining(`Refused (${reason})`),
  });
});

test.each([
  [["publish"]],
  [["publish", "--user", "u", "--service", "s", "--count", "many"]],
  [["nonsense"]],
  [["catalog"]],
  [["catalog", "put"]],
  [["provision", "--nonsense"]],
  [["provision", "--replicas", "three"]],
  [["provision", "--replicas", "0"]],
  [["provision", "--replicas", "-1"]],
  [["provision", "--replicas", "6"]],
  [["provision", "--server", ""]],
  [["broker", "check", "--server", ","]],
  [["broker", "check", "--server", "nats://[::1"]],
  [["broker", "check", "--server", "http://127.0.0.1"]],
  [["provision", "--password", "x", "--password-file", "y"]],
  [["provision", "--server", "http://127.0.0.1"]],
  [[]],
])("alrimi - %j is a matter of usage: exit code 2", async (args) => {
  const told = await alrimi("admin", args);
  expect(told).toMatchObject({ code: 2, out: "" });
  expect(told.err).not.toBe("");
});

test("alrimi - help names the exit codes and is no error", async () => {
  const told = await alrimi("admin", ["--help"]);
  expect(told).toMatchObject({ code: 0, err: "", out: expect.stringContaining("Exit codes:") });
  expect(await alrimi("admin", ["publish", "--help"])).toMatchObject({ code: 0 });
});

test("alrimi - a catalog is put from a file or standard input, and shown", async () => {
  const file = join(real.folder, "catalog.json");
  await writeFile(file, JSON.stringify(CATALOG));
  expect(await alrimi("admin", ["catalog", "put", file])).toMatchObject({
    code: 0,
    out: "Catalog written: 1 service.\n",
  });
  expect(await alrimi("admin", ["catalog", "show"])).toMatchObject({
    code: 0,
    out: `${SERVICE}\tLeave\thttps://hr.example.com/\n`,
  });
  const old = JSON.stringify({ services: [{ ...CATALOG.services[0], url: "http://old.example.com/" }] });
  const refused = await alrimi("admin", ["catalog", "put", "-"], { stdin: old });
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining("--allow-origin") });
  const args = ["catalog", "put", "-", "--allow-origin", "http://old.example.com", "--json"];
  expect(JSON.parse((await alrimi("admin", args, { stdin: old })).out)).toMatchObject({
    ok: true,
    services: 1,
  });
});

test("alrimi - bad JSON, a missing file and a bad service are refused with exit code 1", async () => {
  expect(await alrimi("admin", ["catalog", "put", "-"], { stdin: "{" })).toMatchObject({
    code: 1,
    err: expect.stringContaining("not-json"),
  });
  const missing = join(real.folder, "missing.json");
  expect(await alrimi("admin", ["catalog", "put", missing])).toMatchObject({
    code: 1,
    err: `Cannot read ${missing}: ENOENT.\n`,
  });
  const bad = JSON.stringify({
    services: [
      { id: "", name: {} },
      { id: "a", name: {} },
    ],
  });
  expect(await alrimi("admin", ["catalog", "put", "-"], { stdin: bad })).toMatchObject({
    code: 1,
    err: expect.stringMatching(/bad-id.*\n.*bad-name/),
  });
});

test("alrimi - a wrong password and a login without the right exit with 4", async () => {
  const wrong = await alrimi("admin", ["catalog", "show"], { env: { ALRIMI_PASSWORD: "wrong" } });
  expect(wrong).toMatchObject({ code: 4, err: expect.stringContaining("refused the login") });
  const writer = await alrimi(SERVICE, ["provision"]);
  expect(writer).toMatchObject({ code: 4, err: expect.stringContaining("may not use") });
  const foreign = await alrimi(SERVICE, [
    "publish",
    "--user",
    "u",
    "--service",
    "mail",
    "--count",
    "1",
    "--json",
  ]);
  expect(foreign.code).toBe(4);
  expect(JSON.parse(foreign.out)).toMatchObject({ ok: false, reason: "permission" });
});

test("alrimi - the password may come from a file, and the command line goes before the environment", async () => {
  const file = join(real.folder, "password");
  await writeFile(file, "admin-password\n");
  const args = [
    "catalog",
    "show",
    "--username",
    "admin",
    "--password-file",
    file,
    "--server",
    real.broker.url,
  ];
  const elsewhere = { env: { ALRIMI_SERVERS: "nats://127.0.0.1:1" } };
  expect(await alrimi(SERVICE, args, elsewhere)).toMatchObject({ code: 0 });
  await writeFile(file, "\ufeffadmin-password\r\n"); // by an editor on Windows
  expect(await alrimi(SERVICE, args, elsewhere)).toMatchObject({ code: 0 });
});

test("alrimi - an unreachable broker, a stranger and a silent one exit with 3, also as a process", async () => {
  const sockets: Socket[] = [];
  const listen = async (greeting?: string) => {
    const server = createServer((socket) => {
      sockets.push(socket.on("error", () => {}));
      if (greeting !== undefined) socket.write(greeting);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    return { server, url: `nats://127.0.0.1:${(server.address() as { port: number }).port}` };
  };
  const [smtp, silent, gone] = [await listen("220 smtp\r\n"), await listen(), await listen()];
  await new Promise((resolve) => gone.server.close(resolve));
  const show = (url: string) => alrimi("admin", ["catalog", "show", "--server", url]);
  expect(await show(smtp.url)).toMatchObject({ code: 3, err: expect.stringContaining("not a NATS server") });
  expect(await show(silent.url)).toMatchObject({
    code: 3,
    err: expect.stringContaining("No answer in time"),
  });
  expect(await show(gone.url)).toMatchObject({
    code: 3,
    err: expect.stringContaining("Cannot reach the broker"),
  });
  // A real process must also end: no socket of a failed attempt may keep it alive.
  expect(await bin(["catalog", "show", "--server", silent.url])).toMatchObject({ code: 3 });
  for (const socket of sockets) socket.destroy();
  smtp.server.close();
  silent.server.close();
});

test("alrimi - several servers, repeated or comma-separated, are all tried", async () => {
  const args = [
    "catalog",
    "show",
    "--server",
    "nats://127.0.0.1:1,nats://127.0.0.1:2",
    "--server",
    real.broker.url,
  ];
  expect(await alrimi("admin", args)).toMatchObject({ code: 0 });
});

test("alrimi - it speaks Korean in a Korean locale", async () => {
  const env = { LANG: "ko_KR.UTF-8" };
  expect((await alrimi(SERVICE, publishArgs("--count", "3"), { env })).out).toContain("보관되었습니다");
  const wrong = await alrimi("admin", ["catalog", "show"], { env: { ...env, ALRIMI_PASSWORD: "wrong" } });
  expect(wrong.err).toContain("로그인을 거부했습니다");
  expect((await alrimi("admin", ["--help"], { env })).out).toContain("종료 코드:");
  expect((await alrimi("admin", ["--help"], { env: { ...env, LC_ALL: "C" } })).out).toContain("Exit codes:");
});

test("alrimi - as a process it publishes for a service and ends", async () => {
  const args = publishArgs("--count", "4", "--sequence", "1", "--server", real.broker.url, ...EARLY);
  expect(await bin([...args, "--username", SERVICE, "--password", `${SERVICE}-password`])).toMatchObject({
    code: 0,
  });
  const publisher = createPublisher(await real.asWriter(), { outcomeMs: 60_000 });
  const [, occurredAt = ""] = EARLY;
  expect(
    await publisher.publish({ user, service: SERVICE, count: 4, sequence: 1, occurredAt }),
  ).toMatchObject({ outcome: "kept", reason: "duplicate" });
});

test("alrimi - an output that cannot be written is said in one line, with exit code 1", async () => {
  await using full = await open("/dev/full", "w");
  const told = await bin(["--help"], { stdout: full.fd });
  expect(told).toEqual({ code: 1, out: "", err: "Cannot write the output: ENOSPC.\n" });
  const korean = await bin(["--help"], { stdout: full.fd, locale: "ko_KR.UTF-8" });
  expect(korean).toMatchObject({ code: 1, err: "결과를 출력할 수 없습니다: ENOSPC.\n" });
});

test("alrimi - where troubles cannot be told, the exit code still does", async () => {
  await using full = await open("/dev/full", "w");
  expect(await bin(["nonsense"], { stderr: full.fd })).toEqual({ code: 2, out: "", err: "" });
  expect(await bin(["--help"], { stdout: full.fd, stderr: full.fd })).toMatchObject({ code: 1 });
});

test("alrimi - a reader that has seen enough ends it quietly", async () => {
  expect(await bin(["--help"], { hangUp: true })).toEqual({ code: 0, out: "", err: "" });
});

interface Streams {
  /** Where an output goes instead of to the test: a file descriptor. */
  readonly stdout?: number;
  readonly stderr?: number;
  /** The reader of the output leaves before anything is written. */
  readonly hangUp?: boolean;
  readonly locale?: string;
}

async function bin(
  args: readonly string[],
  { stdout, stderr, hangUp, locale = "C" }: Streams = {},
): Promise<Told> {
  const program = join(import.meta.dirname, "../../build/alrimi.mjs");
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, LC_ALL: locale },
    stdio: ["ignore", stdout ?? "pipe", stderr ?? "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout?.on("data", (chunk) => (out += chunk));
  child.stderr?.on("data", (chunk) => (err += chunk));
  if (hangUp === true) child.stdout?.destroy();
  const [code] = (await once(child, "close")) as [number];
  return { code, out, err };
}

import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BrokerConfigInput, brokerConfig } from "../../main/admin/broker-config.ts";
import { startBroker } from "../../main/admin/embedded-broker.ts";
import { findProgram } from "../../main/admin/server-process.ts";
import { connectBroker } from "../../main/nats/connect-broker.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-config-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const input: BrokerConfigInput = {
  port: -1,
  storeDir: "/var/lib/alrimi",
  administrator: { username: "admin", password: "secret" },
  writers: [],
  apps: [],
};

const ODD = [
  'quote " and backslash \\ and \\" both',
  "$HOME $PATH $$ $1",
  "# no comment // nor this /* nor this */",
  "line\nbreak\r\n\ttab",
  "{ user: x } [ ] : = ; ,",
  "include 'x' \"y\"",
  "'single'",
  "\u0001\u0007\b\f\u001f\u007f\u0085\u009f",
  "한글 비밀번호 é 😀",
  "  spaces  ",
  "\\x41\\n\\u0041",
  "12345",
  "true",
  "$2b$not-bcrypt",
];

test("broker config - odd user names and passwords are taken to the letter by the real server", async () => {
  const [administrator, ...writers] = ODD.map((text, index) => ({
    username: `${index} ${text}`,
    password: `${text} ${index}`,
    service: `${index} ${text}`.trim(),
  }));
  if (administrator === undefined) throw new Error("no odd texts");
  const broker = await startBroker({
    dataDir: join(folder, 'odd "folder" $X'),
    config: { administrator, writers, apps: [], serverName: 'a"name"$X' },
  });
  try {
    for (const { username, password } of [administrator, ...writers]) {
      const login = { servers: [broker.url], username, reconnect: false };
      await (await connectBroker({ ...login, password })).close();
      await expect(connectBroker({ ...login, password: `${password}x` })).rejects.toMatchObject({
        reason: "authorization",
      });
    }
    await expect(connectBroker({ servers: [broker.url], reconnect: false })).rejects.toMatchObject({
      reason: "authorization",
    });
  } finally {
    await broker.stop();
  }
});

test("broker config - nats-server finds the text valid", async () => {
  const file = join(folder, "valid.conf");
  await writeFile(
    file,
    brokerConfig({ ...input, port: 4222, host: "0.0.0.0", monitorPort: 8222, portsFileDir: folder }),
  );
  const nats = findProgram("nats-server") ?? "nats-server";
  const { stdout, stderr } = await promisify(execFile)(nats, ["-t", "-c", file]);
  expect(stdout + stderr).toContain("is valid");
});

test("broker config - it listens on the loopback unless told otherwise, and lets nobody in without a login", () => {
  const text = brokerConfig(input);
  expect(text).toContain('host: "127.0.0.1"');
  expect(text).not.toContain("no_auth_user");
});

test.each<[string, Partial<BrokerConfigInput>]>([
  ["a port 0", { port: 0 }],
  ["a port that is none", { port: 70_000 }],
  ["an empty password", { administrator: { username: "admin", password: "" } }],
  ["an empty user name", { administrator: { username: "", password: "x" } }],
  ["a user name given twice", { apps: [{ user: "u", username: "admin", password: "x" }] }],
  ["a bad service", { writers: [{ service: "", username: "w", password: "x" }] }],
  ["a bad user", { apps: [{ user: "x".repeat(65), username: "u", password: "x" }] }],
])("broker config - %s is an error", (_what, wrong) => {
  expect(() => brokerConfig({ ...input, ...wrong })).toThrow(TypeError);
});

test("broker config - wildcards in an id stay letters", () => {
  const text = brokerConfig({ ...input, apps: [{ user: "*", username: "star", password: "x" }] });
  expect(text).toContain("approvals.%2A.*");
  const login = text.split("\n").find((line) => line.includes('user: "star"'));
  expect(login).not.toContain("approvals.*.*");
});

test("broker config - a login is given ten seconds, so that a busy server does not end those that wait for it", async () => {
  const { administrator, writers, apps } = input;
  const config = { administrator, writers, apps, monitorPort: -1 };
  const broker = await startBroker({ dataDir: join(folder, "patient"), config });
  try {
    const answer = await fetch(`${broker.monitorUrl}/varz`);
    expect(await answer.json()).toMatchObject({ auth_timeout: 10 });
  } finally {
    await broker.stop();
  }
});

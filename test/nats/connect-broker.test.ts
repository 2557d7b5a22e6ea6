import { once } from "node:events";
import { mkdtemp, writeFile } from "node:fs/promises";
import { createServer, connect as dial, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { nkeys } from "nats";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startBroker } from "../../main/admin/embedded-broker.ts";
import type { BrokerError } from "../../main/nats/broker-error.ts";
import { TidyTransport } from "../../main/nats/connect.ts";
import { type BrokerOptions, connectBroker } from "../../main/nats/connect-broker.ts";
import { authority, TlsBroker } from "../desktop/broker/tls-broker.ts";
import { type RealBroker, realBroker, until } from "./real-broker.ts";

let real: RealBroker;
beforeAll(async () => {
  real = await realBroker({ bare: true });
});
afterAll(() => real.dispose());

const servers: Server[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

/** A plain TCP server that greets with a text, or is silent, or hangs up. */
async function stranger(greeting: string | "hang-up" | undefined): Promise<string> {
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => {}).resume();
    if (greeting === "hang-up") socket.destroy();
    else if (greeting !== undefined) socket.write(greeting);
  }).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  return `nats://127.0.0.1:${(server.address() as { port: number }).port}`;
}

const login = { username: "admin", password: "admin-password" };
const refused = (options: BrokerOptions) =>
  connectBroker({ ...login, timeoutMs: 30_000, ...options }).then(
    () => "connected",
    (error: { reason: string; message: string }) => error,
  );

test.each([
  ["220 mail.example.com ESMTP ready\r\n", "not-nats"],
  ["HTTP/1.1 400 Bad Request\r\n\r\n", "not-nats"],
  ["INFO {not json}\r\n", "not-nats"],
  [undefined, "timeout"],
  ["no line break", "timeout"],
  ["hang-up", "unreachable"],
])("connect - a server that says %j is %s", async (greeting, reason) => {
  const url = await stranger(greeting);
  const timeoutMs = reason === "timeout" ? 300 : 30_000;
  const message = expect.stringContaining(url);
  expect(await refused({ servers: [url], timeoutMs })).toMatchObject({ reason, message });
});

test("connect - where nothing listens, and a name that is none, are unreachable", async () => {
  const url = await stranger(undefined);
  await new Promise((resolve) => servers.pop()?.close(resolve));
  expect(await refused({ servers: [url] })).toMatchObject({ reason: "unreachable" });
  expect(await refused({ servers: ["nats://no-such-host.invalid:4222"] })).toMatchObject({
    reason: "unreachable",
  });
});

test("connect - one of several servers is enough", async () => {
  const dead = await stranger("hang-up");
  const connection = await connectBroker({ ...login, servers: [dead, real.broker.url] });
  expect(connection.getServer()).toContain(String(real.broker.port));
  await connection.close();
});

test("connect - a wrong password and no login at all are told as authorization", async () => {
  const url = real.broker.url;
  expect(await refused({ servers: [url], password: "wrong" })).toMatchObject({ reason: "authorization" });
  await expect(connectBroker({ servers: [url] })).rejects.toMatchObject({ reason: "authorization" });
});

test("connect - TLS asked of a server that has none is told as tls", async () => {
  const url = real.broker.url.replace("nats:", "tls:");
  expect(await refused({ servers: [url] })).toMatchObject({ reason: "tls" });
});

test.each([
  ["127.0.0.1", "connected"],
  ["127.0.0.2", "is not in the cert's list: 127.0.0.1"],
])(
  "connect - with a certificate for 127.0.0.1 and localhost a server at %s is: %s",
  async (listen, expected) => {
    const broker = await TlsBroker.start(await mkdtemp(join(real.folder, "tls-")), { listen });
    try {
      for (const server of [broker.url, broker.url.replace("tls://", "")]) {
        const told = await connectBroker({
          ...login,
          servers: [server],
          tls: { caFile: broker.caFile },
        }).then(
          (connection) => connection.close().then(() => "connected"),
          (error: BrokerError) => `${error.reason}: ${error.message}`,
        );
        if (expected === "connected") expect(told).toBe(expected);
        else for (const part of ["tls: ", server, listen, expected]) expect(told).toContain(part);
      }
    } finally {
      await broker.stop();
    }
  },
);

test.each(["", "http://127.0.0.1:4222", "nats://user:pass@127.0.0.1:4222", "nats://", "nats://host:99999"])(
  "connect - %j is not a server address",
  async (server) => {
    expect(await refused({ servers: [server] })).toMatchObject({ reason: "bad-server" });
  },
);

test("connect - a credentials file that is missing or holds none is told by its name", async () => {
  const url = real.broker.url;
  const file = join(real.folder, "not.creds");
  expect(await refused({ servers: [url], credsFile: file })).toMatchObject({
    reason: "bad-file",
    message: expect.stringContaining(file),
  });
  await writeFile(file, "not a seed\n");
  for (const wrong of [{ credsFile: file }, { nkeyFile: file }]) {
    expect(await refused({ servers: [url], ...wrong })).toMatchObject({
      reason: "bad-file",
      message: expect.stringContaining(file),
    });
  }
  expect(await refused({ servers: [url], tls: { caFile: join(real.folder, "no-ca.pem") } })).toMatchObject({
    reason: "bad-file",
  });
});

test("connect - a certificate or a key that cannot be used is told by its name, in words", async () => {
  const at = join(real.folder, "authority");
  await authority(at);
  const mine = { certFile: join(at, "person", "server.pem"), keyFile: join(at, "person", "server-key.pem") };
  const text = join(real.folder, "no.pem");
  await writeFile(text, "no certificate");
  const strange = join(at, "server", "server-key.pem");
  for (const [tls, about, words] of [
    [{ ...mine, certFile: text }, text, "it holds no certificate (PEM)"],
    [{ ...mine, keyFile: strange }, strange, "it is not the key to the certificate"],
    [{ certFile: mine.certFile }, mine.certFile, "no file is named for the key to this certificate"],
    [{ caFile: text }, text, "it holds no certificate (PEM)"],
  ] as const) {
    const told = { reason: "bad-file", about, message: `The file ${about} cannot be used: ${words}.` };
    expect(await refused({ servers: [real.broker.url], tls })).toMatchObject(told);
  }
});

test("connect - a broker that asks for a certificate: a missing, a wrong and an expired one are said to be so", async () => {
  const broker = await TlsBroker.start(await mkdtemp(join(real.folder, "mutual-")), { isMutual: true });
  try {
    const other = await mkdtemp(join(real.folder, "other-"));
    await authority(other);
    const { caFile, personal } = broker;
    const wrong = {
      certFile: join(other, "person", "server.pem"),
      keyFile: join(other, "person", "server-key.pem"),
    };
    const told = (tls: BrokerOptions["tls"]) =>
      refused({ servers: [broker.url], timeoutMs: 3000, tls: { caFile, ...tls } });
    expect(await told({})).toMatchObject({
      reason: "tls",
      detail: "the server asks for a client certificate",
    });
    expect(await told(wrong)).toMatchObject({
      reason: "tls",
      detail: `the server asks for a client certificate, and does not accept ${wrong.certFile}`,
    });
    expect(await told(personal)).toBe("connected");
    await broker.expirePersonal();
    expect(await told(personal)).toMatchObject({ reason: "bad-file", detail: "certificate-expired" });
  } finally {
    await broker.stop();
  }
});

test("connect - an nkey file may hold comments beside the seed", async () => {
  const user = nkeys.createUser();
  const broker = await startBroker({
    dataDir: await mkdtemp(join(real.folder, "nkey-")),
    config: `authorization: { users: [{ nkey: ${user.getPublicKey()} }] }\n`,
  });
  try {
    const nkeyFile = join(real.folder, "commented.nk");
    await writeFile(nkeyFile, `# hr-leave, made in March\n${new TextDecoder().decode(user.getSeed())}\n`);
    const connection = await connectBroker({ servers: [broker.url], nkeyFile });
    await connection.close();
  } finally {
    await broker.stop();
  }
});

test("connect - a connection takes up a renewed credentials file when it dials again", async () => {
  const [before, after] = [nkeys.createUser(), nkeys.createUser()];
  const config = (user: typeof before): string =>
    `authorization: { users: [{ nkey: ${user.getPublicKey()} }] }\n`;
  const broker = await startBroker({
    dataDir: await mkdtemp(join(real.folder, "renewed-")),
    config: config(before),
  });
  try {
    const nkeyFile = join(real.folder, "renewed.nk");
    await writeFile(nkeyFile, before.getSeed());
    const connection = await connectBroker({ servers: [broker.url], nkeyFile });
    const client = connection.info?.client_id;
    await writeFile(nkeyFile, after.getSeed());
    await broker.reconfigure(config(after)); // ends what was logged in as the one before
    await until(() => connection.info?.client_id !== client);
    await connection.flush();
    await connection.close();
  } finally {
    await broker.stop();
  }
});

const HELLO = { server_id: "x", version: "2.10.0", headers: true, max_payload: 1024, tls_required: true };

test.each([
  ["says nothing", undefined],
  ["offers TLS and then says nothing", `INFO ${JSON.stringify(HELLO)}\r\n`],
])("connect - a server that %s is hung up on, every time", async (_what, greeting) => {
  const url = await stranger(greeting);
  for (let times = 1; times <= 3; times += 1) {
    expect(await refused({ servers: [url], timeoutMs: 300 })).toMatchObject({ reason: "timeout" });
    await until(() => sockets.length === times && sockets.every(({ destroyed }) => destroyed));
  }
});

test("connect - a server that fell silent is hung up on at each redial, and at the end", async () => {
  const { port } = real.broker;
  let isSilent = false;
  const server = createServer((client) => {
    sockets.push(client);
    client.on("error", () => {}).resume();
    if (isSilent) return;
    const upstream = dial(port, "127.0.0.1").on("error", () => {});
    client.pipe(upstream).pipe(client);
  }).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  const url = `nats://127.0.0.1:${(server.address() as { port: number }).port}`;
  const connection = await connectBroker({ ...login, servers: [url], timeoutMs: 1000 });
  isSilent = true;
  sockets[0]?.destroy();
  await until(() => sockets.length >= 4, 30_000);
  expect(sockets.slice(0, -1).filter(({ destroyed }) => !destroyed)).toEqual([]);
  await connection.close();
  await until(() => sockets.every(({ destroyed }) => destroyed));
});

test("connect - a dial that was given up may be given up again, and leaves no socket", async () => {
  const url = new URL(await stranger(undefined));
  const transport = new TidyTransport();
  const address = { hostname: url.hostname, port: Number(url.port), tlsName: "" };
  const dialled = transport.connect(address, {}).catch(() => "given up"); // its socket is on the way now
  await transport.close();
  await transport.close();
  expect(await dialled).toBe("given up");
  const later = dial(address.port, address.hostname);
  await until(() => sockets.some(({ remotePort }) => remotePort === later.localPort)); // comes behind the other, if that came
  later.destroy();
  await until(() => sockets.every(({ destroyed }) => destroyed));
});

test("connect - a connection whose server is gone closes at any moment between its dials", async () => {
  const connections = await Promise.all(
    Array.from({ length: 10 }, () => connectBroker({ ...login, servers: [real.broker.url] })),
  );
  await real.broker.kill();
  try {
    for (const connection of connections) {
      await new Promise(setImmediate);
      await connection.close();
      expect(connection.isClosed()).toBe(true);
    }
  } finally {
    await real.broker.restart();
  }
});

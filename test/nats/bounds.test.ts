import { mkdtemp, rm } from "node:fs/promises";
import { createServer, connect as dial } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Parser } from "nats/lib/nats-base-client/internal_mod.js";
import { afterEach, expect, test } from "vitest";
import { boundParsers } from "../../main/nats/bounds.ts";
import { connectNats } from "../../main/nats/connect.ts";
import { TlsBroker } from "../desktop/broker/tls-broker.ts";
import { FalseServer, type FalseServerOptions, type Moment } from "./false-server.ts";

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0).reverse()) await each();
});

async function falseServer(options: FalseServerOptions): Promise<FalseServer> {
  const server = await FalseServer.start(options);
  undo.push(() => server.stop());
  return server;
}

/** Says why it could not connect, or why the connection ended: one that is not dialled again. */
async function endOf(url: string): Promise<string> {
  const connection = await connectNats({
    servers: url,
    user: "hong.gd",
    pass: "secret",
    reconnect: false,
    timeout: 20_000,
    pingInterval: 3_600_000, // no ping of the client ends it
  }).catch((error: Error) => error.message);
  if (typeof connection === "string") return connection;
  const error = await connection.closed();
  return error?.message ?? "closed";
}

const MEBIBYTE = 1024 * 1024;
const aLine = /^unexpected response from server: a line of more than/;
const aMessage = "unexpected response from server: a message of more than 540672 bytes";
const nonsense = "unexpected response from server: the protocol cannot be parsed";

test.each<[string, Moment, Partial<FalseServerOptions>, RegExp]>([
  ["an endless greeting", "greeting", { says: "INFO {", repeats: "a" }, aLine],
  ["an endless greeting in bare line feeds", "greeting", { repeats: "\n" }, aLine],
  ...(["login", "connected"] as const).flatMap(
    (at): [string, Moment, Partial<FalseServerOptions>, RegExp][] => [
      ["an endless INFO line", at, { says: "INFO {", repeats: "a" }, aLine],
      ["an endless MSG line", at, { says: "MSG ", repeats: "a" }, aLine],
      ["an endless HMSG line", at, { says: "HMSG ", repeats: "a" }, aLine],
      ["an endless error", at, { says: "-ERR '", repeats: "a" }, aLine],
      ["an endless ping", at, { says: "PING ", repeats: "a" }, aLine],
      ["an endless +OK", at, { says: "+OK", repeats: " " }, aLine],
      ["a message of 2 GB", at, { says: "MSG a 1 2000000000\r\n", repeats: "\n" }, RegExp(aMessage)],
      [
        "a message of 10^400 bytes",
        at,
        { says: `MSG a 1 ${"9".repeat(400)}\r\n`, repeats: "a" },
        RegExp(aMessage),
      ],
      [
        "a headed message of 2 GB",
        at,
        { says: "HMSG a 1 10 2000000000\r\n", repeats: "a" },
        RegExp(aMessage),
      ],
      ["more headers than message", at, { says: "HMSG a 1 90 20\r\n", repeats: "a" }, RegExp(nonsense)],
      ["a size that is none", at, { says: "MSG a 1 x\r\n", repeats: "a" }, RegExp(nonsense)],
      ["no protocol", at, { repeats: "a" }, RegExp(nonsense)],
      ["pings without end, and reads nothing", at, { repeats: "PING\r\n", isDeaf: true }, /does not read/],
    ],
  ),
])("bounds - a server that sends %s (%s) is hung up on at once", async (_what, at, options, reason) => {
  const server = await falseServer({ at, ...options });
  expect(await endOf(server.url)).toMatch(reason);
  await expect.poll(() => server.wasLeft).toBe(true);
  expect(server.poured).toBeLessThan(16 * MEBIBYTE); // what the sockets of both ends hold; without a bound it has no end
  expect(server.sockets).toHaveLength(1);
});

test("bounds - it is also hung up on when the pong of the login comes in the same chunk", async () => {
  const server = await falseServer({ at: "login", says: "PONG\r\nMSG a 1 x\r\n" });
  expect(await endOf(server.url)).toBe(nonsense);
  await expect.poll(() => server.wasLeft).toBe(true);
});

test("bounds - a connection that ended so is dialled again", async () => {
  const server = await falseServer({ at: "connected", says: "MSG ", repeats: "a" });
  const connection = await connectNats({
    servers: server.url,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 10,
  });
  await expect.poll(() => server.sockets.length).toBeGreaterThan(2);
  await connection.close();
});

test("bounds - lines and messages up to the bounds arrive whole, however they are cut", async () => {
  const subject = "a".repeat(4_000);
  const large = "x".repeat(528 * 1024);
  const info = `INFO {"server_id":"${"y".repeat(60_000)}","version":"2.10.0"}\r\n`;
  const says = `MSG ${subject} 1 5\r\nhello\r\nMSG b 1 ${large.length}\r\n${large}\r\n${info}MSG c 1 2\r\nok\r\n`;
  for (const bytes of [1_000, 65_536, says.length]) {
    const server = await falseServer({ at: "connected" });
    const connection = await connectNats({ servers: server.url });
    undo.push(() => connection.close());
    const taken: [string, number][] = [];
    connection.subscribe(">", { callback: (_error, { subject: at, data }) => taken.push([at, data.length]) });
    await connection.flush();
    for (let from = 0; from < says.length; from += bytes) {
      server.sockets[0]?.write(says.slice(from, from + bytes));
      await new Promise(setImmediate);
    }
    await expect
      .poll(() => taken)
      .toEqual([
        [subject, 5],
        ["b", large.length],
        ["c", 2],
      ]);
    expect(server.wasLeft).toBe(false);
  }
});

test.each(["NATS/1.0\r\nbad name: x\r\n\r\n", "NATS/1.0\r\nX: a\nb\r\n\r\n"])(
  "messages - one with headers that cannot be read (%j) is left out, and the connection stands",
  async (headers) => {
    const message = (sid: number, payload: string): string =>
      `HMSG a ${sid} ${headers.length} ${headers.length + payload.length}\r\n${headers}${payload}\r\n`;
    const server = await falseServer({ at: "connected" });
    const connection = await connectNats({ servers: server.url });
    undo.push(() => connection.close());
    const taken: number[] = [];
    connection.subscribe("a", { callback: (_error, { headers: all }) => taken.push(all?.code ?? -1) });
    const asked = connection.request("b", "", { timeout: 500 }); // an empty answer is looked at by the client itself
    await connection.flush();
    const inbox = /SUB (_INBOX\.[^*]*)\* (\d+)/.exec(server.heard);
    const reply = /PUB b (\S+)/.exec(server.heard)?.[1];
    server.sockets[0]?.write(message(1, "x"));
    server.sockets[0]?.write(message(Number(inbox?.[2]), "").replace("HMSG a", `HMSG ${reply}`));
    server.sockets[0]?.write("MSG a 1 2\r\nok\r\n");
    await expect(asked).rejects.toMatchObject({ code: "TIMEOUT" });
    expect([taken, server.wasLeft, server.sockets.length]).toEqual([[-1], false, 1]);
  },
);

test("servers - another one that a server names in its greeting, or later, never gets the password", async () => {
  const other = await falseServer({ at: "connected" });
  const connect_urls = [new URL(other.url).host];
  const later = `INFO ${JSON.stringify({ server_id: "x", version: "2.10.0", connect_urls })}\r\n`;
  const server = await falseServer({ at: "connected", info: { connect_urls }, says: later });
  const connection = await connectNats({
    servers: server.url,
    user: "hong.gd",
    pass: "secret",
    maxReconnectAttempts: -1,
    reconnectTimeWait: 10,
  });
  for (let times = 2; times <= 5; times++) {
    server.sockets.at(-1)?.destroy();
    await expect.poll(() => server.sockets.length).toBe(times);
  }
  expect(server.heard).toContain('"pass":"secret"');
  expect([other.sockets.length, other.heard]).toEqual([0, ""]);
  await connection.close();
});

/** On the way to a server with TLS, and adds to its greeting what is not protected yet. */
async function meddler(port: number, added: string): Promise<{ readonly url: string }> {
  const server = createServer((client) => {
    const upstream = dial(port, "127.0.0.1").on("error", () => {});
    client.on("error", () => {}).on("close", () => upstream.destroy());
    upstream.once("data", (greeting) => {
      client.write(Buffer.concat([greeting, Buffer.from(added)]));
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on("close", () => client.destroy());
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  undo.push(() => new Promise((resolve) => server.close(resolve)));
  return { url: `tls://127.0.0.1:${(server.address() as { port: number }).port}` };
}

test("servers - with TLS nothing is taken that somebody on the way adds to the greeting", async () => {
  const folder = await mkdtemp(join(tmpdir(), "alrimi-bounds-"));
  undo.push(() => rm(folder, { recursive: true, force: true }));
  const broker = await TlsBroker.start(folder);
  undo.push(() => broker.stop());
  const port = Number(new URL(broker.url.replace("tls:", "http:")).port);
  const login = { user: "person", pass: "person-password", tls: { caFile: broker.caFile } };
  const { url } = await meddler(port, "");
  const connection = await connectNats({ ...login, servers: url.replace("tls://", "") });
  await connection.close();
  for (const added of ["PONG\r\n", "MSG approvals.hong%2Egd.mail 1 2\r\n{}\r\n", "INFO {}\r\n"]) {
    const at = (await meddler(port, added)).url.replace("tls://", "");
    await expect(connectNats({ ...login, servers: at })).rejects.toThrow("more than a greeting before TLS");
  }
});

test("bounds - a good message is taken wherever the network cuts it, also between its two last bytes", () => {
  boundParsers();
  const all = Buffer.from(`MSG approvals.u.s 1 8000\r\n${"a".repeat(8_000)}\r\nPING\r\n`);
  const end = all.length - "PING\r\n".length;
  for (const cuts of [[end - 1], [2_000, end - 1], [end - 2], [end], [10, 5_000, end - 1, end], [end + 2]]) {
    const sizes: number[] = [];
    const transport = {
      openLine: 0,
      isLeft: false,
      hangUp: (error: Error) => expect.unreachable(error.message),
    };
    const parser = new Parser({
      transport,
      push: ({ data }: { data?: Uint8Array }) => void (data === undefined || sizes.push(data.length)),
    } as unknown as ConstructorParameters<typeof Parser>[0]);
    const bounds = [0, ...cuts, all.length];
    for (const [index, from] of bounds.slice(0, -1).entries())
      parser.parse(all.subarray(from, bounds[index + 1]));
    expect(sizes).toEqual([8_000]);
    expect(transport.openLine).toBe(0);
  }
});

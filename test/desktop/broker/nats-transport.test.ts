import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { putCatalog } from "../../../main/admin/catalog.ts";
import { type EmbeddedBroker, startBroker } from "../../../main/admin/embedded-broker.ts";
import { provision } from "../../../main/admin/provision.ts";
import { HEARTBEAT_SUBJECT } from "../../../main/contract/heartbeat.ts";
import { dialNats, natsDial } from "../../../main/desktop/broker/nats-transport.ts";
import type { BrokerAddress, Dial } from "../../../main/desktop/broker/transport.ts";
import { connectBroker } from "../../../main/nats/connect-broker.ts";
import { ADMINISTRATOR_INBOX } from "../../../main/nats/permissions.ts";
import { putThere } from "../../files/odd-places.ts";
import { authority } from "./tls-broker.ts";

/** Dials of the real client against real servers, right and wrong ones. */

let folder: string;
let broker: EmbeddedBroker;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-transport-"));
  broker = await startBroker({
    dataDir: folder,
    config: {
      administrator: { username: "admin", password: "a" },
      writers: [],
      apps: [{ user: "hong.gd", username: "hong.gd", password: "p" }],
    },
  });
});

afterAll(async () => {
  await broker?.stop();
  await rm(folder, { recursive: true, force: true });
});

function address(fields: Partial<BrokerAddress> = {}): BrokerAddress {
  return {
    servers: [broker.url],
    inboxPrefix: "_TRAY.hong%2Egd",
    credentials: { username: "hong.gd", password: "p" },
    tls: undefined,
    ...fields,
  };
}

async function failureOf(fields: Partial<BrokerAddress>, dial: Dial = dialNats): Promise<unknown> {
  const dialled = await dial(address(fields), () => {});
  if (!dialled.ok) return dialled.failure;
  await dialled.link.close();
  return "connected";
}

async function withServer<T>(
  onConnection: (socket: Socket) => void,
  use: (url: string, sockets: ReadonlySet<Socket>) => Promise<T>,
): Promise<T> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const at = server.address();
  try {
    return await use(`nats://127.0.0.1:${typeof at === "object" ? at?.port : 0}`, sockets);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

test("dial - the right login connects, answers a ping, and may read only its own", async () => {
  const dialled = await dialNats(address(), () => {});
  if (!dialled.ok) throw new Error(JSON.stringify(dialled.failure));
  const { link } = dialled;
  expect(await link.ping(3_000)).toBe(true);
  expect(await link.directGet("APPROVALS", "approvals.kim.mail", 2_000)).toEqual({ kind: "denied" });
  // There is no stream yet, so no server answers.
  expect(await link.directGet("APPROVALS", "approvals.hong%2Egd.mail", 2_000)).toEqual({
    kind: "unavailable",
  });
  await new Promise<void>((denied) => {
    link.subscribe("approvals.kim.*", () => {}, denied);
  });
  await link.close();
});

test("dial - a wrong password is a matter of the credentials", async () => {
  const credentials = { username: "hong.gd", password: "wrong" };
  expect(await failureOf({ credentials })).toMatchObject({ kind: "refused", cause: "credentials" });
  expect(await failureOf({ credentials: undefined })).toMatchObject({
    kind: "refused",
    cause: "credentials",
  });
});

test("dial - a port where nobody listens is unreachable", async () => {
  expect(await failureOf({ servers: ["nats://127.0.0.1:9"] })).toMatchObject({
    kind: "lost",
    cause: "unreachable",
    isDown: true,
  });
});

test("dial - a look is at one of the other servers; without it the one to avoid comes last", async () => {
  const servers = ["nats://127.0.0.1:9", broker.url];
  const avoid = new URL(broker.url).host;
  expect(await failureOf({ servers, avoid, isLook: true })).toMatchObject({ isDown: true });
  expect(await failureOf({ servers, avoid })).toBe("connected");
  expect(await failureOf({ servers, avoid: "127.0.0.1:9", isLook: true })).toBe("connected");
});

test("dial - a name that does not exist is unreachable", async () => {
  expect(await failureOf({ servers: ["nats://broker.invalid:4222"] })).toMatchObject({
    kind: "lost",
    cause: "unreachable",
    isDown: false,
  });
});

test.each([
  ["an HTTP server", "HTTP/1.1 400 Bad Request\r\n\r\n"],
  ["an SSH server", "SSH-2.0-OpenSSH_9.2p1\r\n"],
  ["something that greets with broken JSON", "INFO {broken\r\n"],
])("dial - %s is said not to be NATS", async (_what, greeting) => {
  const failure = await withServer(
    (socket) => socket.end(greeting),
    (url) => failureOf({ servers: [url] }),
  );
  expect(failure).toMatchObject({ kind: "lost", cause: "not-nats" });
});

test("dial - a server that says nothing does not answer", async () => {
  const failure = await withServer(
    () => {},
    (url) => failureOf({ servers: [url] }),
  );
  expect(failure).toMatchObject({ kind: "lost", cause: "no-answer" });
});

const areClosed = (sockets: Iterable<Socket>): boolean => [...sockets].every(({ destroyed }) => destroyed);

const INFO = { server_id: "x", version: "2.10.0", headers: true, max_payload: 1024 };

test.each([
  ["says nothing", undefined],
  ["offers TLS and then says nothing", `INFO ${JSON.stringify({ ...INFO, tls_required: true })}\r\n`],
])(
  "dial - a server that accepts and %s is hung up on, however often it is dialled",
  async (_what, greeting) => {
    const accept = (socket: Socket): void => {
      socket.resume();
      if (greeting !== undefined) socket.write(greeting);
    };
    await withServer(accept, async (url, sockets) => {
      for (let times = 1; times <= 3; times++) {
        const failure = await failureOf({ servers: [url] }, natsDial({ dialTimeout: 200 }));
        expect(failure).toMatchObject({ kind: "lost", cause: "no-answer" });
        await expect.poll(() => sockets.size >= times && areClosed(sockets)).toBe(true);
      }
    });
  },
);

test("dial - a lost connection is closed and not dialled again by the client: that is the feed's to decide", async () => {
  const accept = (socket: Socket): void => {
    socket.on("data", (chunk) => {
      if (chunk.toString().includes("PING")) socket.write("PONG\r\n");
    });
    socket.write(`INFO ${JSON.stringify(INFO)}\r\n`);
  };
  await withServer(accept, async (url, sockets) => {
    const kinds: string[] = [];
    const dialled = await natsDial()(address({ servers: [url] }), ({ kind }) => kinds.push(kind));
    if (!dialled.ok) throw new Error(JSON.stringify(dialled.failure));
    for (const socket of sockets) socket.destroy();
    await expect.poll(() => kinds).toEqual(["closed"]);
    expect(sockets.size).toBe(1);
  });
});

test("dial - a slow server is waited for as long as the feed says", async () => {
  const accept = (socket: Socket): void => {
    socket.on("data", (chunk) => {
      if (chunk.toString().includes("PING")) socket.write("PONG\r\n");
    });
    setTimeout(() => socket.write(`INFO ${JSON.stringify(INFO)}\r\n`), 500);
  };
  await withServer(accept, async (url) => {
    const dial = (patience: number) => natsDial()({ ...address({ servers: [url] }), patience }, () => {});
    expect(await dial(100)).toMatchObject({ failure: { kind: "lost", cause: "no-answer" } });
    const dialled = await dial(5_000);
    expect(dialled.ok).toBe(true);
    if (dialled.ok) await dialled.link.close();
  });
});

test("dial - a name service that says nothing does not hold it up: the OS is asked in its place", async () => {
  const lookup = (): Promise<string[]> => new Promise(() => {});
  const dial = natsDial({ lookup, lookupTimeout: 100 });
  expect(await failureOf({ servers: [broker.url.replace("127.0.0.1", "localhost")] }, dial)).toBe(
    "connected",
  );
});

test("dial - credentials files are read at the dial, and one that is none is named", async () => {
  const file = join(folder, "bad.creds");
  await writeFile(file, "no credentials");
  for (const credentials of [
    { credsFile: file },
    { nkeyFile: file },
    { credsFile: "/nowhere" },
    { nkeyFile: "/nowhere" },
  ]) {
    expect(await failureOf({ credentials })).toMatchObject({
      kind: "file-unreadable",
      file: Object.values(credentials)[0],
    });
  }
});

test("dial - a pipe in the place of credentials or certificates is named, and not waited for", async () => {
  const file = join(folder, "pipe");
  await putThere("pipe", file);
  const given = [
    { credentials: { credsFile: file } },
    { credentials: { nkeyFile: file } },
    { tls: { caFile: file } },
    { tls: { certFile: file, keyFile: file } },
  ];
  for (const each of given) {
    expect(await failureOf(each)).toEqual({ kind: "file-unreadable", file, detail: "pipe" });
  }
});

test("dial - a certificate, a key or an authority that cannot be used is named, with what is wrong with it", async () => {
  const at = join(folder, "authority");
  await authority(at);
  const mine = { certFile: join(at, "person", "server.pem"), keyFile: join(at, "person", "server-key.pem") };
  const text = join(folder, "no.pem");
  await writeFile(text, "no certificate");
  const strange = join(at, "server", "server-key.pem");
  for (const [tls, file, detail] of [
    [{ ...mine, certFile: text }, text, "no-certificate"],
    [{ ...mine, keyFile: text }, text, "no-key"],
    [{ ...mine, keyFile: strange }, strange, "key-mismatch"],
    [{ ...mine, caFile: text }, text, "no-certificate"],
  ] as const) {
    expect(await failureOf({ tls })).toEqual({ kind: "file-unreadable", file, detail });
  }
});

test("dial - one of several servers is enough", async () => {
  expect(await failureOf({ servers: ["nats://127.0.0.1:9", broker.url] })).toBe("connected");
});

test("subscription - the broker's heartbeat is told from every other message by its status", async () => {
  const administrator = await connectBroker({
    servers: [broker.url],
    username: "admin",
    password: "a",
    inboxPrefix: ADMINISTRATOR_INBOX,
  });
  await provision(administrator, { heartbeatInterval: 100 });
  const dialled = await dialNats(address(), () => {});
  if (!dialled.ok) throw new Error(JSON.stringify(dialled.failure));
  const heard: [string, boolean, string | undefined][] = [];
  for (const subject of [HEARTBEAT_SUBJECT, "catalog.services"]) {
    dialled.link.subscribe(
      subject,
      ({ subject: at, isHeartbeat, origin }) => heard.push([at, isHeartbeat, origin]),
      expect.unreachable,
    );
  }
  await dialled.link.ping(3_000);
  await putCatalog(administrator, new TextEncoder().encode('{"services":[]}'));
  await expect.poll(() => heard).toContainEqual([HEARTBEAT_SUBJECT, true, undefined]);
  expect(heard).toContainEqual(["catalog.services", false, undefined]);
  await Promise.all([dialled.link.close(), administrator.close()]);
});

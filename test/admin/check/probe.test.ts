import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { expect, test } from "vitest";
import { probe } from "../../../main/admin/check/probe.ts";

const INFO = 'INFO {"server_name":"n1","version":"2.10.27","tls_required":true}\r\n';

/** Offers TLS, and answers the handshake with something else. */
function promising(socket: Socket): void {
  socket.write(INFO);
  socket.once("data", () => socket.write("PING\r\n"));
}

/** What is found at a server that greets like this. */
async function found(greet: (socket: Socket) => void, timeoutMs = 5_000) {
  const server = createServer((socket) => greet(socket.on("error", () => {}))).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await probe(
      { scheme: "nats", host: "127.0.0.1", port: (server.address() as AddressInfo).port },
      { timeoutMs },
    );
  } finally {
    server.close();
  }
}

test.each<[string, (socket: Socket) => void, object]>([
  ["another greeting", (socket) => socket.write("220 smtp\r\n"), { kind: "not-nats", detail: "220 smtp" }],
  ["a broken one", (socket) => socket.write("INFO {\r\n"), { kind: "not-nats" }],
  ["a hang-up", (socket) => socket.end(), { kind: "unreachable", detail: "ECONNRESET" }],
  ["no TLS behind its promise", promising, { kind: "tls" }],
])("probe - %s is named by the cause that every dial has", async (_, greet, expected) => {
  expect(await found(greet)).toMatchObject(expected);
});

test("probe - a server that says nothing is too slow", async () => {
  expect(await found(() => {}, 200)).toEqual({ kind: "timeout", detail: "no answer in time" });
});

test("probe - a port where nobody listens is told with the system's code", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  expect(await probe({ scheme: "nats", host: "127.0.0.1", port })).toEqual({
    kind: "unreachable",
    detail: "ECONNREFUSED",
  });
});

test("probe - an address that the system does not dial, for want of an interface, has nothing to do with TLS", async () => {
  expect(await probe({ scheme: "nats", host: "fe80::1", port: 4222 })).toMatchObject({ kind: "unreachable" });
});

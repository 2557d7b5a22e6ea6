import { EventEmitter } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, connect, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import type { FastifyInstance } from "fastify";
import * as v from "valibot";
import { afterAll, afterEach, expect, test } from "vitest";
import { trialCertificates } from "../../../main/admin/kit/certificates.ts";
import { boundPerAddress } from "../../../main/server/http/connections.ts";
import { type InstanceOptions, instance } from "../../../main/server/http/instance.ts";
import { connectionsOf, WebSchema } from "../../../main/server/web/config.ts";

const ELSEWHERE = "127.0.0.2";
const lines: string[] = [];
const sockets: Socket[] = [];
const apps: FastifyInstance[] = [];
const folder = mkdtempSync(join(tmpdir(), "alrimi-connections-"));
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(apps.splice(0).map((app) => app.close()));
  lines.length = 0;
});
afterAll(() => rmSync(folder, { recursive: true }));

/** @returns its port */
async function start(options: Partial<InstanceOptions>): Promise<number> {
  const app = instance(
    { elsewhere: "", ...options },
    { answered: () => {}, refused: () => {}, log: (line) => lines.push(line) },
  );
  apps.push(app);
  app.get("/healthz", () => "ok");
  await app.listen({ host: "127.0.0.1", port: 0 });
  return (app.server.address() as AddressInfo).port;
}

/** Asks over a connection of its own, which stays. @returns whether it was answered, and the connection */
async function ask(port: number, localAddress = "127.0.0.1"): Promise<readonly [boolean, Socket]> {
  return answered(connect({ port, host: "127.0.0.1", localAddress }));
}

async function answered(socket: Socket): Promise<readonly [boolean, Socket]> {
  sockets.push(socket);
  socket.on("error", () => {});
  socket.write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
  const isAnswered = await new Promise<boolean>((resolve) => {
    socket.once("data", (data) => resolve(data.toString().startsWith("HTTP/1.1 200")));
    socket.once("close", () => resolve(false));
  });
  return [isAnswered, socket];
}

const howMany = (answers: readonly (readonly [boolean, Socket])[]): number =>
  answers.filter(([isAnswered]) => isAnswered).length;

test("connections - an address has so many and no more, another one has its own, and one that ends makes room", async () => {
  const port = await start({ maxConnectionsPerAddress: 3 });
  const all = await Promise.all(Array.from({ length: 10 }, () => ask(port)));
  expect(howMany(all)).toBe(3);
  expect(howMany([await ask(port, ELSEWHERE)])).toBe(1);
  expect(lines).toEqual([expect.stringMatching(/^http: 127\.0\.0\.1 .*"maxConnectionsPerAddress"/)]);
  const [, first] = all.find(([isAnswered]) => isAnswered) ?? [];
  first?.destroy();
  await expect.poll(async () => howMany([await ask(port)])).toBe(1);
  expect(howMany([await ask(port)])).toBe(0);
});

test("connections - without a setting it is 256", async () => {
  const port = await start({});
  expect(howMany(await Promise.all(Array.from({ length: 260 }, () => ask(port))))).toBe(256);
});

test("connections - those with TLS are counted, and no longer when they have ended", async () => {
  await trialCertificates(folder, [{ name: "server", host: "127.0.0.1" }]);
  const files = {
    certFile: join(folder, "server/server.pem"),
    keyFile: join(folder, "server/server-key.pem"),
  };
  const port = await start({ ...files, maxConnectionsPerAddress: 2 });
  const ca = readFileSync(join(folder, "ca.pem"));
  const askTls = () => answered(connectTls({ port, host: "127.0.0.1", ca }));
  const all = await Promise.all([askTls(), askTls(), askTls(), askTls()]);
  expect(howMany(all)).toBe(2);
  for (const [, socket] of all) socket.destroy();
  await expect.poll(async () => howMany([await askTls()])).toBe(1);
});

/** Whether the connections of these addresses, all open, are kept where each address may have one. */
function kept(...addresses: readonly string[]): readonly boolean[] {
  const server = new EventEmitter();
  boundPerAddress(server as Server, 1, () => {});
  return addresses.map((remoteAddress) => {
    let isKept = true;
    server.emit(
      "connection",
      Object.assign(new EventEmitter(), { remoteAddress, destroy: () => (isKept = false) }),
    );
    return isKept;
  });
}

test("connections - an IPv6 network of 64 bits is one address, and an IPv4 address is the same within IPv6", () => {
  expect(kept("2001:db8::17", "2001:db8::2:0:0:1", "2001:db8:0:1::17")).toEqual([true, false, true]);
  expect(kept("10.1.2.3", "::ffff:10.1.2.3", "10.1.2.4")).toEqual([true, false, true]);
});

const OIDC = {
  oidc: { issuer: "https://login.example.com", clientId: "alrimi", clientSecretFile: "secret" },
};
const PROXY = { proxy: { header: "X-Remote-User", caFile: "ca.pem", names: ["proxy.example.com"] } };
const TLS = { certFile: "web.pem", keyFile: "web-key.pem" };
const PORTAL = { portal: { credentials: { credsFile: "portal.creds" } } };

test.each([
  [
    "a quarter of all, because a whole branch may have one",
    { signOn: OIDC, ...TLS, ...PORTAL },
    24_096,
    6_024,
  ],
  ["a quarter, also without a portal", { signOn: OIDC, ...TLS }, 4_096, 1_024],
  ["all, if something in front of it has the TLS", { signOn: OIDC, ...PORTAL }, 24_096, 24_096],
  ["all, if a proxy signs on", { signOn: PROXY, ...TLS, ...PORTAL }, 24_096, 24_096],
  ["as many as the file says", { signOn: OIDC, ...PORTAL, maxConnectionsPerAddress: 300 }, 24_096, 300],
])("connections - an address of a browser has %s", (_, given, maxConnections, maxConnectionsPerAddress) => {
  const part = v.parse(WebSchema, { url: "https://alrimi.example.com", ...given });
  expect(connectionsOf(part)).toEqual({ maxConnections, maxConnectionsPerAddress });
});

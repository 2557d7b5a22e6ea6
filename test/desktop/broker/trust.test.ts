import { copyFile, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { startBroker } from "../../../main/admin/embedded-broker.ts";
import type { Tls } from "../../../main/core/policy/policy.ts";
import { Followed, USER } from "./followed.ts";
import { authority, TlsBroker, type TlsOptions } from "./tls-broker.ts";

/** The servers that the app trusts, and its report otherwise: real client and feed, real server with TLS. */

let folder: string;
let followed: Followed | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-trust-"));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await followed?.stop();
  followed = undefined;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function withBroker(options: TlsOptions, use: (broker: TlsBroker) => Promise<void>): Promise<void> {
  const broker = await TlsBroker.start(await mkdtemp(join(folder, "broker-")), options);
  try {
    await use(broker);
  } finally {
    await followed?.stop();
    await broker.stop();
  }
}

function follow({ url, credentials }: Pick<TlsBroker, "url" | "credentials">, tls?: Tls): Followed {
  followed = new Followed({ servers: [url], credentials, tls });
  return followed;
}

test("trust - with the company's authority in the policy the app is served over TLS", () =>
  withBroker({}, async (broker) => {
    await broker.fill(3);
    const app = follow(broker, { caFile: broker.caFile });
    await app.is("fresh");
    expect(app.counts).toEqual([3]);
  }));

test("trust - without the company's authority, or with another one, it says that it cannot trust the server", () =>
  withBroker({}, async (broker) => {
    const other = await mkdtemp(join(folder, "other-"));
    await authority(other);
    for (const tls of [undefined, { caFile: join(other, "ca.pem") }]) {
      const app = follow(broker, tls);
      await app.is("stale: tls");
      expect(app.states).toEqual(["stale: tls"]);
      await app.stop();
    }
  }));

test.each([
  ["that ended long ago", { hasExpired: true }],
  ["of another server", { listen: "127.0.0.2" }],
])("trust - a certificate %s is not trusted, whoever signed it", (_what, options) =>
  withBroker(options, async (broker) => {
    await follow(broker, { caFile: broker.caFile }).is("stale: tls");
  }),
);

test("trust - a server without TLS is not sent a password when the policy wants TLS", async () => {
  const administrator = { username: "admin", password: "a" };
  const dataDir = await mkdtemp(join(folder, "plain-"));
  const apps = [{ user: USER, username: "person", password: "person-password" }];
  const broker = await startBroker({ dataDir, config: { administrator, writers: [], apps } });
  try {
    const url = broker.url.replace("nats:", "tls:");
    await follow({ url, credentials: { username: "person", password: "person-password" } }).is("stale: tls");
  } finally {
    await followed?.stop();
    await broker.stop();
  }
});

test("trust - a broker that asks for a certificate lets in who has one, and the other is told of certificates", () =>
  withBroker({ isMutual: true }, async (broker) => {
    await broker.fill(2);
    const stranger = follow(broker, { caFile: broker.caFile });
    await stranger.is("stale: tls");
    await stranger.stop();
    const app = follow(broker, { caFile: broker.caFile, ...broker.personal });
    await app.is("fresh");
    expect(app.counts).toEqual([2]);
  }));

test("trust - of a broker that asks for one, a wrong certificate and one that has ended are told apart", () =>
  withBroker({ isMutual: true }, async (broker) => {
    const other = await mkdtemp(join(folder, "other-"));
    await authority(other);
    const at = join(other, "person");
    const wrong = { certFile: join(at, "server.pem"), keyFile: join(at, "server-key.pem") };
    const app = follow(broker, { caFile: broker.caFile, ...wrong });
    await app.is("stale: tls");
    await app.stop();
    await broker.expirePersonal();
    const late = follow(broker, { caFile: broker.caFile, ...broker.personal });
    await late.is("misconfigured");
    const problem = { key: "file-unreadable", args: [broker.personal.certFile, "certificate-expired"] };
    expect(late.connection).toMatchObject({ problem });
  }));

test("trust - an authority that changes while the app runs is said, and the new one is read without a restart", () =>
  withBroker({}, async (broker) => {
    await broker.fill(3);
    const caFile = join(folder, "company-ca.pem");
    await copyFile(broker.caFile, caFile);
    const app = follow(broker, { caFile });
    await app.is("fresh");
    await broker.changeAuthority(caFile);
    await app.says("stale: tls");
    await rename(`${caFile}.next`, caFile);
    await app.is("fresh");
  }));

test("trust - a clock that is set back while the broker is away keeps nobody from it", () =>
  withBroker({}, async (broker) => {
    await broker.fill(3);
    const app = follow(broker, { caFile: broker.caFile });
    await app.is("fresh");
    await broker.broker.stop();
    await app.says("stale: disconnected");
    const now = Date.now;
    vi.spyOn(Date, "now").mockImplementation(() => now() - 60 * 60_000);
    await broker.broker.restart();
    await app.is("fresh");
  }));

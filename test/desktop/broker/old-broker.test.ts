import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { brokerConfig } from "../../../main/admin/broker-config.ts";
import { startBroker } from "../../../main/admin/embedded-broker.ts";
import { provision } from "../../../main/admin/provision.ts";
import { connectBroker } from "../../../main/nats/connect-broker.ts";
import { ADMINISTRATOR_INBOX } from "../../../main/nats/permissions.ts";
import { Victim } from "./victim.ts";

/** A broker whose configuration was made before apps could report their state. */

const login = (username: string) => ({ username, password: "x" });

test("old broker - the app learns that reports are not allowed, and reads its counts as before; provision is refused until the configuration is new", async () => {
  const folder = await mkdtemp(join(tmpdir(), "alrimi-old-"));
  const storeDir = join(folder, "streams");
  const config = brokerConfig({
    port: -1,
    storeDir,
    administrator: login("admin"),
    writers: [],
    apps: [{ user: "hong.gd", ...login("hong.gd") }],
  });
  const old = config
    .split("\n")
    .filter((line) => !/^\s*\{ (service|stream): .*"(fleet|alrimi\.test)\./.test(line))
    .join("\n")
    .replace(/, "[^"]*(fleet\.|FLEET|alrimi\.test\.)[^"]*"/g, "");
  expect(config).toMatch(/fleet\.|FLEET|alrimi\.test/);
  expect(old).not.toMatch(/fleet\.|FLEET|alrimi\.test/);
  const broker = await startBroker({ dataDir: folder, config: old });
  const asAdministrator = () =>
    connectBroker({ servers: [broker.url], ...login("admin"), inboxPrefix: ADMINISTRATOR_INBOX });
  const administrator = await asAdministrator();
  let denied = 0;
  const fleet = { connected() {}, lost() {}, denied: () => void denied++, heard() {}, stop() {} };
  const address = { servers: [broker.url], credentials: login("hong.gd"), tls: undefined };
  let app: Victim | undefined;
  try {
    await expect(provision(administrator)).rejects.toMatchObject({ reason: "permission" });
    await administrator.close();
    await broker.reconfigure(config);
    await broker.restart();
    const upgraded = await asAdministrator();
    await provision(upgraded);
    await upgraded.close();
    await broker.reconfigure(old);
    await broker.restart();
    app = new Victim(address, undefined, fleet);
    await expect.poll(() => app?.state).toBe("fresh");
    await expect.poll(() => denied).toBe(1);
    expect(app.dials).toBe(1);
  } finally {
    await app?.stop();
    await broker.stop();
    await rm(folder, { recursive: true, force: true });
  }
});

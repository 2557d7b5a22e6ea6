import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EmbeddedBroker, startBroker } from "../../../main/admin/embedded-broker.ts";
import { quote, quoteAll } from "../../../main/admin/kit/conf.ts";
import { provision } from "../../../main/admin/provision.ts";
import { connectBroker } from "../../../main/nats/connect-broker.ts";
import {
  ADMINISTRATOR_INBOX,
  administratorPermissions,
  appPermissions,
  type Permissions,
} from "../../../main/nats/permissions.ts";

let folder: string;
let broker: EmbeddedBroker;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-one-account-"));
  const user = (name: string, { publish, subscribe }: Permissions): string =>
    `{ user: ${name}, password: x, permissions: { publish: ${quoteAll(publish)}, subscribe: ${quoteAll(subscribe)} } }`;
  const users = [user("admin", administratorPermissions()), user("app", appPermissions("app"))].join("\n");
  const config = `port: -1
    jetstream: { store_dir: ${quote(join(folder, "streams"))} }
    accounts: { ALRIMI: { jetstream: enabled, users: [${users}] } }`;
  broker = await startBroker({ dataDir: folder, config });
});
afterAll(async () => {
  await broker?.stop();
  await rm(folder, { recursive: true, force: true });
});

test("one account - the same permissions let an app delete the streams, by the reply subject of its own question", async () => {
  const login = { servers: [broker.url], password: "x" };
  const administrator = await connectBroker({
    ...login,
    username: "admin",
    inboxPrefix: ADMINISTRATOR_INBOX,
  });
  const app = await connectBroker({ ...login, username: "app", inboxPrefix: "_TRAY.app" });
  const streamIsThere = async (): Promise<boolean> => {
    const info = (await administrator.request("$JS.API.STREAM.INFO.APPROVALS")).json<{ error?: unknown }>();
    return info.error === undefined;
  };
  await provision(administrator);
  expect(await streamIsThere()).toBe(true);
  app.publish("$JS.API.DIRECT.GET.APPROVALS.approvals.app.none", "", {
    reply: "$JS.API.STREAM.DELETE.APPROVALS",
  });
  // If this ever fails, nats-server checks reply subjects, and one account would do.
  await expect.poll(streamIsThere).toBe(false);
  await Promise.all([administrator.close(), app.close()]);
});

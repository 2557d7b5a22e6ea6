import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { brokerConfig } from "../../../main/admin/broker-config.ts";
import { putCatalog } from "../../../main/admin/catalog.ts";
import { checkBroker } from "../../../main/admin/check/check.ts";
import { aboutServed } from "../../../main/admin/check/check-served.ts";
import { checkTwoApps } from "../../../main/admin/check/check-two-apps.ts";
import { startBroker } from "../../../main/admin/embedded-broker.ts";
import { quote, quoteAll } from "../../../main/admin/kit/conf.ts";
import { provision } from "../../../main/admin/provision.ts";
import { connectBroker } from "../../../main/nats/connect-broker.ts";
import {
  ADMINISTRATOR_INBOX,
  administratorPermissions,
  appPermissions,
  type Permissions,
} from "../../../main/nats/permissions.ts";
import { describeFinding } from "../../../main/words/check/index.ts";
import { ADMINISTRATOR, ME, OTHER, WAYS } from "../kit/ways.ts";
import { codes } from "./codes.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-check-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("broker check - a heartbeat that no account hands on to the apps is found", async () => {
  const dataDir = join(folder, "unheard");
  const login = (username: string) => ({ username, password: "x" });
  const config = brokerConfig({
    port: -1,
    storeDir: join(dataDir, "streams"),
    administrator: login("admin"),
    writers: [],
    apps: [{ user: "app", ...login("app") }],
  });
  const handedOn = `{ stream: { account: ALRIMI, subject: "alrimi.heartbeat" } }`;
  expect(config).toContain(handedOn);
  const broker = await startBroker({ dataDir, config });
  const administrator = { servers: [broker.url], ...login("admin") };
  const check = async () =>
    codes(
      await checkBroker({
        administrator,
        app: { user: "app", login: { servers: [broker.url], ...login("app") } },
        describe: ({ message }) => message,
      }),
    ).filter((code) => code.includes("heartbeat"));
  try {
    expect(await check()).toEqual(["bad heartbeat-missing"]);
    const connection = await connectBroker({ ...administrator, inboxPrefix: ADMINISTRATOR_INBOX });
    await provision(connection);
    await connection.close();
    expect(await check()).toEqual(["ok heartbeat-ok"]);
    await broker.reconfigure(config.replace(handedOn, ""));
    await broker.restart();
    expect(await check()).toEqual(["bad heartbeat-unheard"]);
  } finally {
    await broker.stop();
  }
});

test("broker check - a server at which an app gets no answer from the streams is found, the others are not blamed", async () => {
  const login = (username: string) => ({ username, password: "x" });
  const [served, unserved] = await Promise.all(
    ["served", "unserved"].map((name) =>
      startBroker({
        dataDir: join(folder, name),
        config: brokerConfig({
          port: -1,
          storeDir: join(folder, name, "streams"),
          administrator: login("admin"),
          writers: [],
          apps: [{ user: "app", ...login("app") }],
        }),
      }),
    ),
  );
  if (served === undefined || unserved === undefined) throw new Error("not started");
  const app = { user: "app", login: { servers: [], ...login("app") } };
  const gone = "nats://127.0.0.1:1"; // which is told as not reachable
  try {
    const connection = await connectBroker({
      servers: [served.url],
      ...login("admin"),
      inboxPrefix: ADMINISTRATOR_INBOX,
    });
    await provision(connection);
    await connection.close();
    expect(await aboutServed(app, [served.url, gone])).toEqual([
      { level: "ok", code: "apps-served", servers: 1 },
    ]);
    expect(await aboutServed(app, [served.url, unserved.url, gone])).toEqual([
      { level: "bad", code: "app-unserved", server: unserved.url },
    ]);
    expect(await aboutServed(app, [gone])).toEqual([]);
  } finally {
    await Promise.all([served.stop(), unserved.stop()]);
  }
});

test("broker check - one account, wide permissions and missing streams are found, in both languages", async () => {
  const user = (name: string, { publish, subscribe }: Permissions): string =>
    `{ user: ${quote(name)}, password: x, permissions: { publish: ${quoteAll(publish)}, subscribe: ${quoteAll(subscribe)} } }`;
  const own = appPermissions("app");
  const users = [
    user("admin", administratorPermissions()),
    user("app", own),
    user("wide", { publish: appPermissions("wide").publish, subscribe: [">"] }),
  ].join("\n");
  const dataDir = join(folder, "one-account");
  const broker = await startBroker({
    dataDir,
    config: `port: -1
      jetstream: { store_dir: ${quote(join(dataDir, "streams"))} }
      accounts: { ALRIMI: { jetstream: enabled, users: [${users}] } }`,
  });
  const login = (username: string) => ({ servers: [broker.url], username, password: "x" });
  const check = (name: string) =>
    checkBroker({
      administrator: login("admin"),
      app: { user: name, login: login(name) },
      describe: ({ message }) => message,
    });
  try {
    expect(codes(await check("app"))).toEqual(expect.arrayContaining(["bad stream-missing"]));
    const administrator = await connectBroker({ ...login("admin"), inboxPrefix: ADMINISTRATOR_INBOX });
    await provision(administrator);
    await administrator.close();
    const wide = await check("wide");
    expect(wide).toContainEqual({ level: "bad", code: "may-too-much", who: "app wide", what: "listen >" });
    const app = await check("app");
    expect(codes(app)).toContain("bad answers-reach-streams");
    expect(codes(app)).toContain("ok clock-ok");
    for (const finding of [...wide, ...app]) {
      expect(finding.code).not.toBe("version-old-for-cluster"); // one server may be of any version from 2.9
      for (const language of ["ko", "en"] as const) {
        expect(describeFinding(language, finding)).toMatch(/^[✓!✗?] \S.*[^.]\.?$/u);
        expect(describeFinding(language, finding)).not.toMatch(/undefined|\[object/);
      }
    }
  } finally {
    await broker.stop();
  }
});

test("broker check - what a second app can have sent to the first is tried, and each message proves where it comes from", async () => {
  const broker = await WAYS.password();
  try {
    const administrator = await broker.connect(ADMINISTRATOR);
    const tried = async () => {
      const first = await broker.connect({ role: "app", id: ME });
      const second = await broker.connect({ role: "app", id: OTHER });
      const found = await checkTwoApps({ user: ME, connection: first }, { user: OTHER, connection: second });
      await Promise.all([first.close(), second.close()]);
      return found;
    };
    await provision(administrator, { heartbeatInterval: 100 }); // whose own messages are no answers
    const who = { who: `app ${OTHER}`, other: `app ${ME}` };
    // Without a catalog there is nothing that is stored; "not found" is told three times, and as many times for the event.
    expect(await tried()).toEqual([{ level: "ok", code: "answers-proven", ...who, arrived: 8 }]);
    await putCatalog(administrator, new TextEncoder().encode('{"services":[]}'));
    expect(await tried()).toEqual([{ level: "ok", code: "answers-proven", ...who, arrived: 8 }]);
    await administrator.close();
  } finally {
    await broker.dispose();
  }
});

test("broker check - an answer that does not say where it was stored is found, and who was not tried is told", async () => {
  const user = (name: string, { publish, subscribe }: Permissions): string =>
    `{ user: ${quote(name)}, password: x, permissions: { publish: ${quoteAll(publish)}, subscribe: ${quoteAll(subscribe)} } }`;
  const users = [ME, OTHER].map((name) => user(name, appPermissions(name)));
  const broker = await startBroker({
    dataDir: join(folder, "unproven"),
    config: `port: -1
      accounts: { APPS: { users: [${users.join("\n")}, { user: impostor, password: x }] } }`,
  });
  const login = (username: string) => ({ servers: [broker.url], username, password: "x" });
  try {
    const impostor = await connectBroker(login("impostor"));
    impostor.subscribe("$JS.API.DIRECT.GET.>", { callback: (_error, message) => message.respond("forged") });
    await impostor.flush();
    const input = {
      administrator: login("impostor"),
      app: { user: ME, login: login(ME) },
      describe: ({ message }: Error) => message,
    };
    const both = await checkBroker({ ...input, other: { user: OTHER, login: login(OTHER) } });
    const unproven = both.filter(({ code }) => code === "answers-unproven");
    expect(unproven).toHaveLength(4);
    const [alone] = (await checkBroker(input)).filter(({ code }) => code === "two-apps-not-tried");
    expect(alone).toEqual({ level: "unknown", code: "two-apps-not-tried" });
    for (const finding of [...unproven, ...(alone === undefined ? [] : [alone])]) {
      expect(describeFinding("en", finding)).toMatch(/kim\.ys can have an answer|needs two people/);
      expect(describeFinding("ko", finding)).toMatch(/kim\.ys: 저장 위치가|두 사람이 필요합니다/);
    }
    await impostor.close();
  } finally {
    await broker.stop();
  }
});

test("broker check - a wrong login, and something that is not NATS, are told as that", async () => {
  const web: Server = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
  const address = web.address();
  const url = `nats://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  const found = await checkBroker({ administrator: { servers: [url] }, describe: ({ message }) => message });
  expect(codes(found)).toEqual(["bad server-not-nats"]);
  await new Promise((resolve) => web.close(resolve));

  const broker = await startBroker({
    dataDir: join(folder, "login"),
    config: { administrator: { username: "admin", password: "right" }, writers: [], apps: [] },
  });
  try {
    const administrator = { servers: [broker.url], username: "admin", password: "wrong" };
    const refused = await checkBroker({ administrator, describe: ({ message }) => message });
    expect(codes(refused)).toContain("bad administrator-refused");
  } finally {
    await broker.stop();
  }
});

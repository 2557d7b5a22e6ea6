import { copyFile, mkdtemp, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import { quote } from "../../main/admin/kit/conf.ts";
import { appPermissions } from "../../main/nats/permissions.ts";
import type { AlrimiServer } from "../../main/server/server.ts";
import { authority, TlsBroker } from "../desktop/broker/tls-broker.ts";
import { IS_LONG } from "../sample.ts";
import { type Company, startCompany, USER } from "./company.ts";
import { RunningApp } from "./running-app.ts";

/** Missing permissions and untrusted servers are shown on the board. When they are corrected the app continues. */

let desktop: VirtualDesktop;
let company: Company;
let app: RunningApp | undefined;

beforeAll(async () => {
  [desktop, company] = await Promise.all([startVirtualDesktop(), startCompany()]);
  await company.publish("mail", 4);
});

afterEach(async () => {
  await app?.end();
  app = undefined;
});

afterAll(async () => {
  await Promise.all([desktop?.dispose(), company?.dispose()]);
});

async function start(policy: Record<string, unknown> = {}): Promise<RunningApp> {
  const userDataDir = await mkdtemp(join(company.folder, "app-"));
  app = await RunningApp.start({ desktop, policyFile: await company.policy(policy), userDataDir });
  return app;
}

async function boardSays(running: RunningApp, ...texts: string[]): Promise<void> {
  const board = running.boardPage() ?? (await running.openBoard());
  let seen: string | null = "";
  await waitFor(
    async () => {
      seen = await board.textContent("body");
      return texts.every((text) => seen?.includes(text));
    },
    { what: `the board says ${texts.join(", ")}` },
  ).catch((cause) => {
    throw new Error(`the board says: ${seen}`, { cause });
  });
}

// Of the feed it is tested with a real broker each time; here the app's own long pauses between two tries are waited for.
test.skipIf(!IS_LONG)(
  "permission - taken away it is said what the app may not do; granted again the app is fresh by itself",
  async () => {
    const running = await start();
    await running.trayWhere("the count", ({ toolTip }) => toolTip.includes("메일 4"));
    const granted = await readFile(join(company.folder, "broker/nats-server.conf"), "utf8");
    const [own = ""] = appPermissions(USER).subscribe;
    const denied = granted.replace(`${quote(own)}, `, "");
    expect(denied).not.toBe(granted);
    await company.broker.reconfigure(denied);
    await boardSays(running, "접속이 거부되었습니다", "권한이 없습니다", "자동으로 연결됩니다", "메일");
    await company.broker.reconfigure(granted);
    await boardSays(running, "최신 상태입니다");
    await running.quit();
  },
);

test("credentials - a wrong password is said", async () => {
  const running = await start({ credentials: { username: USER, password: "wrong" } });
  await boardSays(running, "접속이 거부되었습니다", "인증 정보)가 맞지 않습니다");
  await running.quit();
});

test("settings - a policy that is not there yet, as on a share that is not mounted, costs nothing of what was saved", async () => {
  const userDataDir = await mkdtemp(join(company.folder, "app-"));
  const policyFile = await company.policy();
  app = await RunningApp.start({ desktop, policyFile, userDataDir });
  await app.trayWhere("the count", ({ toolTip }) => toolTip.includes("메일 4"));
  await app.quit();
  const ledger = (): Promise<string> => readFile(join(userDataDir, "state", "ledger.json"), "utf8");
  const before = await ledger();
  await rename(policyFile, `${policyFile}.away`);
  app = await RunningApp.start({ desktop, policyFile, userDataDir });
  await boardSays(app, "설정 파일이 없습니다");
  await app.quit();
  expect(await ledger()).toBe(before);
});

test("older counts - what the broker holds is older than what is known: the count stays, and it is said until the service mends it", async () => {
  const event = { service: "hr-leave", user: USER, occurredAt: new Date().toISOString() };
  await company.raw("hr-leave", JSON.stringify({ ...event, count: 5, sequence: 500 }));
  const running = await start();
  await running.trayWhere("the count", ({ toolTip }) => toolTip.includes("휴가·출장 5"));
  // A service that lost its counter, and does not read the retained event.
  await company.raw("hr-leave", JSON.stringify({ ...event, count: 1, sequence: 1 }));
  await running.inMain(({ powerMonitor }) => powerMonitor.emit("resume"), undefined); // reads everything again
  await boardSays(
    running,
    "1개 서비스의 건수를 확인하지 못했습니다",
    "‘휴가·출장’에서 이전 건수가 다시 와서",
  );
  await running.trayWhere("the count that is known", ({ toolTip }) => toolTip.includes("휴가·출장 5"));
  await company.publish("hr-leave", 2, "--sequence", "2", "--epoch", "1");
  await boardSays(running, "최신 상태입니다");
  await running.trayWhere("the count of the new epoch", ({ toolTip }) => toolTip.includes("휴가·출장 2"));
  await running.quit();
});

test("tls - a server that cannot be trusted is said; with the company's authority in place the app goes on by itself", async () => {
  const broker = await TlsBroker.start(join(company.folder, "tls"));
  let keeper: AlrimiServer | undefined;
  try {
    await broker.fill(7);
    keeper = broker.startKeeper();
    const other = await mkdtemp(join(company.folder, "other-"));
    await authority(other);
    const caFile = join(company.folder, "company-ca.pem");
    await copyFile(join(other, "ca.pem"), caFile);
    const { credentials, url } = broker;
    const running = await start({ servers: [url], credentials, tls: { caFile } });
    await boardSays(running, "연결 끊김", "보안 인증서를 확인할 수 없습니다");
    await copyFile(broker.caFile, `${caFile}.next`);
    await rename(`${caFile}.next`, caFile);
    await boardSays(running, "최신 상태입니다");
    await running.trayWhere("the count", ({ toolTip }) => toolTip.includes("7건"));
    await running.quit();
  } finally {
    await keeper?.stop();
    await broker.stop();
  }
});

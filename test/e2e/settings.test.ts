import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import { defined } from "../../main/contract/defined.ts";
import { sample } from "../sample.ts";
import { type Company, startCompany } from "./company.ts";
import { RunningApp } from "./running-app.ts";

let desktop: VirtualDesktop;
let company: Company;
let app: RunningApp | undefined;

beforeAll(async () => {
  [desktop, company] = await Promise.all([startVirtualDesktop(), startCompany()]);
});

afterEach(async () => {
  await app?.end();
  app = undefined;
});

afterAll(async () => {
  await Promise.all([desktop?.dispose(), company?.dispose()]);
});

async function startWith(policyFile: string | undefined, args: string[] = []): Promise<RunningApp> {
  app = await RunningApp.start({
    desktop,
    ...defined({ policyFile }),
    userDataDir: await mkdtemp(join(company.folder, "app-")),
    args,
  });
  return app;
}

/** The board shows the problem, the icon is not that of a fresh zero, and the app continues. */
async function expectSaid(running: RunningApp, words: RegExp): Promise<void> {
  const board = await running.openBoard();
  await waitFor(async () => words.test((await board.textContent("body")) ?? ""), {
    what: `the board says ${words}`,
  });
  expect(await running.showsIcon(await running.tray(), "unknown", "stale")).toBe(true);
}

async function policyOf(text: string): Promise<string> {
  const file = join(company.folder, `raw-${Math.random().toString(36).slice(2)}.json`);
  await writeFile(file, text);
  return file;
}

test("settings - a missing policy file is named", async () => {
  await expectSaid(await startWith("/nowhere/policy.json"), /설정 파일이 없습니다: \/nowhere\/policy\.json/);
});

test("settings - without a policy and without settings the dialog opens by itself, and the board says what to do", async () => {
  const running = await startWith(undefined);
  const dialog = await running.window("account");
  expect(await dialog.textContent("h1")).toBe("알림이 서버에 연결합니다");
  await expectSaid(running, /아직 연결하지 않았습니다/);
  await dialog.close();
  await (await running.window("board")).getByRole("button", { name: "연결 설정" }).click();
  await running.window("account");
});

test("settings - a settings file of the app's own that is wrong is named, and can be mended by the dialog", async () => {
  const userDataDir = await mkdtemp(join(company.folder, "app-"));
  await writeFile(join(userDataDir, "settings.json"), '{"servers":[]}');
  app = await RunningApp.start({ desktop, userDataDir });
  await expectSaid(app, /설정 파일이 잘못되었습니다: .*settings\.json/);
  await (await app.window("board")).getByRole("button", { name: "연결 설정" }).click();
  const dialog = await app.window("account");
  await dialog.fill("[name=servers]", company.broker.url);
  await dialog.fill("[name=username]", "hong.gd");
  await dialog.fill("[name=password]", "app-password");
  await dialog.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "저장하고 시작" }).click();
  const board = await app.window("board");
  await waitFor(async () => /최신 상태/.test((await board.textContent("body")) ?? ""), {
    what: "the board is up to date",
  });
  expect(await readFile(join(userDataDir, "settings.json.aside"), "utf8")).toBe('{"servers":[]}');
});

const wrongFiles: readonly (readonly [string, string, RegExp])[] = [
  ["an unknown key", '{"servers":["nats://127.0.0.1:1"],"sever":1}', /"sever"/],
  ["no JSON", "{nope", /설정 파일이 잘못되었습니다/],
  ["no servers", "{}", /servers/],
  [
    "a credentials file that is not there",
    '{"servers":["nats://127.0.0.1:1"],"credentials":{"credsFile":"/nowhere.creds"}}',
    /설정에 지정된 파일을 사용할 수 없습니다: \/nowhere\.creds/,
  ],
];

test.each(sample(wrongFiles, ([what]) => /key|credentials/.test(what)))(
  "settings - %s is said with its cause",
  async (_what, text, words) => {
    await expectSaid(await startWith(await policyOf(text)), words);
  },
);

test("settings - a policy file given twice is refused", async () => {
  const file = await company.policy();
  await expectSaid(await startWith(file, [`--policy-file=${file}`]), /--policy-file이\(가\) 두 번 있습니다/);
});

test("settings - a wrong password is said to be one, and the app keeps trying", async () => {
  const file = await company.policy({ credentials: { username: "hong.gd", password: "wrong" } });
  await expectSaid(await startWith(file), /접속이 거부되었습니다/);
});

test("settings - another person's name with one's own password reads nothing", async () => {
  const running = await startWith(await company.policy({ user: "kim" }));
  await expectSaid(running, /권한이 없습니다/);
});

test("settings - nobody listening is said to be unreachable", async () => {
  await expectSaid(
    await startWith(await company.policy({ servers: ["nats://127.0.0.1:9"] })),
    /연결할 수 없습니다/,
  );
});

test("settings - something that is not NATS is said to be that", async () => {
  const server = await listen((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  try {
    await expectSaid(
      await startWith(await company.policy({ servers: [server.url] })),
      /다른 프로그램이 응답합니다/,
    );
  } finally {
    server.close();
  }
});

test("settings - a server that says nothing is said not to answer", async () => {
  const server = await listen(() => {});
  try {
    await expectSaid(await startWith(await company.policy({ servers: [server.url] })), /응답하지 않습니다/);
  } finally {
    server.close();
  }
});

const canMount = process.getuid?.() === 0;

test.runIf(canMount)(
  "settings - a full disk is said, the counts go on, and saving resumes when there is room",
  async () => {
    const userDataDir = await mkdtemp(join(company.folder, "full-"));
    const stateDir = join(userDataDir, "state");
    await mkdir(stateDir);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=4k", "tmpfs", stateDir]);
    try {
      await writeFile(join(stateDir, "filler"), "x".repeat(4096));
      app = await RunningApp.start({ desktop, policyFile: await company.policy(), userDataDir });
      await company.publish("hr-leave", 3);
      await app.trayWhere("the count all the same", ({ toolTip }) => toolTip.includes("휴가·출장 3"));
      const board = await app.openBoard();
      await waitFor(async () => (await board.textContent("body"))?.includes("저장하지 못했습니다"), {
        what: "the board says so",
      });
      execFileSync("mount", ["-o", "remount,size=1m", stateDir]);
      await company.publish("hr-leave", 4);
      await waitFor(async () => !(await board.textContent("body"))?.includes("저장하지 못했습니다"), {
        what: "the board no longer says so",
      });
    } finally {
      await app?.end();
      execFileSync("umount", [stateDir]);
    }
  },
);

function listen(
  onConnection: (socket: import("node:net").Socket) => void,
): Promise<{ url: string; close(): void }> {
  const server: Server = createServer((socket) => {
    socket.on("error", () => {});
    onConnection(socket);
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      resolve({ url: `nats://127.0.0.1:${port}`, close: () => void server.close() });
    });
  });
}

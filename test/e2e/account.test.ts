import { mkdtemp, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { trayItems } from "../../build/desktop/tray.ts";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import { trialOn } from "../admin/kit/ways.ts";
import { axeFindings } from "../renderer/axe.ts";
import { sample } from "../sample.ts";
import { closeBy, filesWith, fill, hasDialog, press, says } from "./account-dialog.ts";
import { type Company, startCompany, USER } from "./company.ts";
import { isUpToDate, RunningApp } from "./running-app.ts";

/** The guided dialog in the real app, against a real broker, with the desktop's own keyring and without one. */

const PASSWORD = "app-password";

let desktop: VirtualDesktop;
let company: Company;
let app: RunningApp | undefined;

beforeAll(async () => {
  company = await startCompany();
  await company.publish("hr-leave", 3);
});

afterEach(async () => {
  await app?.end();
  app = undefined;
});

afterAll(() => company?.dispose());

function newFolder(): Promise<string> {
  return mkdtemp(join(company.folder, "account-"));
}

async function start(userDataDir: string, more: { policyFile?: string } = {}): Promise<RunningApp> {
  app = await RunningApp.start({ desktop, userDataDir, ...more });
  return app;
}

/** Signs in by the dialog, to the end. */
async function connect(running: RunningApp, password = PASSWORD): Promise<void> {
  const page = await running.window("account");
  await fill(page, { servers: company.broker.url, username: USER, password });
  await press(page, "연결 확인");
  await says(page, "연결되었습니다");
  await press(page, "저장하고 시작");
  await running.boardIsShown();
  await connected(running);
}

/** Opens the dialog of an app that is connected. */
async function reopen(running: RunningApp): Promise<Page> {
  if (!(await running.isBoardVisible())) await running.openBoard();
  await (await running.window("board")).evaluate("window.alrimi.send({ kind: 'open-account' })");
  return running.window("account");
}

async function connected(running: RunningApp): Promise<void> {
  await running.trayWhere("the count", ({ toolTip }) => toolTip.includes("휴가·출장 3"));
}

/** The keyring has its name on the bus before it is unlocked. */
async function unlocked(): Promise<void> {
  const collection = {
    destination: "org.freedesktop.secrets",
    path: "/org/freedesktop/secrets/aliases/default",
    interface: "org.freedesktop.Secret.Collection",
  };
  await waitFor(() => desktop.bus.property(collection, "Locked"), {
    what: "the keyring is unlocked",
    until: (isLocked) => isLocked === false,
  });
}

describe("with a keyring", () => {
  beforeAll(async () => {
    desktop = await startVirtualDesktop({ keyring: true });
    await unlocked();
  });
  afterAll(() => desktop?.dispose());

  test("account - the first start opens the dialog, which says what is wrong until it is right; a restart needs none", async () => {
    const folder = await newFolder();
    const running = await start(folder);
    const page = await running.window("account");
    expect(await page.textContent("h1")).toBe("알림이 서버에 연결합니다");
    await says(page, "이 PC의 보안 저장소에 암호화하여 저장합니다");

    await page.keyboard.press("Enter");
    await says(page, "서버 주소를 입력하세요");
    expect(await page.evaluate("document.activeElement?.id")).toBe("servers");

    await fill(page, { servers: "nats://no-such-broker.invalid", user: USER, password: PASSWORD });
    await press(page, "연결 확인");
    await says(page, "서버 이름을 찾을 수 없습니다");

    await fill(page, { servers: "nats://127.0.0.1:9" });
    await press(page, "연결 확인");
    await says(page, "서버에 연결할 수 없습니다");

    await fill(page, { servers: company.broker.url.replace("nats:", "tls:") });
    await press(page, "연결 확인");
    await says(page, "서버가 암호화를 지원하지 않습니다");

    await fill(page, { servers: company.broker.url, password: "wrong-password" });
    await press(page, "연결 확인");
    await says(page, "로그인이 거부되었습니다");
    expect(await page.getByRole("button", { name: "확인 없이 저장" }).count()).toBe(0);

    await fill(page, { username: USER, user: "kim.ys", password: PASSWORD });
    await press(page, "연결 확인");
    await says(page, "결재 건수를 읽을 권한이 없습니다");

    await fill(page, { user: USER });
    await press(page, "연결 확인");
    await says(page, "휴가·출장, 법인카드, 메일 알림을 받습니다");
    await closeBy(page, "Enter", running);
    await connected(running);
    await says(await running.window("board"), "휴가·출장");
    await running.quit();

    expect(await filesWith(folder, PASSWORD)).toEqual([]);
    expect(await filesWith(folder, "wrong-password")).toEqual([]);
    expect((await stat(join(folder, "secrets.json"))).mode & 0o777).toBe(0o600);
    expect(running.output).not.toContain(PASSWORD);

    const again = await start(folder);
    await connected(again);
    expect(hasDialog(again)).toBe(false);
  });

  test("account - secrets that the keychain does not know are asked for again, with the reason", async () => {
    const folder = await newFolder();
    await connect(await start(folder));
    await app?.quit();
    const file = join(folder, "secrets.json");
    const { secret, ...rest } = JSON.parse(await readFile(file, "utf8"));
    await writeFile(
      file,
      JSON.stringify({ ...rest, secret: `${secret.slice(0, 8)}AAAA${secret.slice(12)}` }),
    );
    const spoiled = await start(folder);
    await says(await spoiled.window("account"), "보안 저장소로 해독할 수 없습니다");
    await spoiled.quit();
    await writeFile(file, "{half");
    const damaged = await start(folder);
    const page = await damaged.window("account");
    await says(page, "파일이 손상되었습니다");
    // The server is known; only the secret has to be typed.
    expect(await page.inputValue("[name=servers]")).toBe(company.broker.url);
    await fill(page, { password: PASSWORD });
    await press(page, "연결 확인");
    await says(page, "연결되었습니다");
    await press(page, "저장하고 시작");
    await connected(damaged);
  });

  test("account - a kept secret goes nowhere else, and a cancelled change leaves everything as it was", async () => {
    const folder = await newFolder();
    const running = await start(folder);
    await connect(running);
    const page = await reopen(running);
    expect(await page.inputValue("[name=user]")).toBe(USER);
    expect(await page.inputValue("[name=password]")).toBe("");
    await press(page, "연결 확인"); // with the password that is kept
    await says(page, "연결되었습니다");
    await fill(page, { servers: company.broker.url.replace("127.0.0.1", "localhost") });
    await press(page, "연결 확인");
    await says(page, "비밀번호를 다시 입력하세요");
    await closeBy(page, "Escape", running);
    await connected(running);
    expect(await readFile(join(folder, "settings.json"), "utf8")).toContain(company.broker.url);
  });

  test("account - settings that somebody wrote with a password go on to work, and lose it when the dialog saves", async () => {
    const folder = await newFolder();
    await writeFile(
      join(folder, "settings.json"),
      JSON.stringify({
        servers: [company.broker.url],
        user: USER,
        credentials: { username: USER, password: PASSWORD },
        linkOrigins: ["http://127.0.0.1:8080"],
        language: "ko",
      }),
    );
    const running = await start(folder);
    await connected(running);
    const page = await reopen(running);
    await press(page, "연결 확인");
    await says(page, "연결되었습니다");
    await press(page, "저장하고 시작");
    await waitFor(() => !hasDialog(running), { what: "the dialog is gone" });
    await connected(running);
    expect(await filesWith(folder, PASSWORD)).toEqual([]);
    expect(JSON.parse(await readFile(join(folder, "settings.json"), "utf8"))).toMatchObject({
      servers: [company.broker.url],
      linkOrigins: ["http://127.0.0.1:8080"],
      language: "ko",
    });
  });

  test("account - credentials that were handed out as a file are pasted, or chosen without their content reaching the page; the other account is taken up at once", async () => {
    const trial = await trialOn(await newFolder(), {
      credentials: "jwt",
      holders: [{ role: "app", id: USER }],
    });
    try {
      const file = trial.minted.find(({ role }) => role === "app")?.file ?? "";
      const creds = await readFile(file, "utf8");
      const [seed = ""] = /SU[A-Z2-7]{56}/.exec(creds) ?? [];
      const folder = await newFolder();
      const running = await start(folder);
      await connect(running);
      const page = await reopen(running);
      await fill(page, { servers: trial.servers.join(" ") });
      await page.check("[value=credentials]");
      await fill(page, { pasted: creds.slice(0, 80) });
      await press(page, "연결 확인");
      await says(page, "일부만 있습니다");
      await fill(page, { pasted: creds });
      await press(page, "연결 확인");
      await says(page, "연결되었습니다");

      await running.inMain(({ dialog }, path) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
      }, file);
      await fill(page, { pasted: "" });
      await press(page, "파일 선택…");
      await says(page, `${USER} 님의 인증 정보`);
      expect(await page.content()).not.toContain(seed);
      await press(page, "연결 확인");
      await says(page, "연결되었습니다");
      await press(page, "저장하고 시작");
      // The other broker knows of nothing that waits; the counts of the one before are gone.
      await running.trayWhere(
        "the new account",
        (tray) => isUpToDate(tray) && tray.toolTip.includes("아직 받은 정보 없음"),
      );
      await running.quit();
      expect(await filesWith(folder, seed)).toEqual([]);
      expect(await filesWith(folder, PASSWORD)).toEqual([]);
      expect(JSON.parse(await readFile(join(folder, "settings.json"), "utf8"))).toMatchObject({ user: USER });
      expect(running.output).not.toContain(seed);

      const again = await start(folder);
      await says(await again.openBoard(), "최신 상태입니다");
    } finally {
      await app?.end();
      await trial.stop();
    }
  });

  test("account - without the keychain of before nothing is lost: the person may sign in again, or unlock it", async () => {
    const folder = await newFolder();
    await connect(await start(folder));
    await app?.quit();
    const ledger = (): Promise<string> => readFile(join(folder, "state", "ledger.json"), "utf8");
    const before = await ledger();
    expect(JSON.parse(before)).toMatchObject({ events: [["hr-leave", expect.stringContaining("count")]] });
    await desktop.keyring.stop();
    try {
      const locked = await start(folder);
      await says(await locked.window("account"), "보안 저장소가 잠겨 있거나 없어서");
      await locked.quit(); // which saves whatever is to be saved
      expect(await ledger()).toBe(before);
    } finally {
      await desktop.keyring.start();
      await unlocked();
    }
    await connected(await start(folder));
  });

  test("account - a keyring that does not answer is waited for, which is said; the app can be used and ended, and takes the answer", async () => {
    const folder = await newFolder();
    await connect(await start(folder));
    await app?.quit();
    const keyring = await desktop.bus.ownerPid("org.freedesktop.secrets");
    process.kill(keyring, "SIGSTOP");
    try {
      const ended = await start(folder);
      await ended.trayWhere("it says what it waits for", ({ toolTip }) =>
        toolTip.includes("응답을 기다리는 중"),
      );
      await says(await ended.openBoard(), "잠금을 푸는 창이 떠 있으면");
      process.kill(ended.pid, "SIGTERM");
      await waitFor(async () => (await trayItems(desktop)).every(({ pid }) => pid !== ended.pid), {
        what: "the app ends",
      });
      await ended.end();
      const waiting = await start(folder);
      await waiting.trayWhere("it waits", ({ toolTip }) => toolTip.includes("응답을 기다리는 중"));
      process.kill(keyring, "SIGCONT");
      await connected(waiting);
      expect(hasDialog(waiting)).toBe(false);
    } finally {
      process.kill(keyring, "SIGCONT");
    }
  });

  test("account - what a policy fixes is shown with the reason, without secrets, and cannot be changed", async () => {
    const policyFile = await company.policy();
    const running = await start(await newFolder(), { policyFile });
    await connected(running);
    const page = await reopen(running);
    await says(page, policyFile);
    await says(page, company.broker.url);
    expect(await page.locator("input").count()).toBe(0);
    expect(await page.content()).not.toContain(PASSWORD);
    await page.evaluate("window.alrimi.send({ kind: 'save' })");
    await closeBy(page, "Enter", running);
  });
});

describe("without a keyring", () => {
  beforeAll(async () => {
    desktop = await startVirtualDesktop();
  });
  afterAll(() => desktop?.dispose());

  test("account - a secret is kept in memory only, which is said; a restart asks for it, and not for the server", async () => {
    const folder = await newFolder();
    const running = await start(folder);
    await says(await running.window("account"), "디스크에 저장하지 않습니다");
    await connect(running);
    await running.quit();
    expect(await filesWith(folder, PASSWORD)).toEqual([]);
    // Chromium would "encrypt" with a password that everybody knows.
    expect(JSON.parse(await readFile(join(folder, "secrets.json"), "utf8"))).toEqual({
      version: 1,
      kept: "memory",
      account: JSON.stringify([USER, company.broker.url]),
    });
    const again = await start(folder);
    const page = await again.window("account");
    await says(page, "보안 저장소가 없어, 앱을 종료하면");
    await fill(page, { password: PASSWORD });
    await press(page, "연결 확인");
    await says(page, "연결되었습니다");
    await press(page, "저장하고 시작");
    await connected(again);
  });

  for (const theme of sample(["light", "dark"] as const, (each) => each === "dark")) {
    test(`account - axe finds nothing to mend in the real dialog: ${theme}`, async () => {
      const running = await start(await newFolder());
      const page = await running.window("account");
      await page.emulateMedia({ colorScheme: theme });
      expect(await axeFindings(page)).toEqual([]);
      await fill(page, { servers: company.broker.url, user: USER, password: "wrong-password" });
      await press(page, "연결 확인");
      await says(page, "로그인이 거부되었습니다");
      expect(await axeFindings(page)).toEqual([]);
    });
  }
});

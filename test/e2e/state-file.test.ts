import { execFileSync } from "node:child_process";
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import { putThere } from "../files/odd-places.ts";
import { sample } from "../sample.ts";
import { canMount } from "./can-mount.ts";
import { type Company, startCompany } from "./company.ts";
import { RunningApp } from "./running-app.ts";

/** Anything in the place of the saved state is kept and reported, and the state is rebuilt from the broker. */

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

async function start(userDataDir: string): Promise<RunningApp> {
  app = await RunningApp.start({ desktop, policyFile: await company.policy(), userDataDir });
  return app;
}

async function boardSays(running: RunningApp, text: string, isSaid = true): Promise<void> {
  const board = running.boardPage() ?? (await running.openBoard());
  await waitFor(async () => ((await board.textContent("body"))?.includes(text) ?? false) === isSaid, {
    what: `the board ${isSaid ? "says" : "no longer says"} ${text}`,
  });
}

const spoilt = [
  ["of a later version", JSON.stringify({ version: 2, owner: "x", things: [1, 2, 3] })],
  ["cut off in the middle", '{"version":1,"owner":"[\\"hong'],
  ["empty, as after a power cut", ""],
  ["of zeros, as after a power cut", "\0".repeat(4096)],
  ["that is no object", "[1,2,3]"],
  ["with a time that no clock shows", "spoilt"],
] as const;

test.each(sample(spoilt, ([what]) => /version|cut off/.test(what)))(
  "state file - one %s is kept aside as it was, said, and rebuilt from the broker",
  async (_what, given) => {
    const userDataDir = await mkdtemp(join(company.folder, "app-"));
    const state = join(userDataDir, "state");
    await mkdir(state);
    const saved = {
      version: 1,
      owner: "x",
      catalog: "",
      events: [],
      told: [],
      retired: [],
      pausedUntil: null,
    };
    const content = given === "spoilt" ? JSON.stringify({ ...saved, lastContact: 1e300 }) : given;
    await writeFile(join(state, "ledger.json"), content);
    const running = await start(userDataDir);
    await running.trayWhere("the count from the broker", ({ toolTip }) => toolTip.includes("메일 4"));
    await boardSays(running, "따로 보관");
    const aside = (await readdir(state)).filter((file) => file.includes(".aside-"));
    expect(aside).toHaveLength(1);
    expect(await readFile(join(state, aside[0] ?? ""), "utf8")).toBe(content);
    await waitFor(async () => JSON.parse(await readFile(join(state, "ledger.json"), "utf8")).version === 1, {
      what: "a new state is saved",
    });
    await running.quit();
  },
);

test("state file - what power cuts left half written is cleared away", async () => {
  const userDataDir = await mkdtemp(join(company.folder, "app-"));
  const state = join(userDataDir, "state");
  await mkdir(state);
  const halves = ["ledger.json.tmp-1795000000a1b2c3", "ledger.json.tmp-1795000001a1b2c3"];
  for (const half of halves) await writeFile(join(state, half), '{"version":1,"ow');
  const running = await start(userDataDir);
  await running.trayWhere("the count from the broker", ({ toolTip }) => toolTip.includes("메일 4"));
  expect((await readdir(state)).filter((file) => halves.includes(file))).toEqual([]);
  await running.quit();
});

test.each(
  sample(["pipe", "link", "folder", "socket"] as const, (each) => each === "pipe" || each === "link"),
)(
  "state file - a %s in the place of state, preferences and log is said in words, stays, and the app works on",
  async (what) => {
    const userDataDir = await mkdtemp(join(company.folder, "app-"));
    const places = [
      join(userDataDir, "state", "ledger.json"),
      join(userDataDir, "preferences.json"),
      join(userDataDir, "logs", "alrimi.log"),
    ];
    const removes: (() => void)[] = [];
    for (const place of places) {
      await mkdir(dirname(place), { recursive: true });
      removes.push(await putThere(what, place));
    }
    const before = await Promise.all(places.map((place) => lstat(place)));
    const running = await start(userDataDir);
    await running.trayWhere("the count from the broker", ({ toolTip }) => toolTip.includes("메일 4"));
    const words = {
      pipe: "파일이 아니라 파이프(FIFO)입니다",
      link: "다른 곳을 가리키는 링크입니다",
      folder: "파일이 아니라 폴더입니다",
      socket: "파일이 아니라 소켓입니다",
    }[what];
    await boardSays(running, `결재 건수를 저장할 수 없습니다: ${places[0]} (${words})`);
    await boardSays(running, `바꾼 설정을 저장할 수 없습니다: ${places[1]} (${words})`);
    await boardSays(running, `로그 파일을 쓸 수 없습니다: ${places[2]} (${words})`);
    await running.quit();
    for (const [at, place] of places.entries()) expect((await lstat(place)).ino).toBe(before[at]?.ino);
    for (const remove of removes) remove();
  },
);

test("state file - what is refused is in the log too", async () => {
  const userDataDir = await mkdtemp(join(company.folder, "app-"));
  await mkdir(join(userDataDir, "state"));
  const places = [join(userDataDir, "state", "ledger.json"), join(userDataDir, "preferences.json")];
  for (const place of places) await putThere("pipe", place);
  const running = await start(userDataDir);
  await running.trayWhere("the count from the broker", ({ toolTip }) => toolTip.includes("메일 4"));
  const log = await running.readLog();
  for (const place of places) expect(log).toContain(`-refused: ${place} pipe`);
  await running.quit();
});

test.each([0o000, 0o022])(
  "state file - with the umask %o what the app writes, and what earlier versions left open, is its owner's alone",
  async (mask) => {
    const userDataDir = await mkdtemp(join(company.folder, "app-"));
    await mkdir(join(userDataDir, "logs"));
    await writeFile(join(userDataDir, "logs", "alrimi.old.log"), "before\n");
    await writeFile(join(userDataDir, "preferences.json"), "{}");
    await chmod(join(userDataDir, "logs", "alrimi.old.log"), 0o666);
    await chmod(join(userDataDir, "preferences.json"), 0o666);
    for (const open of [userDataDir, join(userDataDir, "logs")]) await chmod(open, 0o777);
    const umask = process.umask(mask);
    try {
      const running = await start(userDataDir);
      await running.trayWhere("the count from the broker", ({ toolTip }) => toolTip.includes("메일 4"));
      await running.quit();
    } finally {
      process.umask(umask);
    }
    const modes = async (path: string): Promise<string> =>
      ((await stat(join(userDataDir, path))).mode & 0o777).toString(8);
    const files = ["logs/alrimi.log", "logs/alrimi.old.log", "state/ledger.json", "preferences.json"];
    expect(await Promise.all(files.map(modes))).toEqual(["600", "600", "600", "600"]);
    expect(await Promise.all([".", "logs", "state"].map(modes))).toEqual(["700", "700", "700"]);
  },
);

test("state file - a policy file that is a pipe is said, and one behind a link is read", async () => {
  const userDataDir = await mkdtemp(join(company.folder, "app-"));
  const policy = join(userDataDir, "policy.json");
  const remove = await putThere("pipe", policy);
  app = await RunningApp.start({ desktop, policyFile: policy, userDataDir });
  await boardSays(app, `설정 파일을 읽을 수 없습니다: ${policy} (파일이 아니라 파이프(FIFO)입니다)`);
  await app.quit();
  remove();
  await symlink(await company.policy(), policy);
  app = await RunningApp.start({ desktop, policyFile: policy, userDataDir });
  await app.trayWhere("the count from the broker", ({ toolTip }) => toolTip.includes("메일 4"));
  await app.quit();
});

test("state file - settings and secrets that are pipes are said, and the app starts", async () => {
  const userDataDir = await mkdtemp(join(company.folder, "app-"));
  const settings = join(userDataDir, "settings.json");
  const secrets = join(userDataDir, "secrets.json");
  let remove = await putThere("pipe", settings);
  app = await RunningApp.start({ desktop, userDataDir });
  await boardSays(app, `설정 파일을 읽을 수 없습니다: ${settings} (파일이 아니라 파이프(FIFO)입니다)`);
  await app.quit();
  remove();
  await writeFile(settings, JSON.stringify({ servers: ["nats://127.0.0.1:9"], user: "hong.gd" }));
  remove = await putThere("pipe", secrets);
  app = await RunningApp.start({ desktop, userDataDir });
  const dialog = await app.window("account");
  await waitFor(async () => (await dialog.textContent("body"))?.includes("읽지 않았습니다"), {
    what: "the dialog says that the secrets are not read",
  });
  await app.quit();
  remove();
});

test.skipIf(!canMount())(
  "state file - a full disk is said, the app goes on, and saves again when there is room",
  async () => {
    const userDataDir = await mkdtemp(join(company.folder, "app-"));
    const state = join(userDataDir, "state");
    await mkdir(state);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", state]);
    try {
      const ballast = join(state, "ballast");
      await writeFile(ballast, Buffer.alloc(64 * 1024));
      const running = await start(userDataDir);
      await running.trayWhere("the count", ({ toolTip }) => toolTip.includes("메일 4"));
      await boardSays(running, "저장하지 못했습니다");
      await rm(ballast);
      await company.publish("hr-leave", 1);
      await running.trayWhere("the next count", ({ toolTip }) => toolTip.includes("휴가·출장 1"));
      await boardSays(running, "저장하지 못했습니다", false);
      expect(JSON.parse(await readFile(join(state, "ledger.json"), "utf8"))).toMatchObject({ version: 1 });
      await running.quit();
    } finally {
      await app?.end();
      execFileSync("umount", [state]);
    }
  },
);

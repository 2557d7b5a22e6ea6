import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, readlink, symlink, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import { canMount } from "./can-mount.ts";
import { type Company, startCompany } from "./company.ts";
import { PlainApp, type PlainStart } from "./plain-app.ts";

/** Starts as desktops, shells and administrators make them; and how those end that cannot work. */

let desktop: VirtualDesktop;
let company: Company;
let folder: string;
const apps: PlainApp[] = [];

beforeAll(async () => {
  [desktop, company] = await Promise.all([startVirtualDesktop(), startCompany()]);
  await company.publish("mail", 4);
});

afterEach(async () => {
  for (const app of apps.splice(0)) await app.dispose();
});

afterAll(async () => {
  await Promise.all([desktop?.dispose(), company?.dispose()]);
});

/** With a new folder, unless the test gives one. */
async function start(given: Partial<PlainStart> = {}): Promise<PlainApp> {
  folder = await mkdtemp(join(company.folder, "start-"));
  const args = [`--policy-file=${await company.policy()}`, `--user-data-dir=${folder}`];
  return startAs({ args, ...given });
}

async function startAs(given: Omit<PlainStart, "desktop"> & Partial<PlainStart>): Promise<PlainApp> {
  const app = await PlainApp.start({ desktop, ...given });
  apps.push(app);
  return app;
}

const works = (app: PlainApp) =>
  app.trayWhere("the count from the broker", ({ toolTip }) => toolTip.includes("메일 4"));

const logIn = (place: string): Promise<string> => readFile(join(place, "logs", "alrimi.log"), "utf8");

function xdotool(env: NodeJS.ProcessEnv, ...args: string[]): string {
  return execFileSync("xdotool", args, { env, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}

/** The app's windows on the screen. @throws when there are none */
function windows(env: NodeJS.ProcessEnv): string[] {
  return xdotool(env, "search", "--onlyvisible", "--name", "^알림이$").trim().split("\n");
}

/** The message is on the screen; a key closes it, and the app ends. */
async function endsWithMessage(app: PlainApp, says: string, env = desktop.env): Promise<void> {
  await waitFor(() => app.errors, {
    what: `standard error says ${says}`,
    until: (errors) => errors.includes(says),
    timeout: 60_000,
  });
  let hasEnded = false;
  void app.ended.then(() => {
    hasEnded = true;
  });
  await waitFor(
    () => {
      try {
        for (const window of windows(env)) xdotool(env, "windowfocus", window, "key", "Return");
      } catch {
        // not there yet, or gone already
      }
      return hasEnded;
    },
    { what: "the message is shown, and a key ends the app", interval: 200, timeout: 60_000 },
  );
  expect(await app.ended).toEqual({ code: 1, signal: null });
}

test("start - relative paths are those of the folder that the app is started in", async () => {
  const cwd = await mkdtemp(join(company.folder, "start-"));
  await writeFile(join(cwd, "policy.json"), await readFile(await company.policy()));
  const app = await startAs({ args: ["--policy-file=policy.json", "--user-data-dir=folder"], cwd });
  await works(app);
  expect(await logIn(join(cwd, "folder"))).toContain("connection: fresh");
  expect(await app.end("SIGHUP")).toEqual({ code: 0, signal: null }); // as when the terminal closes
  expect(await readFile(join(cwd, "folder", "state", "ledger.json"), "utf8")).toContain("mail");
});

test.each(["SIGHUP", "SIGTERM"] as const)(
  "start - with its board open, %s to the whole group of processes, as at a logout, ends it in order",
  async (signal) => {
    const app = await start({ ownGroup: true });
    const tray = await works(app);
    await tray.activate();
    await waitFor(() => windows(desktop.env).length > 0, {
      what: "the board is on the screen",
      timeout: 60_000,
    });
    process.kill(-app.pid, signal);
    expect(await app.ended).toEqual({ code: 0, signal: null });
    expect(await logIn(folder)).not.toContain("unexpected");
  },
);

test("start - a module that throws ends it with a line, a message on the screen, and exit code 1", async () => {
  const broken = join(company.folder, "broken.cjs");
  await writeFile(
    broken,
    `require("electron").protocol.registerSchemesAsPrivileged = () => { throw new Error("broken on purpose"); };`,
  );
  const app = await start({ runtimeArgs: ["-r", broken] });
  await endsWithMessage(app, "could not start: An unexpected error (broken on purpose)");
  expect(await logIn(folder)).toContain("could not start: An unexpected error (broken on purpose)");
  const ended = await start({ runtimeArgs: ["-r", broken] });
  await waitFor(() => ended.errors.includes("broken on purpose"), { what: "it says why", timeout: 60_000 });
  expect(await ended.end()).toEqual({ code: 1, signal: null });
});

test.each([
  ["closed", 'exec "$@" 2>&-'],
  ["on a full disk", 'exec "$@" 2>/dev/full'],
  ["a pipe that is read no more", 'exec 3>&1; { exec "$@" 2>&1 >&3; } | head -c 1'],
])("start - with standard error %s it works, and keeps its log", async (_what, shell) => {
  const app = await start({ shell });
  const place = folder;
  await waitFor(async () => (await logIn(place).catch(() => "")).includes("connection: fresh"), {
    what: "it is connected",
    timeout: 60_000,
  });
  expect(await logIn(place)).not.toContain("unexpected");
  const { pid } = JSON.parse(await readFile(join(place, "running.json"), "utf8"));
  process.kill(pid, "SIGTERM");
  await app.ended;
  await waitFor(() => !isAlive(pid), { what: "the app is gone" });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("start - a second one says that the first runs, and is no failure", async () => {
  const first = await start();
  await works(first);
  await waitFor(() => readFile(join(folder, "running.json")).catch(() => undefined), { what: "its file" });
  const second = await startAs({ args: [`--user-data-dir=${folder}`] });
  expect(await second.ended).toEqual({ code: 0, signal: null });
  expect(second.errors).toContain(
    "runs already; it opens its board, unless it was started less than 10 seconds ago",
  );
});

test("start - in another session of the same person it says where the app runs, and fails", async () => {
  const other = await startVirtualDesktop({ panel: false, notificationDaemon: false });
  try {
    const first = await start();
    await works(first);
    await waitFor(() => readFile(join(folder, "running.json")).catch(() => undefined), { what: "its file" });
    const second = await startAs({ desktop: other, args: [`--user-data-dir=${folder}`] });
    await endsWithMessage(second, `another login session (display ${desktop.env["DISPLAY"]}`, other.env);
    await second.dispose();
    await works(first);
  } finally {
    for (const app of apps.splice(0)) await app.dispose();
    await other.dispose();
  }
});

test("start - a plain file in the lock's place is said in words, and it fails", async () => {
  folder = await mkdtemp(join(company.folder, "start-"));
  await writeFile(join(folder, "SingletonLock"), "");
  const app = await startAs({ args: [`--user-data-dir=${folder}`] });
  await endsWithMessage(app, `${folder}/SingletonLock (another file is in its place)`);
});

test("start - a signal right after the lock was taken ends it in order, and leaves no lock", async () => {
  const app = await start();
  const lock = join(folder, "SingletonLock");
  await waitFor(() => readlink(lock), { what: "the lock", interval: 1 });
  expect(await app.end()).toEqual({ code: 0, signal: null });
  await expect(readlink(lock)).rejects.toThrow("ENOENT");
});

test("start - the lock of a run that was killed is taken over", async () => {
  folder = await mkdtemp(join(company.folder, "start-"));
  await symlink(`${hostname()}-4194303`, join(folder, "SingletonLock"));
  await works(
    await startAs({ args: [`--policy-file=${await company.policy()}`, `--user-data-dir=${folder}`] }),
  );
});

test.each([
  ["a link to nowhere", (place: string) => symlink("nowhere", place)],
  ["a plain file", (place: string) => writeFile(place, "")],
])("start - a home where .config is %s is said in words, and it fails", async (_what, put) => {
  const home = await mkdtemp(join(company.folder, "home-"));
  await put(join(home, ".config"));
  const app = await startAs({ args: [], env: { HOME: home, XDG_CONFIG_HOME: undefined } });
  await endsWithMessage(app, `is not writable: ${home}/.config`);
});

test("start - a folder that cannot be made is said in words, and it fails", async () => {
  const app = await startAs({ args: ["--user-data-dir=/proc/nope"] });
  await endsWithMessage(app, "is not writable: /proc/nope (");
});

const mounted = (command: string): string => `exec unshare --mount sh -c '${command}; exec "$@"' sh "$@"`;

test.skipIf(!canMount()).each([
  [
    "that can only be read",
    "EROFS",
    (it: string) => `mount --bind ${it} ${it}; mount -o remount,ro,bind ${it}`,
  ],
  ["without room for a file", "ENOSPC", (it: string) => `mount -t tmpfs -o nr_inodes=1 tmpfs ${it}`],
])("start - a folder %s is said in words, and it fails", async (_what, code, mount) => {
  folder = await mkdtemp(join(company.folder, "start-"));
  const app = await startAs({ args: [`--user-data-dir=${folder}`], shell: mounted(mount(folder)) });
  await endsWithMessage(app, `is not writable: ${folder} (${code})`);
});

test.skipIf(!canMount())("start - a disk too full for the log is no reason not to work", async () => {
  folder = await mkdtemp(join(company.folder, "start-"));
  await mkdir(join(folder, "logs"));
  const args = [`--policy-file=${await company.policy()}`, `--user-data-dir=${folder}`];
  const fill = `cd ${folder}/logs; mount -t tmpfs -o size=4k tmpfs .; head -c 8192 /dev/zero >x; cd /`;
  await works(await startAs({ args, shell: mounted(fill) }));
});

test.skipIf(!canMount())(
  "start - a person without an entry, a home or a name is named by the policy",
  async () => {
    const shell = mounted("for f in passwd nsswitch.conf; do mount --bind /dev/null /etc/$f; done");
    const env = { HOME: undefined, USER: undefined, LOGNAME: undefined, USERNAME: undefined };
    const named = await start({ shell, env });
    await works(named);
    expect(await named.end()).toEqual({ code: 0, signal: null });

    const policyFile = await company.policy({ user: undefined });
    const unnamed = await start({
      shell,
      env,
      args: [
        `--policy-file=${policyFile}`,
        `--user-data-dir=${await mkdtemp(join(company.folder, "start-"))}`,
      ],
    });
    await waitFor(() => unnamed.errors.includes("settings: no-user"), {
      what: "it misses a name",
      timeout: 60_000,
    });
    await unnamed.end();

    const homeless = await start({ shell, env: { ...env, XDG_CONFIG_HOME: undefined }, args: [] });
    await endsWithMessage(homeless, "The home folder is unknown");
  },
);

test("start - where the environment names no bus, that of the session's own folder brings notifications", async () => {
  await start({ env: { DBUS_SESSION_BUS_ADDRESS: undefined } });
  await waitFor(() => logIn(folder).catch(() => ""), {
    what: "it is connected",
    until: (log) => log.includes("connection: fresh"),
    timeout: 60_000,
  });
  await company.publish("hr-leave", 2);
  await waitFor(
    async () =>
      (await desktop.notifications.displayed()).some(({ summary, body }) =>
        `${summary}\n${body}`.includes("휴가"),
      ),
    {
      what: "the notification",
      timeout: 60_000,
    },
  );
});

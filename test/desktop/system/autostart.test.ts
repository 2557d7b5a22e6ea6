import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { waitFor } from "../../../build/desktop/wait-for.ts";
import { type Autostart, createAutostart, startCommand } from "../../../main/desktop/system/autostart.ts";
import { entryFiles } from "../../../main/desktop/system/linux/autostart-entry.ts";
import { autostartEntry, choosingDisplay } from "../../../main/desktop/system/linux/desktop-entry.ts";

const run = promisify(execFile);

let folder: string;
let own: string;
let system: string;
let failures: (string | null)[];
/** The system's own list of login items. */
let items: { openAtLogin: boolean; calls: object[]; isStubborn: boolean };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-autostart-"));
  own = join(folder, "config/autostart/com.alrimi.app.desktop");
  system = join(folder, "xdg/autostart/com.alrimi.app.desktop");
  failures = [];
  items = { openAtLogin: false, calls: [], isStubborn: false };
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** The app starts once more. */
function start(
  platform: NodeJS.Platform = "linux",
  command: readonly [string, ...string[]] = ["/opt/alrimi/alrimi"],
): Autostart {
  const env = { XDG_CONFIG_HOME: join(folder, "config"), XDG_CONFIG_DIRS: `${join(folder, "xdg")}:relative` };
  return createAutostart({
    platform,
    command,
    files: entryFiles(env, "/nowhere", "Alrimi"),
    electron: "45.4.1",
    approval: () => undefined,
    items: {
      getLoginItemSettings: () =>
        ({ openAtLogin: items.openAtLogin, launchItems: [] }) as unknown as Electron.LoginItemSettings,
      setLoginItemSettings(settings) {
        items.calls.push(settings);
        if (!items.isStubborn) items.openAtLogin = settings.openAtLogin ?? false;
      },
    },
    log: { info() {}, warn() {}, error() {} },
    failed: (detail) => failures.push(detail),
  });
}

async function put(file: string, ...lines: string[]): Promise<void> {
  await mkdir(join(file, ".."), { recursive: true });
  await writeFile(file, ["[Desktop Entry]", "Type=Application", "Name=Alrimi", ...lines, ""].join("\n"));
}

test("autostart - switched on and off, an entry that the specification allows comes and goes", async () => {
  const autostart = start("linux", ["/opt/alrimi/alrimi", "--policy-file=/etc/alrimi/the policy.json"]);
  autostart.apply(true);
  expect(await readFile(own, "utf8")).toContain(
    "exec /opt/alrimi/alrimi --ozone-platform=wayland '--policy-file=/etc/alrimi/the policy.json'\"\n",
  );
  await run("desktop-file-validate", [own]);
  autostart.apply(false);
  expect(existsSync(own)).toBe(false);
  expect(failures).toEqual([null, null]);
});

/** Starts a script by an entry for it, as a desktop does; returns the arguments that it was given. */
async function launch(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string[]> {
  const script = join(folder, "écrit 'ses' $HOME `args` \\ \"fin\".sh");
  const out = join(folder, "args");
  await rm(out, { force: true });
  await writeFile(script, `#!/bin/sh\nprintf '%s\\n' "$@" > '${out}.tmp'\nmv '${out}.tmp' '${out}'\n`);
  await chmod(script, 0o755);
  const entry = join(folder, "entry.desktop");
  await writeFile(entry, autostartEntry("Alrimi", choosingDisplay([script, ...args]), script));
  await run("desktop-file-validate", [entry]);
  await run("gio", ["launch", entry], { env });
  await waitFor(() => existsSync(out), { what: "the program was started" });
  return (await readFile(out, "utf8")).split("\n").slice(0, -1);
}

test("autostart - what a desktop starts by the entry is given every argument as it was", async () => {
  const args = [
    "plain",
    "with space",
    "$HOME",
    "`id`",
    'a"b',
    "back\\slash\\",
    "100%",
    "%u",
    "tab\there",
    "it's",
    "",
    "&;|<>*?#~",
  ];
  expect((await launch(args, process.env)).slice(1)).toEqual(args);
});

test("autostart - the session at login decides on the display: X11 wherever there is one", async () => {
  const { DISPLAY: _, ...env } = process.env;
  expect(await launch(["a"], { ...env, DISPLAY: ":7", WAYLAND_DISPLAY: "w" })).toEqual([
    "--ozone-platform=x11",
    "a",
  ]);
  expect(await launch(["a"], { ...env, WAYLAND_DISPLAY: "w" })).toEqual(["--ozone-platform=wayland", "a"]);
});

test("autostart - an ordinary entry needs no escapes, which systemd's generator of services would get wrong", async () => {
  start("linux", ["/opt/Al rimi/alrimi", "--policy-file=/홍 길동/p.json"]).apply(true);
  expect(await readFile(own, "utf8")).not.toMatch(/[\\$`]/);
});

test("autostart - an entry of a program that was removed starts nothing", async () => {
  start("linux", [join(folder, "removed")]).apply(true);
  await expect(run("gio", ["launch", own])).rejects.toThrow();
});

test("autostart - an entry under the name of older versions is taken over, and what was switched off in it stays off", async () => {
  const former = join(folder, "config/autostart/alrimi.desktop");
  await put(former, "Exec=/old/alrimi", "X-Alrimi-Written=true", "Hidden=true");
  start().apply(true);
  expect(existsSync(former)).toBe(false);
  expect(await readFile(own, "utf8")).toContain("Hidden=true");
  await put(former, "Exec=/home/me/my-way");
  start().apply(true);
  expect(await readFile(former, "utf8")).toContain("my-way");
});

test("autostart - an app that has moved puts its entry right at its next start", async () => {
  start("linux", ["/old/alrimi"]).apply(true);
  start("linux", ["/new/alrimi"]).apply(true);
  expect(await readFile(own, "utf8")).toMatch(/^Exec=.* \/new\/alrimi /m);
});

test.each(["Hidden=true", "X-GNOME-Autostart-enabled=false"])(
  "autostart - an entry switched off in the desktop's settings (%s) stays off until it is wanted anew",
  async (line) => {
    await put(own, "Exec=/opt/alrimi/alrimi", line);
    const autostart = start();
    autostart.apply(true);
    expect(await readFile(own, "utf8")).toContain(line);
    autostart.apply(false);
    autostart.apply(true);
    expect(await readFile(own, "utf8")).not.toContain(line);
    expect(await readFile(own, "utf8")).toMatch(/^Exec=.* \/opt\/alrimi\/alrimi /m);
  },
);

test("autostart - an entry that the person wrote is not taken away by a start", async () => {
  await put(own, "Exec=/home/me/my-way");
  start().apply(false);
  expect(await readFile(own, "utf8")).toContain("my-way");
});

test("autostart - over the administrator's entry only a hidden one of the person's switches it off", async () => {
  await put(system, "Exec=/opt/alrimi/alrimi");
  const autostart = start();
  autostart.apply(false); // the untouched preference
  expect(existsSync(own)).toBe(false);
  autostart.apply(true);
  autostart.apply(false);
  expect(await readFile(own, "utf8")).toContain("Hidden=true");
  start().apply(true);
  expect(await readFile(own, "utf8")).toContain("Hidden=true");
});

test("autostart - a folder that cannot be written is told, and that it works again as well", async () => {
  await writeFile(join(folder, "config"), "a file in the way");
  const autostart = start();
  autostart.apply(true);
  expect(failures).toEqual([expect.stringContaining("autostart")]);
  await rm(join(folder, "config"));
  autostart.apply(false);
  autostart.apply(true);
  expect(failures.slice(1)).toEqual([null, null]);
  expect(existsSync(own)).toBe(true);
});

test("autostart - without an absolute XDG_CONFIG_HOME the entry is below ~/.config", () => {
  const expected = "/home/me/.config/autostart/com.alrimi.app.desktop";
  expect(entryFiles({}, "/home/me", "Alrimi").own).toBe(expected);
  expect(entryFiles({ XDG_CONFIG_HOME: "config" }, "/home/me", "Alrimi").own).toBe(expected);
  expect(entryFiles({}, "/home/me", "Alrimi").system).toEqual(["/etc/xdg/autostart/com.alrimi.app.desktop"]);
});

test.each(["win32", "darwin"] as const)(
  "autostart - on %s nothing is set again at a start, so that the system's own switch holds",
  (platform) => {
    items.openAtLogin = true;
    start(platform).apply(true);
    expect(items.calls).toEqual([]);
    start(platform).apply(false);
    expect(items.calls).toMatchObject([{ openAtLogin: false }]);
  },
);

test("autostart - a system that keeps its own mind is told of", () => {
  items.isStubborn = true;
  start("darwin").apply(true);
  expect(failures).toEqual(["the system keeps it off"]);
  expect(items.calls).toEqual([{ openAtLogin: true }]);
});

test("autostart - an AppImage and a portable program are started by their own file, with this start's folders", () => {
  const given = { policyFile: "/here/../p.json", userDataDir: undefined };
  const command = (env: NodeJS.ProcessEnv, program: string, folder?: string, isSandboxed = true) =>
    startCommand(env, program, folder, given, isSandboxed);
  expect(command({}, "/opt/alrimi")).toEqual(["/opt/alrimi", "--policy-file=/p.json"]);
  expect(command({ APPIMAGE: "/a.AppImage" }, "/tmp/.mount/x")[0]).toBe("/a.AppImage");
  expect(command({ PORTABLE_EXECUTABLE_FILE: "D:\\a.exe" }, "C:\\x")[0]).toBe("D:\\a.exe");
  expect(command({}, "/usr/bin/electron", "/code", false)).toEqual([
    "/usr/bin/electron",
    "--no-sandbox",
    "/code",
    "--policy-file=/p.json",
  ]);
});

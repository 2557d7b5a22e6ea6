import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { waitFor } from "../../../build/desktop/wait-for.ts";
import {
  type Autostart,
  type AutostartPorts,
  createAutostart,
  startCommand,
  startsByDefault,
} from "../../../main/desktop/system/autostart.ts";
import { entryFiles } from "../../../main/desktop/system/linux/autostart-entry.ts";
import { autostartEntry, choosingDisplay } from "../../../main/desktop/system/linux/desktop-entry.ts";

const run = promisify(execFile);

let folder: string;
let own: string;
let system: string;
let failures: (string | null)[];
/** The system's own list of login items. */
let items: { openAtLogin: boolean; calls: object[]; isStubborn: boolean; forAll: boolean };
let lines: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-autostart-"));
  own = join(folder, "config/autostart/com.alrimi.app.desktop");
  system = join(folder, "xdg/autostart/com.alrimi.app.desktop");
  failures = [];
  items = { openAtLogin: false, calls: [], isStubborn: false, forAll: false };
  lines = [];
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function portsOf(platform: NodeJS.Platform, command: AutostartPorts["command"]): AutostartPorts {
  const env = { XDG_CONFIG_HOME: join(folder, "config"), XDG_CONFIG_DIRS: `${join(folder, "xdg")}:relative` };
  return {
    platform,
    command,
    files: entryFiles(env, "/nowhere", "Alrimi"),
    electron: "45.4.1",
    approval: () => undefined,
    items: {
      getLoginItemSettings: () =>
        ({
          openAtLogin: items.openAtLogin,
          launchItems: items.forAll ? [{ scope: "machine", enabled: true }] : [],
        }) as unknown as Electron.LoginItemSettings,
      setLoginItemSettings(settings) {
        items.calls.push(settings);
        if (!items.isStubborn) items.openAtLogin = settings.openAtLogin ?? false;
      },
    },
    log: { info: (line) => void lines.push(line), warn() {}, error() {} },
    failed: (detail) => failures.push(detail),
  };
}

/** The app starts once more. */
function start(
  platform: NodeJS.Platform = "linux",
  command: AutostartPorts["command"] = ["/opt/alrimi/alrimi"],
): Autostart {
  return createAutostart(portsOf(platform, command));
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
  autostart.apply(byDefault()); // the untouched preference
  expect(existsSync(own)).toBe(false);
  autostart.apply(true);
  autostart.apply(false);
  expect(await readFile(own, "utf8")).toContain("Hidden=true");
  start().apply(true);
  expect(await readFile(own, "utf8")).toContain("Hidden=true");
});

/** As the package writes it. */
const PACKAGED = ["TryExec=/opt/alrimi/alrimi", "Exec=/opt/alrimi/alrimi --hidden"];
const COMMAND: AutostartPorts["command"] = ["/opt/alrimi/alrimi", "--hidden"];

/** What the settings show if neither the person nor a policy has decided. */
const byDefault = (hasChosen = false, command = COMMAND, platform: NodeJS.Platform = "linux"): boolean =>
  startsByDefault(portsOf(platform, command), hasChosen);

test("autostart - the system's entry for this program is the default, and needs none of the person's", async () => {
  expect(byDefault()).toBe(false);
  await put(system, ...PACKAGED);
  expect(byDefault()).toBe(true);
  start("linux", COMMAND).apply(true);
  expect(existsSync(own)).toBe(false);
  expect(lines).toEqual(["start at login: on, by the system's entry"]);
});

test("autostart - an entry that an older version wrote for the person gives way to the system's", async () => {
  start("linux", COMMAND).apply(true);
  expect(existsSync(own)).toBe(true);
  await put(system, ...PACKAGED);
  start("linux", COMMAND).apply(true);
  expect(existsSync(own)).toBe(false);
});

test("autostart - off is off at the next start too, although the system's entry came later", async () => {
  await put(system, ...PACKAGED);
  const autostart = start("linux", COMMAND);
  autostart.apply(false);
  expect(await readFile(own, "utf8")).toContain("Hidden=true");
  autostart.apply(true); // and on again by the system's entry alone
  expect(existsSync(own)).toBe(false);
});

test.each([
  ["of another program", ["Exec=/usr/bin/other --hidden"], COMMAND],
  ["that starts nothing", [...PACKAGED, "Hidden=true"], COMMAND],
  ["without the policy of this start", PACKAGED, [...COMMAND, "--policy-file=/p.json"]],
] as const)(
  "autostart - beside an entry of the system %s the person's own is needed",
  async (_what, entry, command) => {
    await put(system, ...entry);
    const [program, ...args] = command;
    expect(byDefault(false, [program, ...args])).toBe(false);
    start("linux", [program, ...args]).apply(true);
    expect(await readFile(own, "utf8")).toContain("/opt/alrimi/alrimi");
  },
);

test("autostart - a link to the program, and an Exec in quotes, are the same program", async () => {
  const program = join(folder, "the app's 100 %");
  await writeFile(program, "");
  await symlink(program, join(folder, "alrimi"));
  await put(system, `Exec="${program.replace("%", "%%")}" --hidden`);
  expect(byDefault(false, [program, "--hidden"])).toBe(true);
  await put(system, `TryExec=${join(folder, "alrimi")}`, "Exec=alrimi --hidden");
  expect(byDefault(false, [program, "--hidden"])).toBe(true);
});

test.each(["Hidden=true", "X-GNOME-Autostart-enabled=false"])(
  "autostart - switched off by the desktop's own switch (%s) the settings show it as off, and a choice in them wins",
  async (line) => {
    await put(system, ...PACKAGED);
    await put(own, ...PACKAGED, line);
    expect(byDefault()).toBe(false);
    const autostart = start("linux", COMMAND);
    autostart.apply(byDefault());
    expect(await readFile(own, "utf8")).toContain(line);
    autostart.apply(true);
    expect(existsSync(own)).toBe(false);
  },
);

test("autostart - defaults that are restored start it again, after it was switched off in the settings", async () => {
  await put(system, ...PACKAGED);
  start("linux", COMMAND).apply(false);
  expect(byDefault(true)).toBe(true);
});

test("autostart - a copy of the system's entry that the desktop made and left on stays as it is", async () => {
  await put(system, ...PACKAGED);
  await put(own, ...PACKAGED, "X-GNOME-Autostart-enabled=true");
  const before = await readFile(own, "utf8");
  start("linux", COMMAND).apply(true);
  expect(await readFile(own, "utf8")).toBe(before);
});

test("autostart - what a policy requires holds at each start against the desktop's own switch", async () => {
  await put(own, ...PACKAGED, "Hidden=true");
  start("linux", COMMAND).apply(true, true);
  expect(await readFile(own, "utf8")).not.toContain("Hidden");
  await put(system, ...PACKAGED);
  await put(own, ...PACKAGED, "Hidden=true");
  start("linux", COMMAND).apply(true, true);
  expect(existsSync(own)).toBe(false);
  expect(lines).toEqual([
    `start at login, which the policy decides: on, by ${own}, against the desktop's settings`,
    "start at login, which the policy decides: on, by the system's entry, against the desktop's settings",
  ]);
});

test("autostart - what a policy forbids does not start, not even by an entry that the person wrote", async () => {
  await put(own, "Exec=/home/me/my-way");
  start("linux", COMMAND).apply(false, true);
  expect(existsSync(own)).toBe(false);
  await put(system, ...PACKAGED);
  start("linux", COMMAND).apply(false, true);
  expect(await readFile(own, "utf8")).toContain("Hidden=true");
  expect(lines.at(-1)).toBe(`start at login, which the policy decides: off, by ${own}`);
});

test("autostart - a policy that comes or goes while the app runs is obeyed at once", async () => {
  const autostart = start("linux", COMMAND);
  autostart.apply(false);
  autostart.apply(true, true);
  expect(existsSync(own)).toBe(true);
  autostart.apply(false);
  expect(existsSync(own)).toBe(false);
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

test("autostart - on Windows an item for all users is the default, needs no other, and cannot be switched off by the person", () => {
  items.forAll = true;
  expect([byDefault(false, COMMAND, "win32"), byDefault(false, COMMAND, "darwin")]).toEqual([true, false]);
  const autostart = start("win32", COMMAND);
  autostart.apply(true);
  expect(items.calls).toEqual([]);
  autostart.apply(false);
  expect(failures).toEqual([null, "an item for all users starts it"]);
});

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
  const image = { APPIMAGE: "/a.AppImage", APPDIR: "/tmp/.mount" };
  expect(command(image, "/tmp/.mount/x")[0]).toBe("/a.AppImage");
  expect(command(image, "/opt/Alrimi/alrimi")[0]).toBe("/opt/Alrimi/alrimi"); // started from another AppImage
  expect(command({ PORTABLE_EXECUTABLE_FILE: "D:\\a.exe" }, "C:\\x")[0]).toBe("D:\\a.exe");
  expect(command({}, "/usr/bin/electron", "/code", false)).toEqual([
    "/usr/bin/electron",
    "--no-sandbox",
    "/code",
    "--policy-file=/p.json",
  ]);
});

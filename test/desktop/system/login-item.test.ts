import fc from "fast-check";
import { expect, test } from "vitest";
import { type LoginItemPorts, switchLoginItem } from "../../../main/desktop/system/login-item.ts";
import type { RegistryValue } from "../../../main/desktop/system/windows/windows-registry.ts";

const NAME = "com.alrimi.app";
const APP = "C:\\Program Files\\Alrimi\\Alrimi.exe";

/**
 * The registry below `Run` and `StartupApproved`, and what Electron does with them: up to 38 it joins everything as it
 * is, later it takes the program's quotes off and quotes every part anew (shell/browser/browser_win.cc).
 */
class Registry {
  readonly run = new Map<string, string>();
  readonly disabled = new Set<string>();
  readonly electron: string;
  constructor(electron: string) {
    this.electron = electron;
  }

  #line(path = "", args: readonly string[] = []): string {
    if (Number.parseInt(this.electron, 10) < 39) return [path, ...args].join(" ");
    return [path.replace(/^"(.*)"$/, "$1"), ...args].map(quoted).join(" ");
  }

  readonly items: LoginItemPorts["items"] = {
    getLoginItemSettings: ({ path, args }: Electron.LoginItemSettingsOptions = {}) => {
      const own = this.run.get(NAME);
      const launchItems = [...this.run]
        .filter(([, line]) => programOf(line) === programOf(path ?? ""))
        .map(([name]) => ({ name, scope: "user", enabled: !this.disabled.has(name) }));
      return {
        openAtLogin: own === this.#line(path, args),
        launchItems,
      } as unknown as Electron.LoginItemSettings;
    },
    setLoginItemSettings: ({ path, args, openAtLogin, enabled = true }) => {
      if (openAtLogin) {
        this.run.set(NAME, this.#line(path, args));
        if (enabled) this.disabled.delete(NAME);
        else this.disabled.add(NAME);
      } else {
        this.run.delete(NAME);
        this.disabled.delete(NAME);
      }
    },
  };

  approval(): RegistryValue | undefined {
    if (!this.disabled.has(NAME)) return undefined;
    return { type: "REG_BINARY", data: "0300000012ABCDEF01234567" };
  }

  switch(command: LoginItemPorts["command"], isWanted: boolean, isFirst: boolean): string {
    const { electron, items } = this;
    const approval = () => this.approval();
    return switchLoginItem({ platform: "win32", electron, command, items, approval }, isWanted, isFirst);
  }
}

/** As Chromium quotes one argument of a command line. */
function quoted(text: string): string {
  if (!/[\s"\\]/.test(text)) return text;
  return `"${text.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, "$1$1")}"`;
}

/** The arguments of a command line as a program receives them (CommandLineToArgvW). */
function parsed(line: string): string[] {
  const [whole = "", program] = /^"([^"]*)"|^\S+/.exec(line) ?? [];
  const found = [program ?? whole];
  let current: string | undefined;
  let isQuoted = false;
  for (const part of `${line.slice(whole.length)} `.match(/\\*"|\\+|[^\\"]/g) ?? []) {
    if (part.endsWith('"')) {
      const backslashes = part.length - 1;
      current = (current ?? "") + "\\".repeat(backslashes / 2);
      if (backslashes % 2 === 1) current += '"';
      else isQuoted = !isQuoted;
    } else if (isQuoted || part.trim() !== "") {
      current = (current ?? "") + part;
    } else if (current !== undefined) {
      found.push(current);
      current = undefined;
    }
  }
  return found;
}

const programOf = (line: string): string | undefined => parsed(line)[0];

for (const electron of ["33.2.1", "38.8.0", "39.8.0", "45.4.1"]) {
  test(`login item - on Electron ${electron} Windows gives the app every argument as it was`, () => {
    const argument = fc
      .stringMatching(/^[a-zA-Z0-9 "\\=:.\-가-힣]{1,20}$/)
      .filter((text) => text.trim() !== "");
    fc.assert(
      fc.property(fc.array(argument), (args) => {
        const registry = new Registry(electron);
        expect(registry.switch([APP, ...args], true, false)).toBe("on");
        expect(parsed(registry.run.get(NAME) ?? "")).toEqual([APP, ...args]);
      }),
    );
  });

  test(`login item - on Electron ${electron} a policy in a folder with a space is found at login`, () => {
    const registry = new Registry(electron);
    registry.switch([APP, "--policy-file=C:\\My Files\\policy.json"], true, false);
    expect(registry.run.get(NAME)).toBe(`"${APP}" "--policy-file=C:\\My Files\\policy.json"`);
  });

  test(`login item - on Electron ${electron} what was switched off in the task manager stays off when the app has moved`, () => {
    const registry = new Registry(electron);
    registry.switch(["C:\\Old Place\\Alrimi.exe"], true, false);
    registry.disabled.add(NAME);
    expect(registry.switch([APP], true, true)).toBe("off, as the task manager says");
    expect([programOf(registry.run.get(NAME) ?? ""), [...registry.disabled]]).toEqual([APP, [NAME]]);
    // It is on after the person chose it again in the app's settings.
    registry.switch([APP], false, false);
    expect(registry.switch([APP], true, false)).toBe("on");
    expect([...registry.disabled]).toEqual([]);
  });
}

test("login item - an item that was switched off in the task manager stays off where the registry cannot be asked", () => {
  const registry = new Registry("45.4.1");
  registry.switch([APP, "--old"], true, false);
  registry.disabled.add(NAME);
  registry.approval = () => undefined;
  registry.switch([APP], true, true);
  expect([...registry.disabled]).toEqual([NAME]);
});

test("login item - what a policy requires is on, although it was switched off in the task manager", () => {
  const registry = new Registry("45.4.1");
  registry.switch([APP], true, false);
  registry.disabled.add(NAME);
  expect(registry.switch([APP], true, true)).toBe("on");
  expect([...registry.disabled]).toEqual([NAME]);
  const { electron, items } = registry;
  const approval = () => registry.approval();
  expect(
    switchLoginItem({ platform: "win32", electron, command: [APP], items, approval }, true, true, true),
  ).toBe("on");
  expect([...registry.disabled]).toEqual([]);
});

test("login item - an app that has moved is started from its new place", () => {
  const registry = new Registry("45.4.1");
  registry.switch(["C:\\Old Place\\Alrimi.exe"], true, false);
  expect(registry.switch([APP], true, true)).toBe("on");
  expect(registry.run.get(NAME)).toBe(`"${APP}"`);
});

test("login item - what waits in the settings of macOS for the person's consent is not asked for at each start", () => {
  const calls: object[] = [];
  const items = {
    getLoginItemSettings: () =>
      ({ openAtLogin: false, status: "requires-approval" }) as Electron.LoginItemSettings,
    setLoginItemSettings: (settings: object) => void calls.push(settings),
  };
  const ports = {
    platform: "darwin",
    electron: "45.4.1",
    command: ["/a"],
    items,
    approval: () => undefined,
  } as const;
  expect(switchLoginItem(ports, true, true)).toBe("off, as the system's settings say");
  expect(calls).toEqual([]);
  expect(() => switchLoginItem(ports, true, false)).toThrow("the system keeps it off");
});

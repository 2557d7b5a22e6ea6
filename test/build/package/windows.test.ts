import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { buildMsi } from "../../../build/package/windows/msi.ts";
import { nsisInclude } from "../../../build/package/windows/nsis.ts";
import { expanded, ownKeys, REGISTRY } from "../../../build/package/windows/registry.ts";
import { run } from "../../../build/runtime/run.ts";
import { APP_ID, TOAST_ACTIVATOR } from "../../../main/core/identity.ts";

const has = (program: string): boolean => spawnSync("which", [program]).status === 0;
const PATIENCE = { limit: 60_000 };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-windows-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("registry - what is the app's goes with its keys, and of Windows's own keys only the value", () => {
  expect(ownKeys(REGISTRY)).toEqual([
    "Software\\Classes\\alrimi",
    "Software\\Classes\\AppUserModelId\\com.alrimi.app",
    expect.stringMatching(/^Software\\Classes\\CLSID\\\{[0-9A-F-]{36}\}$/),
  ]);
  const others = REGISTRY.filter(({ isOwn }) => !isOwn).map(({ key }) => key);
  expect(others).toEqual(["Software\\Microsoft\\Windows\\CurrentVersion\\Run"]);
});

test("registry - a program in a folder with spaces is quoted wherever it is started", () => {
  for (const { value } of REGISTRY.filter((each) => each.value.includes("{program}")))
    expect(expanded(value, "C:\\Program Files\\Alrimi\\")).toMatch(
      /^"C:\\Program Files\\Alrimi\\Alrimi\.exe"/,
    );
});

test.skipIf(!has("makensis"))(
  "nsis - makensis compiles the include, and the values stand in it as in the table",
  async () => {
    await writeFile(join(folder, "table.nsh"), nsisInclude(REGISTRY));
    await writeFile(
      join(folder, "sample.nsi"),
      `Name "Sample"\nOutFile "sample.exe"\nInstallDir "$PROGRAMFILES64\\Alrimi"\n!include "x64.nsh"\n!include "table.nsh"
Section\n!insertmacro customInstall\nWriteUninstaller "$INSTDIR\\u.exe"\nSectionEnd\nSection Uninstall\n!insertmacro customUnInstall\nSectionEnd\n`,
    );
    const { code, output } = await run("makensis", ["-V4", "sample.nsi"], { ...PATIENCE, cwd: folder });
    expect({ code, output: code === 0 ? "" : output }).toEqual({ code: 0, output: "" });
    for (const { key, name, value } of REGISTRY) {
      expect(output).toContain(`WriteRegStr: HKLM\\${key}\\${name}=${expanded(value, "$INSTDIR\\")}\n`);
    }
  },
);

test.skipIf(!has("wixl") || !has("msiinfo"))(
  "msi - wixl builds it, and its tables hold the files and the registry table",
  async () => {
    await mkdir(join(folder, "app", "resources"), { recursive: true });
    for (const file of ["Alrimi.exe", "resources/app.asar", "resources/icon.png"])
      await writeFile(join(folder, "app", file), file);
    await buildMsi(join(folder, "app"), folder, "1.2.3");
    const rows = async (table: string): Promise<string[][]> => {
      const { stdout } = await run("msiinfo", ["export", join(folder, "alrimi-1.2.3.msi"), table], PATIENCE);
      return stdout
        .trim()
        .split(/\r?\n/)
        .slice(3)
        .map((line) => line.split("\t"));
    };
    const values = (await rows("Registry")).map(([, root, key, name, value]) => ({ root, key, name, value }));
    const wanted = REGISTRY.map(({ key, name, value }) => ({
      root: "2", // HKEY_LOCAL_MACHINE
      key,
      name,
      value: expanded(value, "[APPFOLDER]"),
    }));
    expect(values).toEqual(expect.arrayContaining(wanted));
    expect(values).toHaveLength(wanted.length);
    expect((await rows("File")).map(([, , name]) => name?.split("|").at(-1)).sort()).toEqual([
      "Alrimi.exe",
      "app.asar",
      "icon.png",
    ]);
    expect(await rows("Upgrade")).not.toEqual([]);

    const [[shortcut, menu, name, , target] = [], ...others] = await rows("Shortcut");
    expect([menu, name, target, others]).toEqual([
      "ProgramMenuFolder",
      "Alrimi",
      "[APPFOLDER]Alrimi.exe",
      [],
    ]);
    expect((await rows("MsiShortcutProperty")).map(([, ...cells]) => cells)).toEqual([
      [shortcut, "System.AppUserModel.ID", APP_ID],
      [shortcut, "System.AppUserModel.ToastActivatorCLSID", TOAST_ACTIVATOR],
    ]);
  },
);

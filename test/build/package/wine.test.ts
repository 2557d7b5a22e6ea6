import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildMsi } from "../../../build/package/windows/msi.ts";
import { nsisInclude } from "../../../build/package/windows/nsis.ts";
import { expanded, ownKeys, PROGRAM, REGISTRY } from "../../../build/package/windows/registry.ts";
import { must } from "../../../build/runtime/run.ts";
import { IS_LONG } from "../../sample.ts";
import { type CleanRoot, makeCleanRoot, whyNoCleanRoot } from "./clean-root.ts";

/**
 * The installers for Windows in Wine, with a stand-in for the app. Wine is installed in a clean Debian, so nothing on this
 * computer changes. Only its 64-bit half is: the NSIS script, which is our own around the include, is compiled for that.
 */

const reason = IS_LONG ? await whyNoCleanRoot("bookworm") : "only in the long run";
/** The only person of a clean Debian, and the name of the home folder. */
const PERSON = "root";
const FOLDER = "C:\\Program Files\\Alrimi\\";
/** Of what is installed. */
const UNINSTALL = "Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\";
const PATIENCE = { limit: 60_000 };

let folder: string;
let root: CleanRoot;

beforeAll(async () => {
  if (reason !== undefined) return;
  folder = await mkdtemp(join(tmpdir(), "alrimi-wine-"));
  await chmod(folder, 0o755);
  await mkdir(join(folder, "app", "resources"), { recursive: true });
  for (const file of [PROGRAM, "resources/app.asar", "resources/icon.png"])
    await writeFile(join(folder, "app", file), file);
  root = await makeCleanRoot("bookworm", folder);
  await root.install("wine64");
  await wine("wineboot", "--init");
}, 15 * 60_000);

afterAll(async () => {
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

/** Runs a program of Windows to the end of all its processes. */
function wine(...args: string[]): Promise<void> {
  const script =
    'PATH=/usr/lib/wine:$PATH WINEDEBUG=-all; export PATH WINEDEBUG; wine64 "$@"; code=$?; wineserver64 -w; exit $code';
  return root.run("sh", "-c", script, "sh", ...args);
}

const inWindows = (file: string): string => `Z:${root.seen(file).replaceAll("/", "\\")}`;
const onDrive = (path: string): string => join(root.path, PERSON, ".wine/drive_c", path);

/** `HKEY_LOCAL_MACHINE` in the 64-bit view: the values of each key by name, the default value's being empty. */
async function machineRegistry(): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const text = await readFile(join(root.path, PERSON, ".wine/system.reg"), "utf8");
  const plain = (escaped: string): string => escaped.replace(/\\(.)/g, "$1");
  const keys = new Map<string, ReadonlyMap<string, string>>();
  for (const section of text.split(/^(?=\[)/m)) {
    const key = /^\[(.*?)\]/.exec(section)?.[1];
    const values = section.matchAll(/^(?:@|"(.*?)")="((?:[^"\\]|\\.)*)"$/gm);
    if (key !== undefined)
      keys.set(
        plain(key),
        new Map([...values].map(([, name = "", value = ""]) => [plain(name), plain(value)])),
      );
  }
  return keys;
}

async function expectInstalled(): Promise<void> {
  const registry = await machineRegistry();
  for (const { key, name, value } of REGISTRY)
    expect(registry.get(key)?.get(name), `${key}\\${name}`).toBe(expanded(value, FOLDER));
  for (const file of [PROGRAM, "resources/app.asar"])
    expect(existsSync(onDrive(`Program Files/Alrimi/${file}`)), file).toBe(true);
}

async function expectRemoved(): Promise<void> {
  const registry = await machineRegistry();
  for (const own of ownKeys(REGISTRY))
    expect([...registry.keys()].filter((key) => key === own || key.startsWith(`${own}\\`))).toEqual([]);
  for (const { key, name } of REGISTRY.filter(({ isOwn }) => !isOwn))
    expect(registry.get(key)?.has(name) ?? false, `${key}\\${name}`).toBe(false);
  expect(existsSync(onDrive("Program Files/Alrimi"))).toBe(false);
}

test.skipIf(reason !== undefined)(
  `${reason === undefined ? "" : `(${reason}) `}msi - in Wine it is installed silently, upgraded to one product and removed, and the registry is that of the table`,
  async () => {
    const [older, newer] = [await msi("1.2.3"), await msi("1.3.0")];
    await wine("msiexec", "/i", older, "/qn");
    await expectInstalled();
    // Wine puts it into the person's own Start menu, Windows into that of all users.
    const startMenu = "AppData/Roaming/Microsoft/Windows/Start Menu";
    const entry = onDrive(join("users", PERSON, startMenu, "Programs/Alrimi.lnk"));
    expect(await readFile(entry, "latin1")).toContain(PROGRAM);

    await wine("msiexec", "/i", newer, "/qn");
    await expectInstalled();
    const products = [...(await machineRegistry())]
      .filter(([key, values]) => key.startsWith(UNINSTALL) && values.get("DisplayName") === "Alrimi")
      .map(([, values]) => values.get("DisplayVersion"));
    expect(products).toEqual(["1.3.0"]);

    await wine("msiexec", "/x", newer, "/qn");
    await expectRemoved();
    expect(existsSync(entry)).toBe(false);
  },
);

async function msi(version: string): Promise<string> {
  return inWindows(await buildMsi(join(folder, "app"), folder, version));
}

test.skipIf(reason !== undefined)(
  `${reason === undefined ? "" : `(${reason}) `}nsis - in Wine the include writes the registry of the table, once more at an upgrade, and removes it`,
  async () => {
    const setup = inWindows(await nsis());
    await wine(setup, "/S");
    await expectInstalled();
    await wine(setup, "/S");
    await expectInstalled();
    await wine(`${FOLDER}uninstall.exe`, "/S", `_?=${FOLDER.slice(0, -1)}`);
    await expectRemoved();
  },
);

async function nsis(): Promise<string> {
  await writeFile(join(folder, "table.nsh"), nsisInclude(REGISTRY));
  const script = join(folder, "setup.nsi");
  await writeFile(
    script,
    `Target amd64-unicode
Name "Alrimi"
OutFile "setup.exe"
InstallDir "$PROGRAMFILES64\\Alrimi"
RequestExecutionLevel admin
!include "table.nsh"
Section
SetOutPath "$INSTDIR"
File /r "app\\*"
!insertmacro customInstall
WriteUninstaller "$INSTDIR\\uninstall.exe"
SectionEnd
Section Uninstall
!insertmacro customUnInstall
RMDir /r "$INSTDIR"
SectionEnd
`,
  );
  await must("makensis", ["-V2", script], { ...PATIENCE, cwd: folder });
  return join(folder, "setup.exe");
}

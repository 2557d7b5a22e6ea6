import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sandboxArgs } from "../../build/run-app.ts";
import { resolveRuntime } from "../../build/runtime/resolve.ts";
import { run } from "../../build/runtime/run.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";

const limit = 20_000;

/** Prints what the app finds out about itself; written so that it works as ESM and as CommonJS. */
const report = `
  const seen = { argv: process.argv.slice(1), name: app.name, version: app.getVersion(), path: app.getAppPath(),
    data: app.getPath("userData"), defaultApp: process.defaultApp, preloaded: globalThis.preloaded };
  console.log("SEEN " + JSON.stringify(seen));
  app.whenReady().then(() => process.argv.includes("--stay") ? new BrowserWindow().loadURL("about:blank") : app.exit(7));
`;

// The same holds for the official binary and for the registry's, whose default app is our own.
describe.runIf(process.platform === "linux")("electron command", () => {
  let desktop: VirtualDesktop;
  let folder: string;
  let executable: string;
  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "alrimi-electron-test-")));
    desktop = await startVirtualDesktop({ panel: false, notificationDaemon: false });
    executable = (await resolveRuntime()).executable;
    await app("esm", { name: "an-app", version: "4.5.6", type: "module", main: "main.js" }, [
      "main.js",
      `import { app, BrowserWindow } from "electron";${report}`,
    ]);
    await app("cjs", { name: "old", productName: "Old App", version: "0.0.1", main: "lib/start.cjs" }, [
      "lib/start.cjs",
      `const { app, BrowserWindow } = require("electron");${report}`,
    ]);
    await writeFile(join(folder, "preload.cjs"), "globalThis.preloaded = process.argv.length > 1;");
  });
  afterAll(async () => {
    await desktop?.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const app = async (name: string, manifest: object, [file, text]: [string, string]) => {
    await mkdir(join(folder, name, file, ".."), { recursive: true });
    await writeFile(join(folder, name, "package.json"), JSON.stringify(manifest));
    await writeFile(join(folder, name, file), text);
  };
  const start = async (...args: string[]) => {
    const { code, stdout, output } = await run(executable, [...sandboxArgs(), ...args], {
      limit,
      env: desktop.env,
    });
    const line = /^SEEN (.*)$/m.exec(stdout)?.[1];
    return { code, output, seen: line === undefined ? undefined : (JSON.parse(line) as object) };
  };

  test("electron <path> - an ES module app gets its name, version, path, data folder and arguments", async () => {
    const path = join(folder, "esm");
    const { code, seen } = await start(path, "one", "--two=2", "-r");
    expect(seen).toEqual({
      argv: [...sandboxArgs(), path, "one", "--two=2", "-r"],
      name: "an-app",
      version: "4.5.6",
      path,
      data: join(desktop.home, ".config", "an-app"),
      defaultApp: true,
    });
    expect(code).toBe(7);
  });

  test("electron <path> - a CommonJS app is named by its productName", async () => {
    const { seen } = await start(join(folder, "cjs"));
    expect(seen).toMatchObject({ name: "Old App", version: "0.0.1", path: join(folder, "cjs") });
  });

  test("electron <file> - a single file is an app too", async () => {
    const { code, seen } = await start(join(folder, "cjs", "lib", "start.cjs"));
    expect(seen).toMatchObject({ path: join(folder, "cjs", "lib") });
    expect(code).toBe(7);
  });

  test("electron -r <file> <path> - the file runs before the app", async () => {
    const { seen } = await start("-r", join(folder, "preload.cjs"), join(folder, "esm"));
    expect(seen).toMatchObject({ preloaded: true });
  });

  test("playwright - attaches to the main process and to a window", async () => {
    const electron = await _electron.launch({
      executablePath: executable,
      args: [...sandboxArgs(), join(folder, "esm"), "--stay"],
      env: desktop.env as Record<string, string>,
    });
    const page = await electron.firstWindow();
    expect(page.url()).toBe("about:blank");
    expect(await electron.evaluate(({ app }) => app.getName())).toBe("an-app");
    await electron.close();
  });
});

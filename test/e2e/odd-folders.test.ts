import { cp, mkdir, mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { outDir, repoRoot } from "../../build/paths.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import { sample } from "../sample.ts";
import { type Company, startCompany } from "./company.ts";
import { RunningApp } from "./running-app.ts";

let desktop: VirtualDesktop;
let company: Company;

beforeAll(async () => {
  [desktop, company] = await Promise.all([startVirtualDesktop(), startCompany()]);
  await company.publish("mail", 4);
});

afterAll(async () => {
  await Promise.all([desktop?.dispose(), company?.dispose()]);
});

test.each(sample(["a^b", "a%b", "a%20b", "HONGGI~1", "[업무]", "홍 길동 #1?"], (each) => /%20|#/.test(each)))(
  "odd folder - an app that lies in %s opens its windows, and hears its pages",
  async (name) => {
    const appFolder = join(company.folder, name);
    await mkdir(appFolder);
    // Copied: a link would be followed, and the app would run from where it leads to.
    await cp(outDir, join(appFolder, "out"), { recursive: true });
    await cp(join(repoRoot, "package.json"), join(appFolder, "package.json"));
    const app = await RunningApp.start({
      desktop,
      appFolder,
      policyFile: await company.policy(),
      userDataDir: await mkdtemp(join(company.folder, "app-")),
    });
    try {
      expect(await app.inMain(({ app: itself }) => itself.getAppPath())).toBe(appFolder);
      const board = await app.openBoard(); // shown once its page has said that it is painted
      await board.getByText("메일", { exact: true }).waitFor();
      await board.keyboard.press(",");
      await app.window("settings");
      await board.evaluate(`window.alrimi.send({ kind: "open-account" })`);
      await app.window("account");
      expect(app.output).not.toContain("ipc refused");
    } finally {
      await app.end();
    }
  },
);

import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import { canMount } from "./can-mount.ts";
import { type Company, startCompany } from "./company.ts";
import { isUpToDate, RunningApp } from "./running-app.ts";

let desktop: VirtualDesktop;
let company: Company;

beforeAll(async () => {
  [desktop, company] = await Promise.all([startVirtualDesktop(), startCompany()]);
  await company.publish("mail", 4);
});

afterAll(async () => {
  await Promise.all([desktop?.dispose(), company?.dispose()]);
});

/** Starts the app with an `/etc` of its own, of which only this test knows. */
async function startWithEtc(etc: string): Promise<RunningApp> {
  return RunningApp.start({
    desktop,
    userDataDir: await mkdtemp(join(company.folder, "app-")),
    async wrapper(runtime) {
      const script = join(company.folder, "in-own-etc");
      await writeFile(
        script,
        `#!/bin/sh\nexec unshare --mount sh -c 'mount --bind "$0" /etc && exec "$@"' "${etc}" "${runtime}" "$@"\n`,
      );
      await chmod(script, 0o755);
      return script;
    },
  });
}

test.skipIf(!canMount())(
  "policies - what an administrator writes into /etc/alrimi applies while the app runs",
  async () => {
    const etc = join(company.folder, "etc");
    execFileSync("cp", ["-a", "/etc", etc]);
    const folder = join(etc, "alrimi", "policy.d");
    await mkdir(folder, { recursive: true });
    const put = async (name: string, policy: object): Promise<void> => {
      await writeFile(join(folder, `${name}.new`), JSON.stringify(policy, null, 2));
      await rename(join(folder, `${name}.new`), join(folder, `${name}.json`)); // as packages do
    };
    const account = JSON.parse(await readFile(await company.policy(), "utf8"));
    await put("10-account", account);

    const app = await startWithEtc(etc);
    try {
      await app.trayWhere("the counts", (tray) => isUpToDate(tray) && tray.toolTip.includes("메일 4"));
      await app.logged("the policy /etc/alrimi/policy.d/10-account.json, found in its place");

      // The session that follows another takes its notice over.
      const shown = async (): Promise<number> => (await desktop.notifications.displayed()).length;
      await company.publish("mail", 0);
      await expect.poll(shown).toBe(0);
      await company.publish("hr-leave", 5);
      await expect.poll(shown).toBe(1);
      const before = desktop.notifications.sent().length;
      await put("30-servers", { servers: [...account.servers, "nats://127.0.0.1:1"] });
      await app.logged(`servers ${account.servers.join(" ")} nats://127.0.0.1:1`);
      await expect.poll(() => desktop.notifications.sent().length).toBe(before + 1);
      await expect.poll(shown).toBe(1);
      await put("30-servers", { servers: ["nats://127.0.0.1:1"] });
      await expect.poll(shown).toBe(0);
      await rm(join(folder, "30-servers.json"));
      await company.publish("hr-leave", 0);
      await company.publish("mail", 4);

      await put("20-words", { preferences: { language: "en", theem: "dark" } });
      await app.trayWhere("English at once", ({ toolTip }) => toolTip.startsWith("Alrimi — "));
      const board = await app.openBoard();
      const boardSays = (words: RegExp) =>
        waitFor(async () => words.test((await board.textContent("body")) ?? ""), { what: `${words}` });
      await boardSays(/\/etc\/alrimi\/policy\.d\/20-words\.json:4 — preferences: unknown key "theem"/);

      await board.keyboard.press(",");
      const settings = await app.window("settings");
      await settings.getByRole("tab", { name: "In effect" }).click();
      await settings
        .getByText("Locked by your administrator: /etc/alrimi/policy.d/20-words.json:3")
        .waitFor();

      await put("20-words", { preferences: { language: "ko" } });
      await settings.getByText("관리자가 고정함: /etc/alrimi/policy.d/20-words.json:3").waitFor();
      await app.openBoard(); // it was hidden behind the settings
      await expect.poll(() => board.textContent("body")).not.toContain("theem");

      await put("30-servers", { servers: ["nats://127.0.0.1:1"] });
      await app.logged("servers nats://127.0.0.1:1");
      await app.trayWhere("no contact", (tray) => !isUpToDate(tray));
      await rm(join(folder, "30-servers.json"));
      await app.trayWhere("the counts again", (tray) => isUpToDate(tray) && tray.toolTip.includes("메일 4"));

      await put("30-servers", { sever: ["nats://127.0.0.1:1"] });
      await app.trayWhere("no connection with less than was meant", (tray) => !isUpToDate(tray));
      await boardSays(/30-servers\.json:2 — unknown key "sever", perhaps "servers"/);
      await rm(join(folder, "30-servers.json"));
      await app.trayWhere("connected again", isUpToDate);
    } finally {
      await app.end();
    }
  },
);

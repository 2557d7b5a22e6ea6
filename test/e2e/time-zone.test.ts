import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, rename, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import { type Company, startCompany } from "./company.ts";
import { isUpToDate, RunningApp } from "./running-app.ts";

/** The app sees a private `/etc`, in which the test replaces the link `localtime`, as `timedatectl` does. */

let desktop: VirtualDesktop;
let company: Company;

beforeAll(async () => {
  [desktop, company] = await Promise.all([startVirtualDesktop(), startCompany()]);
});

afterAll(async () => {
  await Promise.all([desktop?.dispose(), company?.dispose()]);
});

const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
/** A name space for mounts of its own; an ordinary user gets one with a user name space around it, and leaves that again. */
const [before, after] =
  uid === 0
    ? ["unshare --mount", ""]
    : ["unshare --user --map-root-user --mount", `unshare --user --map-user=${uid} --map-group=${gid}`];

function whyNot(): string | undefined {
  if (!existsSync("/usr/share/zoneinfo/Asia/Seoul")) return "there are no zones (Debian: tzdata)";
  try {
    execFileSync("sh", ["-c", `${before} ${after} true`], { stdio: "pipe" });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** `HH:MM` in a zone, of now and of the two minutes before. */
function timesIn(timeZone: string): readonly string[] {
  const format = new Intl.DateTimeFormat("en", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone,
  });
  return [0, 1, 2].map((minutes) => format.format(Date.now() - minutes * 60_000));
}

test.skipIf(whyNot() !== undefined)(
  "time zone - when the system's changes, tray, board and windows show the time of the new one",
  async () => {
    const etc = join(company.folder, "etc");
    // Files that an ordinary user may not read stay behind.
    execFileSync("sh", ["-c", `cp -a /etc "${etc}" 2>/dev/null; rm -f "${etc}/localtime"; test -d "${etc}"`]);
    const setZone = async (zone: string): Promise<void> => {
      await symlink(`/usr/share/zoneinfo/${zone}`, join(etc, "localtime.new"));
      await rename(join(etc, "localtime.new"), join(etc, "localtime"));
    };
    await setZone("Asia/Seoul");
    const app = await RunningApp.start({
      desktop,
      policyFile: await company.policy(),
      userDataDir: await mkdtemp(join(company.folder, "app-")),
      preload: join(import.meta.dirname, "quick-minutes.cjs"),
      async wrapper(runtime) {
        const script = join(company.folder, "in-own-etc");
        await writeFile(
          script,
          `#!/bin/sh\nunset TZ\nexec ${before} sh -c 'mount --bind "$0" /etc && exec ${after} "$@"' "${etc}" "${runtime}" "$@"\n`,
        );
        await chmod(script, 0o755);
        return script;
      },
    });
    const showsTimeIn = (zone: string) =>
      app.trayWhere(
        `the time in ${zone}`,
        (tray) => isUpToDate(tray) && timesIn(zone).some((time) => tray.toolTip.includes(`${time} 기준`)),
      );
    try {
      await showsTimeIn("Asia/Seoul");
      await setZone("America/New_York"); // without any window, of which Chromium would watch the zone
      await showsTimeIn("America/New_York");
      const board = await app.openBoard();
      await setZone("Pacific/Auckland");
      await showsTimeIn("Pacific/Auckland");
      await waitFor(() => board.evaluate("new Intl.DateTimeFormat().resolvedOptions().timeZone"), {
        what: "the window's zone",
        until: (zone) => zone === "Pacific/Auckland",
      });
      expect(await app.inMain(() => process.env["TZ"])).toBeUndefined();
    } finally {
      await app.end();
    }
  },
);

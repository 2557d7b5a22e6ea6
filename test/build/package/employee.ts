import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { defineLogind } from "../../../build/desktop/logind.ts";
import { type TrayItem, trayItems } from "../../../build/desktop/tray.ts";
import { waitFor } from "../../../build/desktop/wait-for.ts";
import { startVirtualDesktop } from "../../../build/virtual-desktop.ts";
import { startCompany } from "../../e2e/company.ts";
import { NEXT_VERSION } from "./next-version.ts";

/**
 * What an employee sees of an installed package, as an ordinary user on a virtual desktop. It is a process of its own,
 * started by `installed.test.ts`, which is root and does what an administrator would: this process asks for that by
 * messages. `employee.ts ROOT`: the clean root in which the package is installed.
 */

/** What the administrator is asked to do. */
export type Request =
  /** In the clean root, as the ordinary user, on this desktop. */
  | { readonly kind: "start"; readonly command: readonly string[]; readonly env: NodeJS.ProcessEnv }
  | { readonly kind: "policy"; readonly text: string }
  | { readonly kind: "upgrade" }
  /** To wait until a program that was started has said so. */
  | { readonly kind: "said"; readonly text: string }
  | { readonly kind: "remove" }
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly why: string };

const root = process.argv[2] ?? "";
const PORT = 9_333;
/** Milliseconds. The app looks each minute whether it was upgraded, and once more when half a minute was quiet. */
const UPGRADED_WITHIN = 300_000;
const WITHIN = 60_000;
const AUTOSTART = "etc/xdg/autostart/com.alrimi.app.desktop";

async function ask(request: Request): Promise<void> {
  const answered = once(process, "message");
  process.send?.(request);
  await answered;
}

async function work(): Promise<void> {
  const [desktop, company] = await Promise.all([startVirtualDesktop(), startCompany()]);
  /** Starts a program of the clean root on the desktop. */
  const inRoot = (command: readonly string[]) => ask({ kind: "start", command, env: desktop.env });
  const tray = async (): Promise<TrayItem | undefined> => (await trayItems(desktop))[0];
  const trayWhere = (what: string, holds: (item: TrayItem) => boolean, timeout = WITHIN) =>
    waitFor(
      async () => {
        const item = await tray();
        return item !== undefined && holds(item) ? item : undefined;
      },
      { what: `the tray shows ${what}`, timeout },
    );
  const opens = (url: string) =>
    waitFor(async () => (await desktop.openedLinks()).at(-1) === url, { what: `${url} is opened` });

  const logind = defineLogind(desktop);
  try {
    await logind.start();
    await ask({
      kind: "policy",
      text: await readFile(await company.policy({ preferences: { morningDigest: false } }), "utf8"),
    });

    // A session starts what stands there, when the program is there.
    const entry = await readFile(join(root, AUTOSTART), "utf8");
    const value = (key: string) => new RegExp(`^${key}=(.*)$`, "m").exec(entry)?.[1] ?? "";
    if (!existsSync(join(root, value("TryExec")))) throw new Error(`no program at ${value("TryExec")}`);
    await inRoot(value("Exec").split(" "));
    await trayWhere("that all counts are known", ({ toolTip }) => /^\d\d:\d\d 기준$/m.test(toolTip));

    await company.publish("hr-leave", 3);
    await trayWhere("3", ({ toolTip }) => toolTip.includes("휴가·출장 3"));
    await waitFor(async () => (await desktop.notifications.displayed()).length > 0, { what: "the notice" });
    await desktop.notifications.click();
    await opens("https://hr.example.com/approvals?box=in");

    await company.publish("finance-card", 2);
    await inRoot(["xdg-open", "alrimi://open?service=finance-card"]);
    await opens("https://card.example.com/wait");

    await (await trayWhere("something", () => true)).activate();
    await waitFor(isPageInSandbox, { what: "the board is drawn by a process in a sandbox" });

    await inRoot([
      "/opt/Alrimi/alrimi",
      `--user-data-dir=${desktop.home}/other`,
      `--remote-debugging-port=${PORT}`,
    ]);
    await ask({ kind: "said", text: "does not start with --remote-debugging-port" });
    if (await isOpen(PORT)) throw new Error("a package lets other programs in by --remote-debugging-port");

    const before = await trayWhere("something", () => true);
    await before.activate(); // closes the board
    await ask({ kind: "upgrade" });
    await logind.setLockedHint(true);
    await trayWhere(
      "the same count, of the upgraded app",
      ({ pid, toolTip }) => {
        return pid !== before.pid && toolTip.includes("휴가·출장 3");
      },
      UPGRADED_WITHIN,
    );
    const log = join(desktop.home, ".config/alrimi/logs/alrimi.log");
    await waitFor(async () => (await readFile(log, "utf8")).includes(` to ${NEXT_VERSION}`), {
      what: "the log tells of the update",
    });

    await ask({ kind: "remove" });
    if (existsSync(join(root, AUTOSTART))) throw new Error("the start at login is left after the removal");
  } finally {
    await logind.kill();
    await Promise.all([desktop.dispose(), company.dispose()]);
  }

  /** By what the kernel says of the processes of Chromium's pages. */
  async function isPageInSandbox(): Promise<boolean> {
    for (const pid of await readdir("/proc")) {
      if (!/^\d+$/.test(pid)) continue;
      const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
      if (!command.startsWith("/opt/Alrimi/alrimi") || !command.includes("--type=renderer")) continue;
      const state = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
      if (!/^Seccomp:\s*2$/m.test(state)) throw new Error("a page's process may make every system call");
      if (!/^NoNewPrivs:\s*1$/m.test(state)) throw new Error("a page's process may take new privileges");
      if (!/^NSpid:\s*\d+\s+\d+/m.test(state)) throw new Error("a page's process sees all others");
      return true;
    }
    return false;
  }
}

function isOpen(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/json/version`).then(
    () => true,
    () => false,
  );
}

work().then(
  () => ask({ kind: "done" }).then(() => process.exit(0)),
  (error: Error) => ask({ kind: "failed", why: error.message }).then(() => process.exit(1)),
);

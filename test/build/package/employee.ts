import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { defineLogind } from "../../../build/desktop/logind.ts";
import { type TrayItem, trayItems } from "../../../build/desktop/tray.ts";
import { waitFor } from "../../../build/desktop/wait-for.ts";
import { run } from "../../../build/runtime/run.ts";
import { startVirtualDesktop } from "../../../build/virtual-desktop.ts";
import { startCompany } from "../../e2e/company.ts";
import { NEXT_VERSION } from "./next-version.ts";

/**
 * What an employee sees of an installed package, as an ordinary user on a virtual desktop. It is a process of its own,
 * started by `installed.test.ts`, which is root and does what an administrator would: this process asks for that by
 * messages. `employee.ts ROOT SANDBOX`: the clean root in which the package is installed, and `helper` where Chromium's
 * sandbox is made by the helper with the SUID bit.
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

const [root = "", sandbox] = process.argv.slice(2);
const PORT = 9_333;
/** Milliseconds. The app looks each minute whether it was upgraded, and once more when half a minute was quiet. */
const UPGRADED_WITHIN = 300_000;
const WITHIN = 60_000;
/** Its window's name. */
const BOARD = "^알림이$";
const AUTOSTART = "etc/xdg/autostart/com.alrimi.app.desktop";

async function ask(request: Request): Promise<void> {
  const answered = once(process, "message");
  process.send?.(request);
  await answered;
}

/** Says how the session ended. No answer comes. */
function leave(request: Extract<Request, { kind: "done" | "failed" }>): void {
  process.send?.(request, () => process.exit(request.kind === "done" ? 0 : 1));
}

async function work(): Promise<void> {
  const [desktop, company] = await Promise.all([startVirtualDesktop(), startCompany()]);
  /** Starts a program of the clean root on the desktop. */
  const inRoot = (command: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    ask({ kind: "start", command, env: { ...desktop.env, ...env } });
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
    const intruder = await placeIntruder(desktop.home);
    await inRoot(value("Exec").split(" "), intruder.environment);
    await trayWhere("that all counts are known", ({ toolTip }) => /^\d\d:\d\d 기준$/m.test(toolTip));

    await company.publish("hr-leave", 3);
    await trayWhere("3", ({ toolTip }) => toolTip.includes("휴가·출장 3"));
    await waitFor(async () => (await desktop.notifications.displayed()).length > 0, { what: "the notice" });
    await desktop.notifications.click();
    await opens("https://hr.example.com/approvals?box=in");

    await company.publish("finance-card", 2);
    await inRoot(["xdg-open", "alrimi://open?service=finance-card"]);
    await opens("https://card.example.com/wait");

    const program = ["/opt/Alrimi/alrimi", `--user-data-dir=${desktop.home}/other`];
    await inRoot([...program, `--remote-debugging-port=${PORT}`, ...intruder.switches]);
    await ask({ kind: "said", text: "does not start with --remote-debugging-port" });
    if (await isOpen(PORT)) throw new Error("a package lets other programs in by --remote-debugging-port");
    await inRoot([...program, "-e", intruder.script], { ELECTRON_RUN_AS_NODE: "1" });
    await ask({ kind: "said", text: "does not start with --e" });
    if (existsSync(intruder.trace)) throw new Error(await readFile(intruder.trace, "utf8"));
    await end(program.join(" ")); // their messages would take the focus from the board

    await (await trayWhere("something", () => true)).activate();
    await boardIs(true);
    await waitFor(isPageInSandbox, { what: "the board is drawn by a process in a sandbox" });

    const before = await trayWhere("something", () => true);
    await before.activate();
    await boardIs(false);
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

  /** A click on the icon closes the board only when it is on the screen. */
  async function boardIs(visible: boolean): Promise<void> {
    const search = ["search", "--onlyvisible", "--name", BOARD];
    const isVisible = async () =>
      (await run("xdotool", search, { limit: WITHIN, env: desktop.env })).code === 0;
    await waitFor(async () => (await isVisible()) === visible, {
      what: `the board is ${visible ? "open" : "closed"}`,
    });
  }

  /** By what the kernel says of the processes of Chromium's pages. */
  async function isPageInSandbox(): Promise<boolean> {
    for (const pid of await readdir("/proc")) {
      if (!/^\d+$/.test(pid)) continue;
      const command = await commandOf(pid);
      const isOurs = command.startsWith("/opt/Alrimi/alrimi ") && command.includes(desktop.home);
      if (!isOurs || !command.includes("--type=renderer")) continue;
      const state = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
      if (!/^Seccomp:\s*2$/m.test(state)) throw new Error("a page's process may make every system call");
      if (!/^NoNewPrivs:\s*1$/m.test(state)) throw new Error("a page's process may take new privileges");
      if (!/^NSpid:\s*\d+\s+\d+/m.test(state)) throw new Error("a page's process sees all others");
      const isByHelper = (await ancestors(pid)).some((one) => one.startsWith("/opt/Alrimi/chrome-sandbox "));
      if (isByHelper !== (sandbox === "helper")) throw new Error(`the sandbox is not made by the ${sandbox}`);
      return true;
    }
    return false;
  }
}

/** The command line of a process, with spaces between the arguments, as Chromium writes it anew. Empty after its end. */
function commandOf(pid: string): Promise<string> {
  return readFile(`/proc/${pid}/cmdline`, "utf8").then(
    (text) => text.replaceAll("\0", " "),
    () => "",
  );
}

/** Ends the processes whose command line begins so. A signal ends a failed start at once. */
async function end(beginning: string): Promise<void> {
  const found = async (): Promise<string[]> => {
    const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
    const commands = await Promise.all(pids.map(commandOf));
    return pids.filter((_, index) => commands[index]?.startsWith(beginning));
  };
  for (const pid of await found()) process.kill(Number(pid), "SIGTERM");
  await waitFor(async () => (await found()).length === 0, { what: `${beginning} has ended` });
}

/** The command lines of those that started a process, the nearest first. */
async function ancestors(pid: string): Promise<string[]> {
  const state = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const parent = /^PPid:\s*(\d+)$/m.exec(state)?.[1] ?? "0";
  return parent === "0" ? [] : [await commandOf(parent), ...(await ancestors(parent))];
}

/**
 * Code that another program would like to run within the app, and the ways to bring it in that Electron and Chromium
 * have.
 */
async function placeIntruder(folder: string) {
  const trace = join(folder, "entered");
  const script = `require("node:fs").appendFileSync(${JSON.stringify(trace)}, "ran in " + process.argv.join(" "))`;
  const [module, launcher] = [join(folder, "intruder.cjs"), join(folder, "intruder.sh")];
  await writeFile(module, script);
  await writeFile(launcher, `#!/bin/sh\necho "started $*" >>'${trace}'\nexec "$@"\n`, { mode: 0o755 });
  return {
    trace,
    script,
    environment: { NODE_OPTIONS: `--require=${module}` },
    switches: [
      ...["gpu-launcher", "renderer-cmd-prefix", "utility-cmd-prefix"].map((name) => `--${name}=${launcher}`),
      `--js-flags=--allow-natives-syntax`,
      `--require=${module}`,
      `--load-extension=${folder}`,
    ],
  };
}

function isOpen(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/json/version`).then(
    () => true,
    () => false,
  );
}

work().then(
  () => leave({ kind: "done" }),
  (error: Error) => leave({ kind: "failed", why: error.message }),
);

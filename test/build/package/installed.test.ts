import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync } from "node:fs";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { waitFor } from "../../../build/desktop/wait-for.ts";
import { repoRoot } from "../../../build/paths.ts";
import { must, run } from "../../../build/runtime/run.ts";
import { type OrdinaryUser, ordinaryUser } from "../../desktops/user.ts";
import { sample } from "../../sample.ts";
import { type CleanRoot, makeCleanRoot, whyNoCleanRoot, withoutNamespaces, writeInto } from "./clean-root.ts";
import type { Request } from "./employee.ts";
import { nextVersion } from "./next-version.ts";
import { PACKAGE_MANAGERS } from "./package-manager.ts";

interface Case {
  readonly package: "deb" | "rpm";
  /** Debian 12 or 13, whose libraries have other names. */
  readonly suite: "bookworm" | "trixie";
  /** Of Chromium: where people may not make user namespaces, a helper with a SUID bit has to make it. */
  readonly sandbox: "namespaces" | "helper";
  /** Installed before. With it the package adds a profile. Debian 12's cannot read that. */
  readonly hasAppArmor: boolean;
}

const CASES: readonly Case[] = [
  { package: "deb", suite: "bookworm", sandbox: "namespaces", hasAppArmor: false },
  { package: "deb", suite: "bookworm", sandbox: "helper", hasAppArmor: false },
  { package: "deb", suite: "trixie", sandbox: "namespaces", hasAppArmor: true },
  { package: "rpm", suite: "trixie", sandbox: "namespaces", hasAppArmor: true },
];
/** Milliseconds for everything of one case on a busy computer. */
const PATIENCE = 15 * 60_000;
const HELPER = "opt/Alrimi/chrome-sandbox";
const PROFILE = "etc/apparmor.d/alrimi";

const cases = sample(CASES, (each) => each === CASES[0]);
const reasons = new Map(
  await Promise.all(
    [...new Set(cases.map(({ suite }) => suite))].map(
      async (suite) => [suite, await whyNoCleanRoot(suite)] as const,
    ),
  ),
);
const first = cases.find(({ suite }) => reasons.get(suite) === undefined);

let folder: string;
let user: OrdinaryUser;
/** Of the first case that can run, made while the packages are built. */
let firstRoot: CleanRoot;
/** This project, as the user can read it. */
let checkout: string;

beforeAll(async () => {
  if (first === undefined) return;
  folder = await mkdtemp(join(tmpdir(), "alrimi-package-test-"));
  chmodSync(folder, 0o755);
  user = ordinaryUser(`alrimi-package-${process.pid}`);
  checkout = user.readable(repoRoot, "package.json", join(folder, "checkout"));
  const kinds = new Set(cases.map((each) => each.package));
  const build = ["build/package/index.ts", ...kinds, "--output", folder];
  [firstRoot] = await Promise.all([
    makeCleanRoot(first.suite, folder),
    must(join(repoRoot, "node_modules/.bin/tsx"), build, { limit: 10 * 60_000, cwd: repoRoot }),
  ]);
}, PATIENCE);

afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

afterAll(async () => {
  user?.remove();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

for (const each of cases) {
  const { suite, sandbox, hasAppArmor } = each;
  const reason = reasons.get(suite);
  const why = reason === undefined ? "" : `(${reason}) `;
  const where = `${suite}, sandbox by ${sandbox}${hasAppArmor ? ", AppArmor" : ""}`;
  test.skipIf(reason !== undefined)(
    `${why}${each.package} on ${where} - it is installed alone; an ordinary user's login starts it, sandboxed; notice and link open the right page; it restarts into an upgrade with its counts; it goes without a trace`,
    { timeout: PATIENCE },
    async () => {
      const manager = PACKAGE_MANAGERS[each.package];
      const made = each === first ? firstRoot : await makeCleanRoot(suite, folder);
      const root = sandbox === "helper" ? withoutNamespaces(made) : made;
      const file = join(
        folder,
        (await readdir(folder)).find((name) => name.endsWith(`.${each.package}`)) ?? "",
      );
      if (hasAppArmor) await root.install("apparmor");
      await manager.install(root, file);
      const check = async (): Promise<void> => {
        const mode = (await stat(join(root.path, HELPER))).mode & 0o7777;
        expect(mode.toString(8)).toBe(sandbox === "helper" ? "4755" : "755");
        expect(await open(root)).toEqual(sandbox === "helper" ? [`/${HELPER}`] : []);
        expect(existsSync(join(root.path, PROFILE))).toBe(hasAppArmor);
        await root.run("test", "-x", "/usr/bin/alrimi");
        await manager.verify(root);
      };
      await check();
      await root.run("sh", "-c", "! ldd /opt/Alrimi/alrimi | grep 'not found'");

      output = "";
      await employee(root, sandbox, async (request) => {
        if (request.kind === "start") startAsUser(root, request.command, request.env);
        if (request.kind === "said")
          await waitFor(() => output.includes(request.text) || output, {
            what: request.text,
            until: (said) => said === true,
          });
        if (request.kind === "policy") await writeInto(root, "etc/alrimi/policy.json", request.text);
        if (request.kind === "upgrade") {
          await manager.upgrade(root, await nextVersion(file, join(folder, "next")));
          await check();
        }
        if (request.kind === "remove") {
          // User namespaces are allowed again, as by another kernel: the next installation takes the SUID bit away.
          if (sandbox === "helper") {
            await manager.upgrade(made, file);
            expect(await open(made)).toEqual([]);
          }
          await manager.remove(root);
        }
      });

      const left = await found(root, "/", "-iname", "*alrimi*");
      expect(
        left.filter((path) => !/^\/(etc\/alrimi|mnt|tmp|proc|var\/(lib|cache|log))\b/.test(path)),
      ).toEqual([]);
      await made.dispose();
    },
  );
}

/** What of the package somebody else than root may change, and what runs with more rights than its user's. */
function open(root: CleanRoot): Promise<string[]> {
  const places = [
    "/opt/Alrimi",
    "/etc/xdg/autostart",
    "/etc/alrimi",
    "/usr/share/applications",
    "/usr/share/doc/alrimi",
  ];
  return found(root, ...places, "(", "!", "-type", "l", "-perm", "/6022", "-o", "!", "-user", "root", ")");
}

/** The paths that `find` prints in a root; places that do not exist are passed over. */
async function found(root: CleanRoot, ...args: string[]): Promise<string[]> {
  const { stdout } = await run("chroot", [root.path, "find", ...args], { limit: 60_000 });
  return stdout.split("\n").filter((line) => line !== "");
}

const started: ChildProcess[] = [];
let output = "";

/** Starts a program of the clean root as the ordinary user. */
function startAsUser(root: CleanRoot, command: readonly string[], env: NodeJS.ProcessEnv): void {
  const [program, ...args] = root.asUser(user, command);
  const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  started.push(child);
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += String(chunk);
    });
  }
}

/** Runs the employee's process, and does what it asks the administrator to do. */
async function employee(
  root: CleanRoot,
  sandbox: Case["sandbox"],
  administrator: (request: Request) => Promise<void>,
): Promise<void> {
  const temporary = await mkdtemp(join(folder, "employee-"));
  chownSync(temporary, user.uid, user.gid);
  const child = spawn(
    "setpriv",
    [
      ...[`--reuid=${user.uid}`, `--regid=${user.gid}`, "--clear-groups", "--pdeathsig=TERM", "--"],
      ...[process.execPath, "--import", "tsx", "test/build/package/employee.ts", root.path, sandbox],
    ],
    {
      cwd: checkout,
      env: { ...process.env, HOME: temporary, TMPDIR: temporary },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    },
  );
  await new Promise<void>((resolve, reject) => {
    child.on("message", (request: Request) => {
      if (request.kind === "failed") reject(new Error(`${request.why}\n${output}`));
      else if (request.kind === "done") resolve();
      else administrator(request).then(() => child.send("done"), reject);
    });
    child.once("error", reject);
    child.once("exit", (code, signal) =>
      reject(new Error(`the employee's process ended with ${code ?? signal}\n${output}`)),
    );
  });
}

import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync } from "node:fs";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitFor } from "../../../build/desktop/wait-for.ts";
import { repoRoot } from "../../../build/paths.ts";
import { must } from "../../../build/runtime/run.ts";
import { type OrdinaryUser, ordinaryUser } from "../../desktops/user.ts";
import { type CleanRoot, makeCleanRoot, whyNoCleanRoot, writeInto } from "./clean-root.ts";
import type { Request } from "./employee.ts";
import { nextVersion } from "./next-version.ts";

const reason = await whyNoCleanRoot("bookworm");

let folder: string;
let root: CleanRoot;
let user: OrdinaryUser;

beforeAll(async () => {
  if (reason !== undefined) return;
  folder = await mkdtemp(join(tmpdir(), "alrimi-package-test-"));
  chmodSync(folder, 0o755);
  user = ordinaryUser();
  const made = await Promise.all([
    makeCleanRoot("bookworm", folder),
    must(join(repoRoot, "node_modules/.bin/tsx"), ["build/package/index.ts", "deb", "--output", folder], {
      limit: 10 * 60_000,
      cwd: repoRoot,
    }),
  ]);
  root = made[0];
});

afterAll(async () => {
  for (const child of started) child.kill("SIGKILL");
  user?.remove();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

test.skipIf(reason !== undefined)(
  `${reason === undefined ? "" : `(${reason}) `}deb - apt installs it alone; an ordinary user's login starts it, sandboxed; notice and link open the right page; it restarts into an upgrade with its counts; it goes without a trace`,
  async () => {
    const deb = (await readdir(folder)).find((name) => name.endsWith(".deb")) ?? "";
    await root.install(join(folder, deb));
    expect((await stat(join(root.path, "opt/Alrimi/chrome-sandbox"))).mode & 0o7777).toBe(0o755);
    await root.run("sh", "-c", "! ldd /opt/Alrimi/alrimi | grep 'not found'");

    await employee(async (request) => {
      if (request.kind === "start") startAsUser(request.command, request.env);
      if (request.kind === "said")
        await waitFor(() => output.includes(request.text) || output, {
          what: request.text,
          until: (said) => said === true,
        });
      if (request.kind === "policy") await writeInto(root, "etc/alrimi/policy.json", request.text);
      if (request.kind === "upgrade")
        await root.install(await nextVersion(join(folder, deb), join(folder, "next")));
      if (request.kind === "remove") await root.run("apt-get", "-qq", "purge", "-y", "alrimi");
    });

    for (const left of ["opt/Alrimi", "usr/bin/alrimi", "etc/xdg/autostart/com.alrimi.app.desktop"]) {
      expect(existsSync(join(root.path, left)), left).toBe(false);
    }
  },
);

const started: ChildProcess[] = [];
let output = "";

/**
 * Starts a program of the clean root as the ordinary user. Root enters the clean root: in a user namespace the files of
 * its administrator would be somebody else's.
 */
function startAsUser(command: readonly string[], env: NodeJS.ProcessEnv): void {
  const child = spawn(
    "bwrap",
    [
      ...["--ro-bind", root.path, "/", "--dev", "/dev", "--perms", "1777", "--tmpfs", "/dev/shm"],
      ...["--bind", "/proc", "/proc", "--bind", "/tmp", "/tmp"],
      ...["--die-with-parent", "--", "setpriv", `--reuid=${user.uid}`, `--regid=${user.gid}`],
      ...["--clear-groups", "--", ...command],
    ],
    { env, stdio: ["ignore", "pipe", "pipe"] },
  );
  started.push(child);
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += String(chunk);
    });
  }
}

/** Runs the employee's process, and does what it asks the administrator to do. */
async function employee(administrator: (request: Request) => Promise<void>): Promise<void> {
  const temporary = join(folder, "employee");
  mkdirSync(temporary);
  chownSync(temporary, user.uid, user.gid);
  const checkout = user.readable(repoRoot, "package.json", join(folder, "checkout"));
  const child = spawn(
    "setpriv",
    [
      ...[`--reuid=${user.uid}`, `--regid=${user.gid}`, "--clear-groups", "--pdeathsig=TERM", "--"],
      ...[process.execPath, "--import", "tsx", "test/build/package/employee.ts", root.path],
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
      administrator(request).then(() => child.send("done"), reject);
    });
    child.once("exit", (code) => reject(new Error(`the employee's process ended with ${code}`)));
  });
}

import { spawn } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { compileIfNeeded } from "../../build/compile.ts";
import { whenOrphaned } from "../../build/orphan.ts";
import { repoRoot } from "../../build/paths.ts";
import { resolveRuntime } from "../../build/runtime/resolve.ts";
import { END_SIGNALS } from "../../main/files/end-signals.ts";
import { DESKTOPS, type Desktop } from "./desktops.ts";
import { install } from "./packages.ts";
import { runDesktops } from "./run-desktops.ts";
import { ordinaryUser } from "./user.ts";

const usage = `npm run test:desktops [-- [--install] [--out FOLDER] DESKTOP …]
The main job of the app on real desktops, as an ordinary user with Chromium's sandbox on.
  --install     install the desktops with apt first (as root)
  --out FOLDER  where logs and screenshots go; by default a new folder among the temporary ones
DESKTOP: ${DESKTOPS.map(({ name }) => name).join(", ")}; all of them when left out.`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { install: { type: "boolean" }, out: { type: "string" }, help: { type: "boolean" } },
  });
  const unknown = positionals.filter((name) => !DESKTOPS.some((desktop) => desktop.name === name));
  if (values.help || unknown.length > 0) {
    if (unknown.length > 0) console.error(`There is no desktop ${unknown.join(", ")} here.`);
    console.error(usage);
    return values.help ? 0 : 1;
  }
  const chosen = DESKTOPS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  if (values.install) install(chosen);
  const out = values.out ? resolve(values.out) : mkdtempSync(join(tmpdir(), "alrimi-desktops-"));
  mkdirSync(out, { recursive: true });
  // What an earlier run left may belong to another user.
  for (const name of ["matrix.md", ...chosen.map((desktop) => desktop.name)])
    rmSync(join(out, name), { recursive: true, force: true });
  if (process.getuid?.() === 0) return runAsUser(chosen, out);
  // Playwright listens as well, and would only end the app.
  for (const signal of END_SIGNALS) process.on(signal, () => process.exit(1));
  whenOrphaned(() => process.exit(1));
  return runDesktops(chosen, out);
}

/** Starts this file again as an ordinary user, who can read checkout and runtime. */
async function runAsUser(chosen: readonly Desktop[], out: string): Promise<number> {
  await compileIfNeeded();
  const { distPath } = await resolveRuntime();
  const user = ordinaryUser("alrimi-desktops");
  const work = mkdtempSync(join(tmpdir(), "alrimi-user-"));
  try {
    chmodSync(work, 0o755);
    const [home, temporary] = [join(work, "home"), join(work, "tmp")];
    for (const folder of [home, temporary]) mkdirSync(folder);
    for (const folder of [home, temporary, out]) chownSync(folder, user.uid, user.gid);
    const checkout = user.readable(repoRoot, "package.json", join(work, "checkout"));
    const runtime = user.readable(distPath, "version", join(work, "electron"));
    return await runToEnd(
      "setpriv",
      [
        ...[`--reuid=${user.uid}`, `--regid=${user.gid}`, "--clear-groups", "--pdeathsig=TERM", "--"],
        ...[process.execPath, "--import", "tsx", "test/desktops/index.ts"],
        ...["--out", out, ...chosen.map(({ name }) => name)],
      ],
      {
        cwd: checkout,
        env: { ...process.env, HOME: home, TMPDIR: temporary, ELECTRON_OVERRIDE_DIST_PATH: runtime },
      },
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
    user.remove();
  }
}

function runToEnd(
  file: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<number> {
  const child = spawn(file, args, { ...options, stdio: ["ignore", "inherit", "inherit"] });
  for (const signal of END_SIGNALS) process.on(signal, () => child.kill(signal));
  whenOrphaned(() => child.kill("SIGTERM"));
  return new Promise((done, failed) => {
    child.once("error", failed);
    child.once("exit", (code) => done(code ?? 1));
  });
}

main().then(
  (code) => process.exit(code), // whatever still stands is ended then
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);

import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { repoRoot } from "../../build/paths.ts";

/** `build/setup` with the system's programs played, as an ordinary user in a terminal. */

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "alrimi-setup-"));
  for (const part of ["build", "bin", "node_modules"]) mkdirSync(join(folder, part));
  copyFileSync(join(repoRoot, "build/setup"), join(folder, "build/setup"));
  writeFileSync(join(folder, "build/system-packages.txt"), "nats-server\nxvfb # for the tests\n");
  writeFileSync(join(folder, "package-lock.json"), "{}");
  play("id", "echo 1000");
  play("node", 'case "$1" in -p) echo hash ;; esac');
  play("npm", "");
  play("apt-get", "");
  play("dpkg-query", "exit 1"); // nothing is installed
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Every call is written down in `calls`. */
function play(program: string, does: string): void {
  const file = join(folder, "bin", program);
  writeFileSync(file, `#!/bin/sh\necho "${program} $*" >> '${folder}/calls'\n${does}\n`);
  chmodSync(file, 0o755);
}

function calls(): string {
  const file = join(folder, "calls");
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

/** @param isTerminal whether it could ask somebody */
function setup({ isTerminal = true } = {}): { readonly said: string; readonly code: number | null } {
  const env = { PATH: `${join(folder, "bin")}:/usr/bin:/bin`, HOME: folder, LC_ALL: "C" };
  const script = join(folder, "build/setup");
  const [program, args] = isTerminal
    ? (["script", ["-qefc", script, "/dev/null"]] as const)
    : ([script, []] as const);
  const { stdout, stderr, status } = spawnSync(program, args, { env, encoding: "utf8" });
  return { said: stdout + stderr, code: status };
}

const COMMAND = "apt-get update && apt-get install -y --no-install-recommends nats-server xvfb";

describe.runIf(process.platform === "linux")("build/setup", () => {
  test.each([
    ["who may not use sudo, in a terminal,", "echo 'user may not run sudo' >&2; exit 1", true],
    ["who may not use sudo, without a terminal,", "exit 1", false],
    ["whom sudo would ask, where nobody can answer,", '[ "$1" != -n ]', false],
  ])(
    "setup - a user %s is given the administrator's command, and the rest is done",
    (_who, sudo, isTerminal) => {
      play("sudo", sudo);
      const { said, code } = setup({ isTerminal });
      expect(said).toContain(COMMAND);
      expect(said).not.toContain("Ready");
      expect(said).toContain("Not complete: install the system packages above");
      expect(code).toBe(0);
      expect(calls()).toContain("npm ci");
      expect(calls()).toContain("node --import tsx build/runtime/resolve.ts");
      expect(calls()).not.toContain("apt-get");
    },
  );

  test("setup - a user who may use sudo has the packages installed, and is ready", () => {
    play("sudo", 'case "$1" in -n) exit 1 ;; -v) ;; *) exec "$@" ;; esac');
    const { said, code } = setup();
    expect(said).toContain("Ready");
    expect(code).toBe(0);
    expect(calls()).toMatch(/apt-get .*install -y --no-install-recommends nats-server xvfb/);
  });

  test("setup - with every package there, sudo is not asked", () => {
    play("dpkg-query", "echo installed nats-server; echo installed xvfb");
    play("sudo", "exit 1");
    expect(setup()).toMatchObject({ said: expect.stringContaining("Ready"), code: 0 });
    expect(calls()).not.toContain("sudo");
  });
});

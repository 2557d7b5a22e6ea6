import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { waitFor } from "../../../../build/desktop/wait-for.ts";
import { xdgOpen } from "../../../../main/desktop/system/linux/xdg-open.ts";

const LINK = "https://hr.example.com/approvals?box=in&q='$(touch%20x)'";
/** Longer than any test. */
const PATIENT = 1_000_000;

let folder: string;
let env: NodeJS.ProcessEnv;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "alrimi-open-"));
  env = { PATH: [join(folder, "bin"), process.env["PATH"]].join(delimiter), HOME: folder };
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The desktop's program, as a shell script of one line. */
function play(name: string, line: string): void {
  mkdirSync(join(folder, "bin"), { recursive: true });
  const file = join(folder, "bin", name);
  writeFileSync(file, `#!/bin/sh\n${line}\n`);
  chmodSync(file, 0o755);
}

function written(): string {
  return readFileSync(join(folder, "written"), "utf8");
}

test("xdg-open - the link is one argument, whatever is in it", async () => {
  play("xdg-open", `printf '%s|' "$@" > ${folder}/written`);
  await xdgOpen(LINK, env, PATIENT);
  expect(written()).toBe(`${LINK}|`);
});

test("xdg-open - the program sees the desktop as it was before Chromium changed it", async () => {
  play(
    "xdg-open",
    `echo "$XDG_CURRENT_DESKTOP $CHROME_DESKTOP $ORIGINAL_XDG_CURRENT_DESKTOP $MM_NOTTTY" > ${folder}/written`,
  );
  const changed = { CHROME_DESKTOP: "alrimi.desktop", XDG_CURRENT_DESKTOP: "Unity" };
  await xdgOpen(LINK, { ...env, ...changed, ORIGINAL_XDG_CURRENT_DESKTOP: "GNOME" }, PATIENT);
  expect(written()).toBe("GNOME   1\n");
});

test("xdg-open - what the program says by its end is told: it failed, or there is no such program", async () => {
  play("xdg-open", "exit 3");
  await expect(xdgOpen(LINK, env, PATIENT)).rejects.toThrow("3");
  play("xdg-open", "kill -9 $$");
  await expect(xdgOpen(LINK, env, PATIENT)).rejects.toThrow("SIGKILL");
  await expect(xdgOpen(LINK, { PATH: join(folder, "nowhere") }, PATIENT)).rejects.toThrow("ENOENT");
});

test("xdg-open - one that runs on may be the browser: it counts as opened and is left alone", async () => {
  play("xdg-open", `while [ ! -e ${folder}/end ]; do sleep 0.05; done; echo ended > ${folder}/written`);
  await xdgOpen(LINK, env, 50);
  writeFileSync(join(folder, "end"), "");
  await waitFor(() => written() === "ended\n", { what: "it ends by itself" });
});

test.skipIf(!existsSync("/usr/bin/xdg-open"))(
  "xdg-open - the real one says that there is no browser, or that the browser failed",
  async () => {
    const desktop = { ...env, DISPLAY: ":none", XDG_DATA_DIRS: join(folder, "share"), BROWSER: "no-browser" };
    await expect(xdgOpen(LINK, desktop, PATIENT)).rejects.toThrow("3");
    play("failing-browser", "exit 3");
    await expect(xdgOpen(LINK, { ...desktop, BROWSER: "failing-browser" }, PATIENT)).rejects.toThrow("3");
    play("working-browser", `printf '%s' "$1" > ${folder}/written`);
    await xdgOpen(LINK, { ...desktop, BROWSER: "working-browser" }, PATIENT);
    expect(written()).toBe(LINK);
  },
);

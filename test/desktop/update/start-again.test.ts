import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { waitFor } from "../../../build/desktop/wait-for.ts";

const MODULE = join(import.meta.dirname, "../../../main/desktop/update/start-again.ts");

test.skipIf(process.platform !== "linux")(
  "start again - the program starts when this process was killed, not before, and may take new privileges",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "alrimi-again-"));
    const file = join(folder, "a file");
    const script = 'grep -h NoNewPrivs /proc/self/status >"$1.new"; mv "$1.new" "$1"';
    const call = `startAfterThis("/bin/sh", ${JSON.stringify(["-c", script, "sh", file])})`;
    const code = `import { startAfterThis } from ${JSON.stringify(MODULE)}; ${call}; console.log("waits"); setInterval(() => {}, 1_000);`;
    const old = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", code]);
    try {
      await new Promise((resolve) => old.stdout.once("data", resolve));
      await sleep(500);
      expect(existsSync(file)).toBe(false);
      old.kill("SIGKILL");
      await waitFor(() => existsSync(file), { what: "the program has started" });
      const own = /^NoNewPrivs:.*$/m.exec(await readFile("/proc/self/status", "utf8"))?.[0];
      expect(await readFile(file, "utf8")).toBe(`${own}\n`);
    } finally {
      old.kill("SIGKILL");
      await rm(folder, { recursive: true });
    }
  },
);

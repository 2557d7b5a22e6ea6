import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type RunningProgram, startProgram } from "../../../build/demo/program.ts";
import { waitFor } from "../../../build/desktop/wait-for.ts";
import { isAlive } from "../../../build/is-alive.ts";
import { newDataDir, removeDataDirs } from "./data-dirs.ts";

afterAll(removeDataDirs);

/** Stands in for the app: it says what `code` says, and a helper of its own would outlive it. */
function appThat(code: string): { app: RunningProgram; lines: string[] } {
  const helper =
    "require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'])";
  const lines: string[] = [];
  const app = startProgram(
    {
      file: process.execPath,
      args: ["-e", `const helper = ${helper}; ${code}; console.log(helper.pid)`],
      env: process.env,
    },
    { logFile: join(newDataDir(), "app.log"), onLine: (line) => lines.push(line) },
  );
  return { app, lines };
}

const helperOf = (lines: readonly string[]): Promise<number> =>
  waitFor(() => Number(lines[0]), { what: "the helper" });
const isGone = (pid: number): Promise<boolean> => waitFor(() => !isAlive(pid), { what: "the helper ends" });

test("demo app - an app that quits by itself has ended in order, and its helpers end too", async () => {
  const { app, lines } = appThat("setTimeout(() => process.exit(0), 50)");
  const helper = await helperOf(lines);
  expect(await app.ended).toEqual({ isOrderly: true, how: "code 0" });
  await isGone(helper);
});

test("demo app - an app that crashes is told apart", async () => {
  expect(await appThat("process.exit(7)").app.ended).toEqual({ isOrderly: false, how: "code 7" });
  expect((await appThat("process.kill(process.pid, 'SIGSEGV')").app.ended).isOrderly).toBe(false);
});

test("demo app - an app that hears is asked to quit, and nothing of it is left", async () => {
  const { app, lines } = appThat("process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1e6)");
  const helper = await helperOf(lines);
  await app.stop();
  expect((await app.ended).isOrderly).toBe(true);
  await isGone(helper);
});

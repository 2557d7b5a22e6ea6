import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";
import { SERVICES } from "../../../build/demo/services.ts";
import { waitFor } from "../../../build/desktop/wait-for.ts";
import { repoRoot } from "../../../build/paths.ts";
import { newDataDir, removeDataDirs, runningOn } from "./data-dirs.ts";
import { Visit } from "./visit.ts";

/** `npm start` as a process, or as its person ends it. */

afterAll(removeDataDirs);

const groups: ChildProcess[] = [];
afterEach(() => {
  for (const { pid } of groups.splice(0)) {
    try {
      if (pid !== undefined) process.kill(-pid, "SIGKILL");
    } catch {
      // nothing is left
    }
  }
});

interface Started {
  readonly child: ChildProcess;
  output(): string;
  readonly code: Promise<number | null>;
}

/** A process group of its own, as a terminal makes one. */
function start(file: string, args: readonly string[]): Started {
  const env = { ...process.env, LC_ALL: "en_US.UTF-8", DISPLAY: "", WAYLAND_DISPLAY: "" };
  const child = spawn(file, args, {
    cwd: repoRoot,
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  groups.push(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const code = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, output: () => output, code };
}

const tsx = join(repoRoot, "node_modules", ".bin", "tsx");
const demo = (...args: readonly string[]): Started => start(tsx, ["build/demo/index.ts", ...args]);
const locksIn = (dataDir: string) => readdirSync(dataDir).filter((name) => name.startsWith("lock"));
const isUp = async (started: Started): Promise<void> => {
  const failed = started.code.then((code) => {
    throw new Error(`ended with ${code}: ${started.output()}`);
  });
  failed.catch(() => {}); // it also ends at the end
  const up = () => started.output().includes("Policy file") || started.output();
  await Promise.race([waitFor(up, { what: "the demo is up", until: (said) => said === true }), failed]);
};

const isOver = (dataDir: string): Promise<unknown> =>
  waitFor(() => runningOn(dataDir), { what: "no process is left", until: ({ length }) => length === 0 });

test("demo command - Ctrl-C ends it in order and leaves no process; the next start goes on where it was", async () => {
  const dataDir = newDataDir();
  const args = ["--no-app", "--pace=off", `--data-dir=${dataDir}`];
  const first = start("npm", ["start", "--", ...args]);
  await isUp(first);
  const visit = new Visit(dataDir);
  await visit.post("/broker/stop"); // so that no service can deliver its newest count before the end
  await waitFor(async () => /id="broker-state">stopped/.test(await visit.page("/")), { what: "stopped" });
  for (const { id } of SERVICES) await visit.post(`/${id}/request`);
  process.kill(-(first.child.pid ?? 0), "SIGINT");
  await first.code; // npm's own: it dies of the signal
  expect(first.output()).toContain("No process is left");
  await isOver(dataDir);
  expect(locksIn(dataDir)).toEqual([]);

  const second = demo(...args);
  await isUp(second);
  const again = new Visit(dataDir);
  expect(again.policy).toEqual(visit.policy); // same ports, same password
  for (const { id, waitingAtFirst } of SERVICES) {
    const event = await waitFor(() => again.retained(id), {
      what: `${id} delivers its newest count`,
      until: ({ count }) => count === waitingAtFirst + 1,
    });
    expect(event.sequence).toBe(BigInt(waitingAtFirst + 1));
  }
  await again.leave();
  process.kill(-(second.child.pid ?? 0), "SIGTERM");
  await second.code;
  await isOver(dataDir);
});

test.skipIf(process.platform !== "linux")(
  "demo command - without a display it shows the board on its own desktop",
  async () => {
    const dataDir = newDataDir();
    const started = demo("--pace=off", `--data-dir=${dataDir}`, `--screens=${join(dataDir, "screens")}`);
    await waitFor(() => runningOn(dataDir, "--type=renderer"), {
      what: "the board has a page",
      until: ({ length }) => length === 1,
    });
    const visit = new Visit(dataDir);
    const [, picture = ""] = await waitFor(
      async () => /<img[^>]* src="([^"]+)"/.exec(await visit.page("/")) ?? undefined,
      {
        what: "the picture is on the control page",
      },
    );
    const screen = await fetch(`${visit.origin}${picture}`);
    expect(screen.headers.get("content-type")).toBe("image/png");
    expect(
      Buffer.from(await screen.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG");
    await visit.post("/presenting/on");
    await waitFor(() => started.output().includes("Presenting (do not disturb)"), { what: "presenting" });
    await waitFor(() => started.output().includes("app: “Do not disturb” is on"), {
      what: "the app sees it",
    });
    await visit.post("/presenting/off");
    await waitFor(async () => (await visit.page("/")).includes("Start presenting"), {
      what: "no longer presenting",
    });
    process.kill(-(started.child.pid ?? 0), "SIGINT");
    expect(await started.code, started.output()).toBe(0);
    await isOver(dataDir);
  },
);

test("demo command - npm told to end (SIGTERM to npm alone) ends it too", async () => {
  const dataDir = newDataDir();
  const started = start("npm", ["start", "--", "--no-app", "--pace=off", `--data-dir=${dataDir}`]);
  await isUp(started);
  started.child.kill("SIGTERM");
  await isOver(dataDir);
  expect(locksIn(dataDir)).toEqual([]);
});

test("demo command - a second start on the same data folder says that it runs already, and where", async () => {
  const dataDir = newDataDir();
  const args = ["--no-app", "--pace=off", `--data-dir=${dataDir}`];
  const first = demo(...args);
  await isUp(first);
  const second = demo(...args);
  expect(await second.code).toBe(1);
  expect(second.output()).toContain("running already");
  expect(second.output()).toContain(new Visit(dataDir).origin);
  expect(first.child.exitCode).toBeNull();
  process.kill(-(first.child.pid ?? 0), "SIGKILL"); // its lock stays behind
  await first.code;
  await isOver(dataDir);
  expect(locksIn(dataDir)).toHaveLength(1);

  const third = demo(...args);
  await isUp(third);
  process.kill(-(third.child.pid ?? 0), "SIGINT");
  expect(await third.code).toBe(0);
});

test("demo command - an unknown option and an impossible value are named", async () => {
  const unknown = demo("--speed=fast");
  expect(await unknown.code).toBe(1);
  expect(unknown.output()).toContain("--speed");
  const impossible = demo("--pace=warp");
  expect(await impossible.code).toBe(1);
  expect(impossible.output()).toContain("slow, normal, fast, off");
});

import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { Folder } from "../../../build/demo/folder.ts";
import { type DemoServer, type DemoServerOptions, openServer } from "../../../build/demo/server.ts";
import { waitFor } from "../../../build/desktop/wait-for.ts";
import { newBearerToken } from "../../../main/nats/bearer-token.ts";
import { newDataDir, removeDataDirs, runningOn } from "./data-dirs.ts";
import { NOW } from "./requests.ts";

/** The process of `alrimi server` in the demo. Its broker is away. */

const { entry } = newBearerToken("finance-card", new Date(NOW).toISOString());
let folder: Folder;
let server: DemoServer | undefined;
beforeEach(() => {
  folder = new Folder(newDataDir(), () => {});
});
afterEach(async () => {
  await server?.dispose();
  server = undefined;
  expect(runningOn(folder.path)).toEqual([]);
});
afterAll(removeDataDirs);

async function open(options: Partial<DemoServerOptions> = {}): Promise<DemoServer> {
  server = await openServer({
    ...{ folder, brokerUrl: "nats://127.0.0.1:1", tokens: [entry], died() {} },
    ...options,
  });
  return server;
}

const health = async (opened: DemoServer): Promise<number> => (await fetch(`${opened.url()}/healthz`)).status;

test("demo server - it is killed and started again, and a second click does nothing", async () => {
  const opened = await open();
  expect(await health(opened)).toBe(200);
  expect(await Promise.all([opened.power.stop(), opened.power.stop()])).toEqual([true, false]);
  expect(opened.power.state).toBe("stopped");
  await expect(health(opened)).rejects.toThrow();
  expect(await opened.power.stop()).toBe(false);
  expect(await Promise.all([opened.power.start(), opened.power.start()])).toEqual([true, false]);
  expect(await health(opened)).toBe(200);
});

test("demo server - that it ended by itself is told once, and it can be started again", async () => {
  let died = 0;
  const opened = await open({
    died() {
      died += 1;
    },
  });
  for (const pid of runningOn(folder.path)) process.kill(Number(pid), "SIGKILL");
  await waitFor(() => died > 0, { what: "it is noticed" });
  expect(opened.power.state).toBe("stopped");
  await opened.power.start();
  expect(await health(opened)).toBe(200);
  expect(died).toBe(1);
});

test("demo server - one that cannot start is refused with its reason", async () => {
  await expect(open({ tokens: [{ ...entry, sha256: "none" }] })).rejects.toThrow(/64 hexadecimal digits/);
});

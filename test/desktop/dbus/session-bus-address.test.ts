import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sessionBusAddress } from "../../../main/desktop/dbus/session-bus-address.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-runtime-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test.each([undefined, "", "disabled:"])(
  "session bus - where the environment says %j, it is the socket in the session's own folder",
  async (given) => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(folder, "bus"), resolve));
    const env = { DBUS_SESSION_BUS_ADDRESS: given, XDG_RUNTIME_DIR: folder };
    expect(sessionBusAddress(env)).toBe(`unix:path=${folder}/bus`);
    expect(sessionBusAddress({ ...env, DBUS_SESSION_BUS_ADDRESS: "unix:path=/other" })).toBeUndefined();
    await new Promise((resolve) => server.close(resolve));
  },
);

test("session bus - without a socket there, or without such a folder, the environment stays as it is", async () => {
  expect(sessionBusAddress({ XDG_RUNTIME_DIR: folder })).toBeUndefined();
  await writeFile(join(folder, "bus"), "");
  expect(sessionBusAddress({ XDG_RUNTIME_DIR: folder })).toBeUndefined();
  expect(sessionBusAddress({ XDG_RUNTIME_DIR: "relative" })).toBeUndefined();
  expect(sessionBusAddress({})).toBeUndefined();
});

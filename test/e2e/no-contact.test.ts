import { chmod, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { run } from "../../build/runtime/run.ts";
import { startVirtualDesktop, type VirtualDesktop } from "../../build/virtual-desktop.ts";
import { defined } from "../../main/contract/defined.ts";
import { type Company, startCompany } from "./company.ts";
import { RunningApp } from "./running-app.ts";

/** Milliseconds after the last window in which something outside would be asked; without the app's care it is at once. */
const OBSERVED = 3_000;

/** A container may forbid it. */
const mayTrace = await run("strace", ["-o", "/dev/null", "true"], { limit: 10_000 }).then(
  ({ code }) => code === 0,
  () => false,
);

describe.runIf(mayTrace)("no contact with the outside", () => {
  let desktop: VirtualDesktop;
  let company: Company;

  beforeAll(async () => {
    [desktop, company] = await Promise.all([startVirtualDesktop(), startCompany()]);
  });
  afterAll(async () => {
    await Promise.all([desktop?.dispose(), company?.dispose()]);
  });

  /** The app, with every address that any of its processes asks or connects to written down. */
  async function startTraced(preload?: string): Promise<{ app: RunningApp; contacts(): Promise<string[]> }> {
    const folder = await mkdtemp(join(company.folder, "traced-"));
    const file = join(folder, "trace");
    const app = await RunningApp.start({
      desktop,
      policyFile: await company.policy(),
      userDataDir: join(folder, "app"),
      ...defined({ preload }),
      async wrapper(runtime) {
        const script = join(folder, "traced");
        const trace = `strace -D -f -qq -e trace=connect,sendto,sendmsg,sendmmsg -o '${file}'`;
        await writeFile(script, `#!/bin/sh\nexec ${trace} '${runtime}' "$@"\n`);
        await chmod(script, 0o755);
        return script;
      },
    });
    return { app, contacts: async () => outside(await readFile(file, "utf8")) };
  }

  test("no contact - from the start over every window to the end nobody but the broker is asked or connected to", async () => {
    const { app, contacts } = await startTraced();
    try {
      const board = await app.openBoard();
      await board.evaluate(`window.alrimi.send({ kind: "open-settings" })`);
      await app.window("settings");
      await board.evaluate(`window.alrimi.send({ kind: "open-account" })`);
      const account = await app.window("account");
      await account.waitForSelector("body");
      await sleep(OBSERVED);
      await app.quit();
      expect(await contacts()).toEqual([]);
    } finally {
      await app.end();
    }
  });

  test("no contact - a page that was taken over reaches nobody by names or by WebRTC", async () => {
    const { app, contacts } = await startTraced();
    try {
      const board = await app.openBoard();
      await board.evaluate(`(async () => {
        for (const rel of ["dns-prefetch", "preconnect", "prefetch"]) {
          const link = document.createElement("link");
          link.rel = rel;
          link.href = "https://secret-" + rel + ".example.com/";
          document.head.append(link);
        }
        const iceServers = [
          { urls: "stun:192.0.2.9:3478" },
          { urls: "turn:192.0.2.9:443?transport=tcp", username: "u", credential: "c" },
        ];
        const peer = new RTCPeerConnection({ iceServers });
        peer.createDataChannel("x");
        await peer.setLocalDescription(await peer.createOffer());
      })()`);
      await sleep(OBSERVED);
      // Chromium asks its own system for the way to these addresses, by sockets over which it sends nothing.
      const probes = /connect\(\d+, .*("8\.8\.8\.8"|"2001:4860:4860::8888")/;
      expect((await contacts()).filter((line) => !probes.test(line))).toEqual([]);
    } finally {
      await app.end();
    }
  });

  test("no contact - the same look finds what Chromium asks for when it is let", async () => {
    const { app, contacts } = await startTraced(join(import.meta.dirname, "spelling-left-on.cjs"));
    try {
      await app.openBoard();
      await waitFor(async () => (await contacts()).length > 0, { what: "a contact" });
    } finally {
      await app.end();
    }
  });
});

/** Addresses that are not on this computer, and every name service, wherever it is. */
function outside(trace: string): string[] {
  const lines = trace.split("\n").filter((line) => /sa_family=AF_INET6?\b/.test(line));
  expect(lines.length).toBeGreaterThan(0); // the broker at the least
  return lines.filter(
    (line) => /port=htons\(53\)/.test(line) || !/inet_addr\("127\.|"::1"|"::ffff:127\./.test(line),
  );
}

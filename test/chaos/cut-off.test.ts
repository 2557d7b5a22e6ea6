import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { times } from "../sample.ts";
import { makeNetworks, whyNot } from "./namespaces.ts";
import { seedOfRun } from "./randomness.ts";

/** The first round is the worst: a node that answers, and hears nothing any more. Three are one of each kind. */
const ROUNDS = Number(process.env["CHAOS_ROUNDS"] ?? times(1, 3));
const reason = whyNot();
if (reason !== undefined) console.warn(`chaos: NOT RUN: nodes cut off from the network: ${reason}`);

test.skipIf(reason !== undefined)(
  "cluster - nodes cut off from each other and from everybody: nobody is kept in the dark, and everybody ends with the newest",
  async () => {
    const networks = makeNetworks(3);
    try {
      const program = [
        join(import.meta.dirname, "cut-off.ts"),
        networks.hub,
        String(seedOfRun()),
        String(ROUNDS),
      ];
      const child = spawn(
        "ip",
        ["netns", "exec", networks.hub, process.execPath, "--import", "tsx", ...program],
        { stdio: ["ignore", "inherit", "inherit", "ipc"] },
      );
      const code = await new Promise((resolve) => child.once("exit", resolve));
      expect(code).toBe(0);
    } finally {
      networks.remove();
    }
  },
);

import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { singleFile } from "../../main/admin/kit/credential-files.ts";
import { TOKENS_FILE } from "../../main/admin/kit/tokens.ts";
import type { Holder } from "../../main/admin/kit/users.ts";
import { fileOption, type Trial } from "../../main/admin/trial/trial.ts";
import { KEEPER_INBOX } from "../../main/nats/permissions.ts";
import { startParts } from "../../main/server/parts.ts";
import { trialOn } from "../admin/kit/ways.ts";

const root = join(import.meta.dirname, "../..");

/** A broker with a kit in `kit`, and the intake over HTTP, for the commands of a page. */
export interface PageTrial extends AsyncDisposable {
  readonly folder: string;
  readonly trial: Trial;
  /** Runs a block of a page. @returns what it writes. @throws with its output when a command fails */
  sh(text: string): Promise<string>;
}

/** Starts it. `https://alrimi.example.com:8080` in a block is its intake, `nats://broker-1.example.com:4222` its broker. */
export async function pageTrial(holders: readonly Holder[]): Promise<PageTrial> {
  const folder = await mkdtemp(join(tmpdir(), "alrimi-page-"));
  const trial = await trialOn(folder, { credentials: "jwt", holders });
  const programs = join(folder, "programs");
  mkdirSync(programs);
  const npx = `#!/bin/sh\nshift\nexec "${process.execPath}" "${root}/build/alrimi.mjs" "$@"\n`;
  writeFileSync(join(programs, "npx"), npx);
  chmodSync(join(programs, "npx"), 0o755);
  const server = await startParts({
    broker: {
      servers: trial.servers,
      ...fileOption(trial.plan, singleFile(trial.kit, trial.plan, "keeper")),
      inboxPrefix: KEEPER_INBOX,
    },
    parts: {
      keeper: false,
      http: {
        ...{ host: "127.0.0.1", port: 0, maxRequestsPerSecond: 1_000 },
        tokensFile: join(trial.kit, TOKENS_FILE),
      },
    },
    log: () => {},
  });
  return {
    folder,
    trial,
    async sh(text) {
      const here = text
        .replaceAll("https://alrimi.example.com:8080", server.http?.url ?? "")
        .replaceAll("nats://broker-1.example.com:4222", trial.servers.join(","))
        .replace(/\bkit\b(?=[/ \n]|$)/gm, trial.kit)
        .replaceAll(`--${trial.kit}`, "--kit");
      const { stdout, stderr } = await promisify(execFile)("/bin/sh", ["-euc", here], {
        cwd: folder,
        env: { ...process.env, LC_ALL: "C", PATH: `${programs}:${process.env["PATH"]}` },
      });
      return stdout + stderr;
    },
    async [Symbol.asyncDispose]() {
      await server.stop();
      await trial.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

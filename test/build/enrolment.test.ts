import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Trial } from "../../main/admin/trial/trial.ts";
import { mergePolicies } from "../../main/core/policy/merge-policies.ts";
import { readPolicyText } from "../../main/core/policy/policy-text.ts";
import { readServerConfig } from "../../main/server/config.ts";
import { type RunningParts, startParts } from "../../main/server/parts.ts";
import { ADMINISTRATOR, KEEPER, keeperLogin, trialOn } from "../admin/kit/ways.ts";
import { until } from "../nats/real-broker.ts";
import { AppKey } from "../server/enrolment/app-key.ts";
import { type Block, blocksIn } from "./page-blocks.ts";

/** The page's commands are run as an administrator would, with an app between them. */

const root = join(import.meta.dirname, "../..");
const blocks = blocksIn(readFileSync(join(root, "build/broker/ENROLMENT.md"), "utf8"));
const [init, code, list, revoke] = blocks.filter(({ language }) => language === "sh");
const [serverJson, policyJson] = blocks.filter(({ language }) => language === "json");
const USER = "hong.gildong";

let folder: string;
let trial: Trial;
let server: RunningParts | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-enrolment-page-"));
  const npx = join(folder, "programs", "npx");
  mkdirSync(join(folder, "programs"));
  writeFileSync(npx, `#!/bin/sh\nshift\nexec "${process.execPath}" "${root}/build/alrimi.mjs" "$@"\n`);
  chmodSync(npx, 0o755);
  trial = await trialOn(folder, { credentials: "jwt", holders: [ADMINISTRATOR, KEEPER] });
  symlinkSync(trial.kit, join(folder, "kit"));
});
afterAll(async () => {
  await server?.stop();
  await trial?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a block of the page. @throws with its output when a command fails */
async function run(block: Block | undefined): Promise<string> {
  const env = { ...process.env, PATH: `${join(folder, "programs")}:${process.env["PATH"]}`, LC_ALL: "C" };
  const { stdout } = await promisify(execFile)("sh", ["-ec", block?.text ?? "false"], { cwd: folder, env });
  return stdout;
}

test("enrolment page - its commands make a key, give a code to a PC, show the PC and end its login", async () => {
  expect(await run(init)).toContain("kit/enrolment.json");
  trial.reload();
  writeFileSync(join(folder, "tokens.json"), "[]");
  const enrolment = { file: join(folder, "kit", "enrolment.json"), lifetime: 3_600, idle: 7_200 };
  server = await startParts({
    broker: keeperLogin(trial),
    parts: {
      keeper: false,
      http: {
        ...{ host: "127.0.0.1", port: 0, tokensFile: join(folder, "tokens.json") },
        ...{ maxRequestsPerSecond: 1_000, enrolment },
      },
    },
    log: () => {},
  });
  const url = server.http?.url ?? "";
  await until(async () => (await fetch(`${url}/readyz`)).ok);
  const codeIn = (text: string): string => /([0-9A-Z]{4}-){3}[0-9A-Z]{4}/.exec(text)?.[0] ?? "";
  const given = codeIn(await run(code));
  expect(await run(list)).toMatch(new RegExp(`^${USER}\tone-time code, not used\tuntil [^\t]*$`, "m"));
  const app = new AppKey();
  expect(await app.byCode(url, given)).toMatchObject({ status: 200, body: { user: USER } });
  expect(await run(list)).toMatch(new RegExp(`^${USER}\tDESK-12\tuntil .*\t${app.key}$`, "m"));
  const unused = codeIn(await run(code));
  const revoked = await run(revoke);
  expect(revoked).toContain("Withdrew 1 unused code of hong.gildong.");
  expect(revoked).toContain("Revoked 1 login of hong.gildong: DESK-12");
  expect(await new AppKey().byCode(url, unused)).toMatchObject({ reason: "code-expired" });
  expect(await app.renew(url, USER)).toMatchObject({ reason: "key-withdrawn" });
  const listed = await run(list);
  expect(listed).toContain("revoked");
  expect(listed).not.toContain("one-time code");
  await expect(run(revoke)).rejects.toMatchObject({ code: 1 });
});

test("enrolment page - its configuration and its policy are read, with the defaults that it names", () => {
  const credentials = { username: "keeper", password: "keeper-password" };
  const file = join(folder, "server.json");
  const parts: unknown = JSON.parse(serverJson?.text ?? "");
  writeFileSync(file, JSON.stringify({ servers: ["nats://127.0.0.1"], credentials, parts }));
  const { web } = readServerConfig(file).parts;
  expect(web?.enrolment).toEqual({
    file: join(folder, "enrolment.json"),
    lifetime: 604_800,
    idle: 7_776_000,
  });
  const { web: given } = parts as { web: { enrolment: object } };
  const short = { web: { ...given, enrolment: { file: "enrolment.json" } } };
  writeFileSync(file, JSON.stringify({ servers: ["nats://127.0.0.1"], credentials, parts: short }));
  expect(readServerConfig(file).parts.web?.enrolment).toEqual(web?.enrolment);

  const read = readPolicyText(new TextEncoder().encode(policyJson?.text));
  if (!read.ok) throw new Error(read.detail);
  const source = { file: "policy.json", kind: "machine" as const, folder };
  expect(mergePolicies([{ ...source, entries: read.entries }], { loginName: "hong", env: {} })).toMatchObject(
    { enrol: "https://alrimi.example.com", connection: { kind: "none" }, faults: [] },
  );
});

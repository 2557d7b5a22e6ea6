import { execFile } from "node:child_process";
import { randomInt } from "node:crypto";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { trialCertificates } from "../../main/admin/kit/certificates.ts";
import { openKit, savePlan, serverFolder, writeConfig } from "../../main/admin/kit/kit.ts";
import { findProgram, ServerProcess } from "../../main/admin/server-process.ts";
import { parsePolicy } from "../../main/core/policy/policy.ts";

/** The page's blocks are run as an administrator would, on three servers of this machine. */

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "build/broker/ROLLOUT.md"), "utf8");

interface Block {
  readonly language: string;
  /** The file that the block shows. */
  readonly file: string | undefined;
  readonly text: string;
}

const blocks: readonly Block[] = [...page.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(
  ([, language = "", file, text = ""]) => ({ language, file, text }),
);
const FIRST_PORT = randomInt(10_000, 26_000);
const NAMES = ["alrimi-1", "alrimi-2", "alrimi-3"];

let folder: string;
const servers: ServerProcess[] = [];
let exports = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-rollout-"));
  const programs = join(folder, "programs");
  mkdirSync(programs);
  const npx = join(programs, "npx");
  writeFileSync(npx, `#!/bin/sh\nshift\nexec "${process.execPath}" "${root}/build/alrimi.mjs" "$@"\n`);
  chmodSync(npx, 0o755);
});

afterAll(async () => {
  await Promise.all(servers.map((server) => server.end("SIGKILL")));
  await rm(folder, { recursive: true, force: true });
});

const at = (...path: string[]): string => join(folder, ...path);
/** The three hosts of the page are three ports of this machine. */
const here = (text: string): string =>
  text
    .replace(/nats(\d)\.example\.com:4222/g, (_all, number) => `127.0.0.1:${FIRST_PORT + Number(number) - 1}`)
    .replace(/nats\d\.example\.com/g, "127.0.0.1");

/** Runs a block, with the variables of those before it. @throws with its output when a command fails */
async function sh(text: string): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)("/bin/sh", ["-euc", `${exports}\n${here(text)}`], {
    cwd: folder,
    env: { ...process.env, LC_ALL: "C", PATH: `${at("programs")}:${process.env["PATH"]}` },
  });
  exports += (text.match(/^export .*$/gm) ?? []).map((line) => `${here(line)}\n`).join("");
  return stdout + stderr;
}

/** What the page leaves to the servers' machines and to the company's authority. */
async function setUpServers(): Promise<void> {
  const plan = await openKit(at("kit"));
  expect(plan.servers.map(({ name }) => name)).toEqual(NAMES);
  const placed = plan.servers.map((server, index) => ({
    ...server,
    listen: "127.0.0.1",
    clientPort: FIRST_PORT + index,
    clusterPort: FIRST_PORT + 1_000 + index,
    monitorPort: FIRST_PORT + 2_000 + index,
    storeDir: at(server.name, "streams"),
    tlsDir: at("tls", server.name),
  }));
  await trialCertificates(at("tls"), placed);
  await trialCertificates(at("new-tls"), placed);
  copyFileSync(at("tls", "ca.pem"), at("ca.pem"));
  copyFileSync(at("new-tls", "ca.pem"), at("new-ca.pem"));
  await writeConfig(at("kit"), await savePlan(at("kit"), { ...plan, servers: placed }));
  const binary = findProgram("nats-server") ?? "nats-server";
  for (const { name } of placed) {
    mkdirSync(at(name));
    const places = { logFile: at(name, "log"), portsDir: at(name, "ports") };
    const server = new ServerProcess(
      binary,
      ["-c", join(serverFolder(at("kit"), name), "nats-server.conf")],
      places,
    );
    servers.push(server);
    await server.ready(60_000);
  }
  for (const { monitorPort } of placed) {
    await waitFor(async () => (await fetch(`http://127.0.0.1:${monitorPort}/healthz`)).ok, {
      what: "a server is healthy",
    });
    const monitored = await (await fetch(`http://127.0.0.1:${monitorPort}/varz`)).json();
    expect(monitored).toMatchObject({ connections: expect.any(Number), slow_consumers: 0 });
  }
}

const checkAs = (user: string): Promise<string> => {
  const file = `creds/app-${encodeURIComponent(user).replaceAll(".", "%2E")}.creds`;
  return sh(`npx alrimi broker check --kit kit --tls-ca ca.pem --user ${user} --user-file ${file}`);
};

test("rollout - every command of the page runs in its order, and shows what the page says", async () => {
  let output = "";
  for (const { language, file, text } of blocks) {
    if (file !== undefined) writeFileSync(at(file), text);
    else if (language === "sh") {
      output = await sh(text).catch((error: Error) => expect.fail(`${text}\n${error.message}`));
      if (text.includes("broker config")) await setUpServers();
      if (text.includes("users revoke")) for (const server of servers) server.signal("SIGHUP");
    } else if (language === "text") {
      for (const line of text.trim().split("\n")) expect(output).toContain(line);
    }
  }
  const { minted } = JSON.parse(readFileSync(at("minted.json"), "utf8")) as { minted: { id: string }[] };
  expect(minted.map(({ id }) => id)).toEqual(["hong.gd", "kim.ys"]);
  // The person who left is refused, and the other is served.
  await waitFor(() => checkAs("kim.ys"), { what: "kim.ys is served" });
  await expect(checkAs("hong.gd")).rejects.toThrow(/hong\.gd|refused/);
});

test("rollout - its policy is accepted, and names each person's own file", () => {
  const policy = blocks.find(({ file }) => file === "policy.json");
  const parsed = parsePolicy(Buffer.from(policy?.text ?? ""), { loginName: "Hong.GD", env: {} });
  expect(parsed).toMatchObject({ ok: true, value: { credentials: { credsFile: "creds/hong.gd.creds" } } });
});

test("rollout - every other block is for the machines of others", () => {
  const languages = new Set(blocks.map(({ language }) => language));
  expect([...languages].sort()).toEqual(["bat", "json", "sh", "shell", "text"]);
});

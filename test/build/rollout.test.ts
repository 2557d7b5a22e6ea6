import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
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
import { blocksIn, sectionOf } from "./page-blocks.ts";

/**
 * The page's blocks are run as an administrator would, on three servers of this machine with two keepers. Then those of
 * the page for services are run as a service's owner would.
 */

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "build/broker/ROLLOUT.md"), "utf8");
const pageForServices = readFileSync(join(root, "build/writers/README.md"), "utf8");

const blocks = blocksIn(page);
const FIRST_PORT = randomInt(10_000, 26_000);
const NAMES = ["alrimi-1", "alrimi-2", "alrimi-3"];

let folder: string;
const servers: ServerProcess[] = [];
const keepers: { readonly process: ChildProcess; log: string }[] = [];
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
  for (const { process: keeper } of keepers) {
    if (keeper.kill("SIGKILL")) await once(keeper, "exit");
  }
  await Promise.all(servers.map((server) => server.end("SIGKILL")));
  await rm(folder, { recursive: true, force: true });
});

const at = (...path: string[]): string => join(folder, ...path);
/** The three hosts of the pages are three ports of this machine. */
const here = (text: string): string =>
  text
    .replace(/broker-(\d)\.example\.com/g, (_all, number) => `127.0.0.1:${FIRST_PORT + Number(number) - 1}`)
    .replace(/nats(\d)\.example\.com:4222/g, (_all, number) => `127.0.0.1:${FIRST_PORT + Number(number) - 1}`)
    .replace(/nats\d\.example\.com/g, "127.0.0.1");

/** Runs a block, with the variables of those before it. @throws with its output when a command fails */
async function sh(text: string, cwd = folder): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)("/bin/sh", ["-euc", `${exports}\n${here(text)}`], {
    cwd,
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

/** Starts the two keepers as the page's unit does. */
async function startKeepers(): Promise<void> {
  const [, options = ""] = /^ExecStart=\S+\/alrimi (server .+)$/m.exec(page) ?? [];
  const given = options.replace("/etc/alrimi-server", at("keeper")).split(" ");
  expect(given).toEqual(["server", "--config", at("keeper", "server.json")]);
  for (let number = 0; number < 2; number += 1) {
    const child = spawn(process.execPath, [join(root, "build/alrimi.mjs"), ...given], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const keeper = { process: child, log: "" };
    child.stdout?.on("data", (text: Buffer) => {
      keeper.log += text;
    });
    keepers.push(keeper);
  }
  await waitFor(() => keepers.every(({ log }) => log.includes("broker: connected")), {
    what: "both keepers are connected",
  });
  await waitFor(() => keepers.some(({ log }) => log.includes("keeper: works")), { what: "a keeper works" });
  expect(keepers.filter(({ log }) => log.includes("keeper: works"))).toHaveLength(1);
}

const checkAs = (user: string): Promise<string> => {
  const file = `creds/app-${encodeURIComponent(user).replaceAll(".", "%2E")}.creds`;
  return sh(`npx alrimi broker check --kit kit --tls-ca ca.pem --user ${user} --user-file ${file}`);
};

test("rollout - every command of the page runs in its order, and shows what the page says", async () => {
  let output = "";
  for (const { language, file, text } of blocks) {
    if (file !== undefined) {
      writeFileSync(at(file), here(text));
      if (file === "keeper/server.json") await startKeepers();
    } else if (language === "sh") {
      output = await sh(text).catch((error: Error) => expect.fail(`${text}\n${error.message}`));
      if (text.includes("broker config")) await setUpServers();
      if (text.includes("users revoke")) for (const server of servers) server.signal("SIGHUP");
    } else if (language === "text") {
      for (const line of text.trim().split("\n")) expect(output).toContain(line);
    }
  }
  const { minted } = JSON.parse(readFileSync(at("minted.json"), "utf8")) as { minted: { id: string }[] };
  expect(minted.map(({ id }) => id)).toEqual(["kim.ys"]); // hong.gd got them in step 5
  // The person who left is refused, and the other is served.
  await waitFor(() => checkAs("kim.ys"), { what: "kim.ys is served" });
  await expect(checkAs("hong.gd")).rejects.toThrow(/hong\.gd|refused/);
});

test("rollout - the owner of a service gets through with every way of the page for services", async () => {
  const owner = at("owner");
  mkdirSync(owner);
  copyFileSync(at("ca.pem"), join(owner, "ca.pem"));
  copyFileSync(at("kit/users/writer-hr-leave.creds"), join(owner, "writer-hr-leave.creds"));
  symlinkSync(join(root, "node_modules"), join(owner, "node_modules"));
  const blockUnder = (heading: string): string => {
    const [block] = blocksIn(sectionOf(pageForServices, heading)).filter(
      ({ language }) => language === "sh" || language === "js",
    );
    return block?.text ?? expect.fail(`no block under ${heading}`);
  };
  expect(await sh(blockUnder("The command"), owner)).toMatch(/^Kept: 3 .*sequence 17/);
  writeFileSync(join(owner, "send.mjs"), here(blockUnder("Any NATS client")));
  await sh(`"${process.execPath}" send.mjs`, owner);
  const python = blockUnder("From Python").replace("build/writers/", `${root}/build/writers/`);
  expect(await sh(python, owner)).toContain("stored (epoch 0, sequence 17)");

  const restored = blockUnder("After a restore");
  const before = await sh(restored.replace(/ --epoch \d+/, ""), owner).catch((error: unknown) => error);
  expect(before).toMatchObject({ code: 5, stderr: expect.stringContaining("After a restore") });
  expect(await sh(restored, owner)).toMatch(/^Kept: 3 .*epoch 1, sequence 5/);
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

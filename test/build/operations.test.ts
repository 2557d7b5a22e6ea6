import { execFile } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitFor } from "../../build/desktop/wait-for.ts";
import { serverFolder } from "../../main/admin/kit/kit.ts";
import { findProgram, ServerProcess } from "../../main/admin/server-process.ts";
import type { Trial } from "../../main/admin/trial/trial.ts";
import { directGet } from "../../main/nats/jetstream.ts";
import { connectTo, ME, SERVICE, trialOn } from "../admin/kit/ways.ts";
import { blocksIn, sectionOf } from "./page-blocks.ts";

/**
 * The page's blocks are run as an administrator would, on three servers of this machine. What is not ours stands in for
 * itself: `systemctl` starts and stops the real nats-server, and `apt-get` exchanges it for another version, the one in
 * the folder `ALRIMI_UPGRADE_TO` if that is set.
 */

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "build/broker/OPERATIONS.md"), "utf8");

interface Node {
  readonly name: string;
  readonly folder: string;
  readonly storeDir: string;
  readonly monitorPort: number;
  binary: string;
  process: ServerProcess;
}

let folder: string;
let trial: Trial;
let nodes: readonly Node[];
let systemd: Server;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-operations-"));
  const holders = [
    { role: "app", id: ME },
    { role: "writer", id: SERVICE },
  ] as const;
  trial = await trialOn(folder, { nodes: 3, holders });
  const binary = findProgram("nats-server") ?? "nats-server";
  nodes = trial.plan.servers.map(({ name, storeDir, monitorPort }, index) => {
    const { process } = trial.nodes[index] ?? {};
    if (process === undefined || monitorPort === null) throw new Error("no process");
    return { name, folder: join(folder, name), storeDir, monitorPort, binary, process };
  });
  systemd = createServer(async (request, response) => {
    const [, action, name] = (request.url ?? "").split("/");
    const node = nodes.find((each) => each.name === name);
    response.statusCode = node !== undefined && (await act(action, node, response)) ? 200 : 404;
    response.end();
  }).listen(0, "127.0.0.1");
  await once(systemd, "listening");
  for (const { name } of nodes) writePrograms(name);
});

afterAll(async () => {
  systemd?.close();
  await Promise.all((nodes ?? []).map(({ process }) => process.end("SIGKILL")));
  await trial?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function act(
  action: string | undefined,
  node: Node,
  response: { write(text: string): void },
): Promise<boolean> {
  switch (action) {
    case "stop":
      await node.process.end("SIGTERM");
      return true;
    case "start":
      if (node.process.pid === undefined) start(node);
      return true;
    case "is-active":
      return node.process.pid !== undefined;
    case "pid":
      response.write(String(node.process.pid ?? ""));
      return true;
    case "upgrade":
      node.binary = join(process.env["ALRIMI_UPGRADE_TO"] ?? dirname(node.binary), "nats-server");
      return true;
    default:
      return false;
  }
}

function start(node: Node): void {
  mkdirSync(node.folder, { recursive: true });
  const places = { logFile: join(node.folder, "log"), portsDir: join(node.folder, "ports") };
  const config = join(serverFolder(trial.kit, node.name), "nats-server.conf");
  node.process = new ServerProcess(node.binary, ["-c", config], places);
}

/** The programs that the blocks find on one server. */
function writePrograms(name: string): void {
  const at = join(folder, "programs", name);
  mkdirSync(at, { recursive: true });
  const ask = `curl -sf "http://127.0.0.1:${(systemd.address() as AddressInfo).port}`;
  const real = findProgram("nats-server");
  const programs = {
    systemctl: `[ "$1" = -q ] && shift\nexec ${ask}/$1/${name}"`,
    "apt-get": `exec ${ask}/upgrade/${name}"`,
    "nats-server": `[ "$1" = --signal ] || exit 1\nexec "${real}" --signal "$2=$(${ask}/pid/${name}")"`,
    npx: `shift\nexec "${process.execPath}" "${root}/build/alrimi.mjs" "$@"`,
  };
  for (const [program, text] of Object.entries(programs)) {
    writeFileSync(join(at, program), `#!/bin/sh\n${text}\n`);
    chmodSync(join(at, program), 0o755);
  }
}

/** Runs a block on one server, whose paths are folders of this machine. */
async function sh(text: string, node: Node): Promise<string> {
  const backups = join(folder, "backups"); // the copy is brought to each server
  mkdirSync(backups, { recursive: true });
  const here = text
    .replaceAll("/var/lib/nats", node.storeDir)
    .replaceAll("/var/backups", backups)
    .replaceAll("127.0.0.1:8222", `127.0.0.1:${node.monitorPort}`)
    .replaceAll("--kit kit", `--kit ${trial.kit}`);
  const { stdout, stderr } = await promisify(execFile)("/bin/sh", ["-euc", here], {
    cwd: folder,
    env: {
      ...process.env,
      LC_ALL: "C",
      PATH: `${join(folder, "programs", node.name)}:${process.env["PATH"]}`,
    },
  });
  return stdout + stderr;
}

/** Runs the blocks of a section. @param between after each server of a block that is not for all at once */
async function runBlocks(heading: string, between: () => Promise<void> = async () => {}): Promise<void> {
  const blocks = blocksIn(sectionOf(page, heading));
  expect(blocks.length).toBeGreaterThan(1);
  for (const { language, text } of blocks) {
    if (language === "sh") await untilChecked(text);
    else if (text.startsWith("# On all servers.")) await Promise.all(nodes.map((node) => sh(text, node)));
    else {
      const [, one] = /^# On (one server|each server, one after another)\./.exec(text) ?? [];
      expect(one).toBeDefined();
      for (const node of one === "one server" ? nodes.slice(1, 2) : nodes) {
        await sh(text, node);
        await between();
      }
    }
  }
}

/** The page says: until it ends without an error, and no copy is behind. */
async function untilChecked(command = "npx alrimi broker check --kit kit"): Promise<string> {
  const [node] = nodes;
  if (node === undefined) throw new Error("no server");
  let output = "";
  await waitFor(
    async () => {
      output = await sh(command, node).catch(({ stdout, stderr }) => `failed: ${stdout}${stderr}`);
      return !output.startsWith("failed: ") && !output.includes("is behind by");
    },
    { what: "the check ends without an error", timeout: 180_000 },
  ).catch((cause) => {
    throw new Error(output, { cause });
  });
  return output;
}

async function publish(count: number, sequence: number): Promise<string> {
  const [node] = nodes;
  if (node === undefined) throw new Error("no server");
  const login = [
    `--server ${trial.servers.join(",")}`,
    `--creds ${join(trial.kit, "users", `writer-${SERVICE}.creds`)}`,
    `--tls-ca ${trial.caFile}`,
  ].join(" ");
  const event = `--user ${ME} --service ${SERVICE} --count ${count} --sequence ${sequence}`;
  return sh(`npx alrimi publish ${event} ${login}`, node);
}

/** The count that an app reads which knows nothing. */
async function retained(): Promise<number | undefined> {
  const app = await connectTo(trial, { role: "app", id: ME }, { reconnect: false });
  try {
    const read = await directGet(app, "APPROVALS", `approvals.hong%2Egd.${SERVICE}`);
    return read && (JSON.parse(Buffer.from(read.data).toString()) as { count: number }).count;
  } finally {
    await app.close();
  }
}

/** Any copy answers a read, and one may be a moment behind: so they agree when many reads do. */
async function everyCopyHas(count: number): Promise<void> {
  const reads = Array.from({ length: 12 }, () => count);
  await expect
    .poll(async () => Promise.all(reads.map(() => retained())), { timeout: 120_000 })
    .toEqual(reads);
}

async function kept(count: number, sequence: number): Promise<void> {
  const isKept = async (): Promise<boolean> =>
    /^(Kept: |This event is kept already)/.test(await publish(count, sequence).catch(() => ""));
  await waitFor(isKept, { what: `event ${sequence} is kept`, timeout: 120_000 });
}

test("operations - the streams are copied, restored after a loss of all, and go on from there", async () => {
  await kept(3, 1);
  const blocks = blocksIn(sectionOf(page, "Backup and restore"));
  const [backup, ...restore] = blocks.filter(({ language }) => language === "shell");
  expect(backup?.text).toContain("tar -C /var/lib/nats -czf");
  expect(restore).toHaveLength(3);
  await runBlocks("Backup and restore", async () => {
    await kept(5, 2); // after the backup
    await everyCopyHas(5);
  });
  await everyCopyHas(3);
  // The service sends its counts once more, with its next number.
  await kept(20, 3);
  await everyCopyHas(20);
});

test("operations - nats-server is upgraded on one server after another, while events are kept", async () => {
  let sequence = 100;
  await runBlocks("nats-server", async () => {
    sequence += 1;
    await kept(sequence, sequence);
    await untilChecked();
  });
  await everyCopyHas(103);
  const output = await untilChecked();
  expect(output.match(/Apps are answered on 3 servers/g)).toHaveLength(1);
});

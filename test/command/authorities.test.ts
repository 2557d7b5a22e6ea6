import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { authority, TlsBroker } from "../desktop/broker/tls-broker.ts";

/** The command as a separate process, because Node reads the authorities of the environment at its start. */

let folder: string;
let broker: TlsBroker;
let stranger: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-authorities-"));
  broker = await TlsBroker.start(join(folder, "broker"));
  await broker.fill(1);
  stranger = join(folder, "stranger");
  await authority(stranger);
});
afterAll(async () => {
  await broker?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function alrimi(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const program = join(import.meta.dirname, "../../build/alrimi.mjs");
  const login = ["--server", broker.url, "--username", "admin", "--password", "admin-password"];
  const { NODE_EXTRA_CA_CERTS: _, ...rest } = process.env;
  const child = spawn(process.execPath, [program, ...args, ...login], {
    env: { ...rest, LC_ALL: "C", ...env },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
  const [code] = (await once(child, "close")) as [number];
  return { code, said };
}

const show = (...more: string[]) => ["catalog", "show", ...more];

test("authorities - the company's is trusted, another one's is not", async () => {
  expect(await alrimi(show("--tls-ca", broker.caFile))).toMatchObject({ code: 0 });
  expect(await alrimi(show("--tls-ca", join(stranger, "ca.pem")))).toMatchObject({ code: 3 });
  expect(await alrimi(show())).toMatchObject({ code: 3 });
});

test("authorities - with --tls-ca those are trusted too that the process trusts without it", async () => {
  const env = { NODE_EXTRA_CA_CERTS: broker.caFile };
  expect(await alrimi(show(), env)).toMatchObject({ code: 0 });
  expect(await alrimi(show("--tls-ca", join(stranger, "ca.pem")), env)).toMatchObject({ code: 0 });
  const { said } = await alrimi(["broker", "check", "--tls-ca", join(stranger, "ca.pem")], env);
  expect(said).toContain("the certificate is valid");
});

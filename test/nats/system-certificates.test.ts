import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import tls from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  bundledCertificates,
  extraCertificates,
  inWorker,
  systemCertificates,
} from "../../main/nats/system-certificates.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-certificates-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("system certificates - where the runtime cannot be asked, the first bundle of a distribution that there is", async () => {
  const bundle = join(folder, "bundle.crt");
  await writeFile(bundle, "the administrator's authorities");
  const places = [join(folder, "none.crt"), bundle, "/etc/hostname"];
  expect(bundledCertificates(places)).toEqual(["the administrator's authorities"]);
});

test("system certificates - without any bundle those that Node brings", () => {
  expect(bundledCertificates([join(folder, "none.crt")])).toBe(tls.rootCertificates);
});

test("system certificates - what the environment adds is among them; a file that cannot be read adds none", async () => {
  const extra = join(folder, "extra.crt");
  await writeFile(extra, "the environment's authority");
  expect(extraCertificates({ NODE_EXTRA_CA_CERTS: extra })).toEqual(["the environment's authority"]);
  expect(extraCertificates({ NODE_EXTRA_CA_CERTS: join(folder, "none.crt") })).toEqual([]);
  expect(extraCertificates({})).toEqual([]);
});

test("system certificates - there are some, as PEM", async () => {
  const certificates = await systemCertificates();
  expect(certificates.join("\n")).toContain("-----BEGIN CERTIFICATE-----");
});

test("system certificates - while the system thinks, everything else goes on", async () => {
  const file = join(folder, "written meanwhile");
  const answer = inWorker(
    `while (!require("node:fs").existsSync(${JSON.stringify(file)}));
    require("node:worker_threads").parentPort.postMessage("answered");`,
    60_000,
  );
  await writeFile(file, "");
  expect(await answer).toBe("answered");
});

test("system certificates - a question that fails, or has no answer in time, is no reason to wait", async () => {
  await expect(inWorker('throw new Error("refused")', 60_000)).rejects.toThrow("refused");
  await expect(inWorker("", 60_000)).rejects.toThrow("without an answer");
  await expect(inWorker("setInterval(() => {}, 1000)", 10)).rejects.toThrow("no answer");
});

import { X509Certificate } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DetailedPeerCertificate } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { missingInChain } from "../../../main/admin/check/certificate-form.ts";
import { trialCertificates } from "../../../main/admin/kit/certificates.ts";

const KEY_USAGE = Buffer.from("0603551d0f", "hex");
const AUTHORITY_KEY = Buffer.from("0603551d23", "hex");

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alrimi-form-"));
  await trialCertificates(folder, [{ name: "n1", host: "localhost" }]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(...path: readonly string[]): Promise<DetailedPeerCertificate> {
  const certificate = new X509Certificate(await readFile(join(folder, ...path)));
  return certificate.toLegacyObject() as DetailedPeerCertificate;
}

/** A server's certificate with its authority, as a TLS socket gives it: a root is its own issuer. */
async function chain(): Promise<{ leaf: DetailedPeerCertificate; root: DetailedPeerCertificate }> {
  const [leaf, root] = [await read("n1", "server.pem"), await read("ca.pem")];
  leaf.issuerCertificate = root;
  root.issuerCertificate = root;
  return { leaf, root };
}

/** A copy without an extension: its identifier is another one. */
function without(extension: Buffer, raw: Buffer): DetailedPeerCertificate["raw"] {
  const copy = Buffer.from(new Uint8Array(raw));
  const at = copy.indexOf(extension);
  if (at < 0) throw new Error("the extension is not there");
  copy[at + extension.length - 1] = 0xff;
  return copy;
}

test("certificate form - nothing is missing in the certificates of a trial", async () => {
  expect(missingInChain((await chain()).leaf)).toBeUndefined();
});

test("certificate form - an authority without keyUsage is named, a server's certificate needs none", async () => {
  const { leaf, root } = await chain();
  root.raw = without(KEY_USAGE, root.raw);
  expect(missingInChain(leaf)).toBe(`${root.subject.CN}: keyUsage`);
  leaf.issuerCertificate = (await chain()).root;
  if (leaf.raw.includes(KEY_USAGE)) leaf.raw = without(KEY_USAGE, leaf.raw);
  expect(missingInChain(leaf)).toBeUndefined();
});

test("certificate form - only a root needs no authorityKeyIdentifier", async () => {
  const { leaf } = await chain();
  leaf.raw = without(AUTHORITY_KEY, leaf.raw);
  expect(missingInChain(leaf)).toBe(`${leaf.subject.CN}: authorityKeyIdentifier`);
});

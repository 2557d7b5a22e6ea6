import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { hasExpired, tlsFault } from "../../main/nats/tls-files.ts";

const folder = mkdtempSync(join(tmpdir(), "alrimi-tls-files-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function openssl(...args: string[]): void {
  execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
}

function pair(name: string): { cert: Buffer; key: Buffer } {
  const [cert, key] = [`${name}.pem`, `${name}-key.pem`];
  const ec = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  openssl("req", "-x509", ...ec, "-days", "2", "-subj", `/CN=${name}`, "-keyout", key, "-out", cert);
  return { cert: file(cert), key: file(key) };
}

function file(name: string): Buffer {
  return readFileSync(join(folder, name));
}

const [mine, other] = [pair("mine"), pair("other")];
openssl("pkcs8", "-topk8", "-in", "mine-key.pem", "-passout", "pass:x", "-out", "pkcs8.pem");
openssl("ec", "-aes256", "-in", "mine-key.pem", "-passout", "pass:x", "-out", "traditional.pem");
openssl("x509", "-in", "mine.pem", "-outform", "DER", "-out", "mine.cer");
openssl("ecparam", "-name", "prime256v1", "-out", "parameters.pem");

const none = { ca: undefined, cert: undefined, key: undefined };

test("TLS files - a certificate with its key, an authority, and nothing at all can be used", () => {
  const withParameters = Buffer.concat([file("parameters.pem"), mine.key]); // as openssl ecparam -genkey writes it
  const commented = Buffer.concat([Buffer.from("subject=mine\n"), mine.cert, other.cert]);
  for (const files of [
    none,
    { ...none, ca: commented },
    { ...none, ...mine },
    { ca: other.cert, cert: commented, key: withParameters },
  ]) {
    expect(tlsFault(files)).toBeUndefined();
  }
});

const text = Buffer.from("no certificate\n");

test.each([
  ["an authority's file without a certificate", { ca: text }, "ca", "no-certificate"],
  ["an authority's certificate in binary form", { ca: file("mine.cer") }, "ca", "no-certificate"],
  ["a certificate's file without one", { ...mine, cert: text }, "cert", "no-certificate"],
  ["a certificate in binary form", { ...mine, cert: file("mine.cer") }, "cert", "no-certificate"],
  ["the two exchanged", { cert: mine.key, key: mine.cert }, "cert", "no-certificate"],
  ["an empty key", { ...mine, key: Buffer.from("") }, "key", "no-key"],
  ["another certificate's key", { ...mine, key: other.key }, "key", "key-mismatch"],
  ["a key with a password", { ...mine, key: file("pkcs8.pem") }, "key", "key-encrypted"],
  ["one in the older form", { ...mine, key: file("traditional.pem") }, "key", "key-encrypted"],
  ["a certificate alone", { cert: mine.cert }, "cert", "key-missing"],
  ["a key alone", { key: mine.key }, "key", "certificate-missing"],
])("TLS files - %s cannot be used", (_what, files, which, detail) => {
  expect(tlsFault({ ...none, ...files })).toEqual({ which, detail });
});

test("TLS files - a certificate has expired after its end, and not before", () => {
  const day = 24 * 60 * 60 * 1000;
  expect(hasExpired(mine.cert, Date.now())).toBe(false);
  expect(hasExpired(mine.cert, Date.now() + 3 * day)).toBe(true);
  for (const no of [undefined, text]) expect(hasExpired(no, Date.now() + 3 * day)).toBe(false);
});

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { isIP } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { findProgram } from "../server-process.ts";
import { KitError } from "./kit-error.ts";
import { privateFolder } from "./secret-files.ts";

/** Days; browsers and mail programs take no longer ones, and a trial ends before. */
const DAYS = "365";
const EC_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

/**
 * Certificates for a trial, from an authority of its own in `folder` (made when it is not there). A company has an
 * authority: its certificates go to the same places. By openssl, which is where nats-server runs, rather than by a
 * package that every desktop would have to carry for a trial.
 * @param folder gets `ca.pem` and `ca-key.pem`, and one folder per server with what `tlsDir` of a plan needs
 * @throws {KitError} `no-openssl`, `certificate`
 */
export async function trialCertificates(
  folder: string,
  servers: readonly { readonly name: string; readonly host: string }[],
): Promise<void> {
  privateFolder(folder);
  const ca = { key: join(folder, "ca-key.pem"), certificate: join(folder, "ca.pem") };
  if (!existsSync(ca.certificate)) {
    await withFile(AUTHORITY, (config) =>
      openssl("the authority", [
        ...[
          "req",
          "-x509",
          ...EC_KEY,
          "-config",
          config,
          "-days",
          DAYS,
          "-subj",
          "/CN=Alrimi trial authority",
        ],
        ...["-keyout", ca.key, "-out", ca.certificate],
      ]),
    );
    await chmod(ca.key, 0o600);
  }
  for (const { name, host } of servers) {
    const at = join(folder, name);
    privateFolder(at);
    if (existsSync(join(at, "server.pem"))) continue;
    await withFile(extensionsFor(host), async (extensions) => {
      const request = `${extensions}.request.pem`;
      const key = join(at, "server-key.pem");
      await openssl(host, ["req", ...EC_KEY, "-subj", `/CN=${name}`, "-keyout", key, "-out", request]);
      await chmod(key, 0o600);
      await openssl(host, [
        ...["x509", "-req", "-in", request, "-CA", ca.certificate, "-CAkey", ca.key, "-CAcreateserial"],
        ...["-days", DAYS, "-extfile", extensions, "-out", join(at, "server.pem")],
      ]);
    });
    await copyFile(ca.certificate, join(at, "ca.pem"));
  }
}

/**
 * Everything that RFC 5280 asks of an authority, as Python verifies it from 3.13 on (`VERIFY_X509_STRICT`). What the
 * system's own openssl.cnf would add differs from system to system.
 */
const AUTHORITY = [
  "[req]",
  "distinguished_name = subject",
  "x509_extensions = extensions",
  "[subject]",
  "[extensions]",
  "basicConstraints = critical, CA:TRUE",
  "keyUsage = critical, keyCertSign, cRLSign",
  "subjectKeyIdentifier = hash",
  "",
].join("\n");

/** A route is dialled with the same certificate that clients are shown: it is good for both sides. */
function extensionsFor(host: string): string {
  const bare = host.replace(/^\[|\]$/g, "");
  const names = new Set([isIP(bare) === 0 ? `DNS:${bare}` : `IP:${bare}`, "DNS:localhost", "IP:127.0.0.1"]);
  return [
    "basicConstraints = critical, CA:FALSE",
    "keyUsage = critical, digitalSignature",
    "subjectKeyIdentifier = hash",
    "authorityKeyIdentifier = keyid", // see AUTHORITY
    "extendedKeyUsage = serverAuth, clientAuth",
    `subjectAltName = ${[...names].join(", ")}`,
    "",
  ].join("\n");
}

/** @param use is given a file with the text, in a folder of its own that is gone afterwards */
async function withFile(text: string, use: (file: string) => Promise<void>): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), "alrimi-certificate-"));
  try {
    const file = join(work, "openssl.cnf");
    await writeFile(file, text);
    await use(file);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function openssl(about: string, args: readonly string[]): Promise<void> {
  const program = findProgram("openssl");
  if (program === undefined) throw new KitError("no-openssl", "openssl");
  await promisify(execFile)(program, args).catch((cause: Error & { stderr?: string }) => {
    throw new KitError("certificate", about, cause.stderr?.trim() || cause.message, { cause });
  });
}

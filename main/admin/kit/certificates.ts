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

/** Days. Browsers accept little more, and a trial ends before. */
const DAYS = "365";
const EC_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

/**
 * Makes certificates for a trial, with a new authority in `folder`, which is made if missing. A company puts the
 * certificates of its authority at the same paths. It uses the openssl program, so that the desktop packages need no
 * library for trials.
 * @param folder gets `ca.pem` and `ca-key.pem`, and one folder per server with the files for a plan's `tlsDir`
 * @throws {KitError} (rejects) `no-openssl`, `certificate`
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
 * The extensions that RFC 5280 requires of an authority. Python checks them from 3.13 on (`VERIFY_X509_STRICT`). The
 * system's openssl.cnf is not used, because its extensions differ between systems.
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

/** The same certificate serves clients and dials routes, so it is valid for both sides. */
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

/** Writes a text to a temporary file, which is removed after `use`. */
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

import tls from "node:tls";
import { Worker } from "node:worker_threads";
import { MAX_GIVEN_FILE, readGivenFile } from "../files/read-file.ts";

/** The PEM files in which Linux distributions keep the trusted certificates. */
const BUNDLES = [
  "/etc/ssl/certs/ca-certificates.crt", // Debian, Ubuntu, Arch
  "/etc/pki/tls/certs/ca-bundle.crt", // Fedora, RHEL
  "/etc/ssl/ca-bundle.pem", // openSUSE
];

/** Runs in a worker, because Windows and macOS may take seconds and would block the thread. */
const ASK = `
  const { getCACertificates } = require("node:tls");
  const { parentPort } = require("node:worker_threads");
  parentPort.postMessage([...getCACertificates("default"), ...getCACertificates("system")]);
`;

/** Milliseconds. After this time Node's own authorities are used. */
const PATIENCE = 20_000;

/** False for runtimes before Node 22.15, which cannot read the system's certificates. */
const canAsk = "getCACertificates" in tls;

/** The system's answer. It is kept, as Node keeps it too. */
let answered: readonly string[] | undefined;

/**
 * The certificate authorities that this process trusts, as PEM texts: the system's, or Node's own if the system's
 * cannot be read, and those of `NODE_EXTRA_CA_CERTS`. Never rejects.
 */
export async function systemCertificates(): Promise<readonly string[]> {
  if (!canAsk) return [...bundledCertificates(BUNDLES), ...extraCertificates(process.env)];
  try {
    answered ??= (await inWorker(ASK, PATIENCE)) as readonly string[];
    return answered;
  } catch {
    return [...tls.rootCertificates, ...extraCertificates(process.env)];
  }
}

/** The authorities of `NODE_EXTRA_CA_CERTS`, which Node ignores when it is given authorities. Empty if unreadable. */
export function extraCertificates({ NODE_EXTRA_CA_CERTS: file }: NodeJS.ProcessEnv): readonly string[] {
  if (!file) return [];
  try {
    return [readGivenFile(file, MAX_GIVEN_FILE).toString("utf8")];
  } catch {
    return [];
  }
}

/** The first readable bundle, or Node's own authorities. */
export function bundledCertificates(bundles: readonly string[]): readonly string[] {
  for (const bundle of bundles) {
    try {
      return [readGivenFile(bundle, MAX_GIVEN_FILE).toString("utf8")];
    } catch {
      // try the path of the next distribution
    }
  }
  return tls.rootCertificates;
}

/**
 * Runs a script in a worker thread.
 * @param patience milliseconds
 * @returns the first message that it posts
 * @throws (rejects) the script's error, or an error if it posts no message in time
 */
export function inWorker(script: string, patience: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, { eval: true, stdout: true, stderr: true });
    const timer = setTimeout(() => {
      reject(new Error(`no answer within ${patience} ms`));
      void worker.terminate();
    }, patience);
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("it ended without an answer")));
    worker.once("exit", () => clearTimeout(timer));
    worker.unref(); // it does not keep the process running
  });
}

import tls from "node:tls";
import { Worker } from "node:worker_threads";
import { MAX_GIVEN_FILE, readGivenFile } from "../files/read-file.ts";

/** Where Linux distributions keep the certificates that the administrator trusts, as one PEM file. */
const BUNDLES = [
  "/etc/ssl/certs/ca-certificates.crt", // Debian, Ubuntu, Arch
  "/etc/pki/tls/certs/ca-bundle.crt", // Fedora, RHEL
  "/etc/ssl/ca-bundle.pem", // openSUSE
];

/** Windows and macOS may take seconds to answer, and everything else in the thread would wait. */
const ASK = `
  const { getCACertificates } = require("node:tls");
  const { parentPort } = require("node:worker_threads");
  parentPort.postMessage([...getCACertificates("default"), ...getCACertificates("system")]);
`;
/** Milliseconds after which the authorities that Node brings have to do. */
const PATIENCE = 20_000;

/** Runtimes before Node 22.15 cannot ask the system themselves. */
const canAsk = "getCACertificates" in tls;

/** What the system has answered: Node itself does not look again either. */
let answered: readonly string[] | undefined;

/**
 * The certificate authorities that this process trusts, as PEM texts: the system's, those that Node brings where
 * the system's cannot be read, and those of `NODE_EXTRA_CA_CERTS`.
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

/** What Node trusts beside its own, and forgets when it is given authorities. One that cannot be read it leaves out too. */
export function extraCertificates({ NODE_EXTRA_CA_CERTS: file }: NodeJS.ProcessEnv): readonly string[] {
  if (!file) return [];
  try {
    return [readGivenFile(file, MAX_GIVEN_FILE).toString("utf8")];
  } catch {
    return [];
  }
}

export function bundledCertificates(bundles: readonly string[]): readonly string[] {
  for (const bundle of bundles) {
    try {
      return [readGivenFile(bundle, MAX_GIVEN_FILE).toString("utf8")];
    } catch {
      // the next distribution's place
    }
  }
  return tls.rootCertificates;
}

/**
 * Runs a script in a thread of its own.
 * @param patience milliseconds
 * @returns the first message that it posts
 * @throws what it throws, or that it posted nothing in time
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
    worker.unref(); // it does not keep the process
  });
}

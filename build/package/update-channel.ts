import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { readFile, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Names the file of the private key that signs updates: Ed25519 as PEM, made with `openssl genpkey -algorithm ed25519`. */
export const UPDATE_KEY = "ALRIMI_UPDATE_KEY";

/** The key that signs updates; undefined when none is named. @throws when it cannot be read or is of another kind */
export async function updateKey(env: NodeJS.ProcessEnv): Promise<KeyObject | undefined> {
  const file = env[UPDATE_KEY];
  if (!file) return undefined;
  const key = createPrivateKey(await readFile(file));
  if (key.asymmetricKeyType === "ed25519") return key;
  throw new Error(`${UPDATE_KEY}: ${file} is no Ed25519 key, but ${key.asymmetricKeyType}`);
}

/** The public half as PEM, which the package carries. */
export function publicHalf(key: KeyObject): string {
  return createPublicKey(key).export({ type: "spki", format: "pem" }).toString();
}

/**
 * Writes the channel file of a version beside its archive, and its signature: `latest-linux.yml` and
 * `latest-linux.yml.sig`. The form is electron-updater's. The file names version and checksum, so that signing it signs
 * the archive too.
 * @param arch as Node names it
 * @param more further lines of the file
 * @returns the paths of the two files
 */
export async function writeUpdateChannel(
  archive: string,
  version: string,
  arch: string,
  key: KeyObject,
  more: readonly string[] = ["stagingPercentage: 100"],
): Promise<[channel: string, signature: string]> {
  const sha512 = createHash("sha512")
    .update(await readFile(archive))
    .digest("base64");
  const { size } = await stat(archive);
  const lines = [
    `version: ${version}`,
    "files:",
    `  - url: ${basename(archive)}`,
    `    sha512: ${sha512}`,
    `    size: ${size}`,
    ...more,
  ];
  const channel = join(dirname(archive), `latest-linux${arch === "x64" ? "" : `-${arch}`}.yml`);
  const text = `${lines.join("\n")}\n`;
  await writeFile(channel, text);
  const signature = `${channel}.sig`;
  await writeFile(signature, `${sign(null, Buffer.from(text), key).toString("base64")}\n`);
  return [channel, signature];
}

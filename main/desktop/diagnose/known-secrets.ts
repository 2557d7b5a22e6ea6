import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type AnyCredentials, credentialsFileOf } from "../../core/account/credentials.ts";
import { MAX_POLICY_BYTES } from "../../core/policy/policy.ts";
import { MAX_GIVEN_FILE, readGivenFile } from "../../files/read-file.ts";
import { codeOf } from "../../files/refused-file.ts";
import type { KnownSecrets } from "../../view/diagnostics/gathered.ts";
import type { LoadedSettings, SettingsSource } from "../account/settings-file.ts";

/** Keys whose values are secrets, in files of the app and of the administrator. */
const SECRET_KEYS = ["password", "creds", "nkeySeed", "secret", "key"];
/** Keys whose values are paths of files with secrets. */
const FILE_KEYS = ["credsFile", "nkeyFile", "keyFile"];

/**
 * Collects the secrets of the present settings, so that they can be removed from texts.
 * @param policies the policies that were read. Another one than the source may hold the credentials.
 */
export function knownSecrets(
  { file, isPolicy }: SettingsSource,
  loaded: LoadedSettings,
  userData: string,
  policies: readonly string[],
): KnownSecrets {
  const [credentials, tls] = loaded.ok ? [loaded.settings.credentials, loaded.settings.tls] : [];
  const written = [...new Set([file, ...policies])].map((each) => ({
    folder: dirname(each),
    text: textOf(each, MAX_POLICY_BYTES),
  }));
  const secretsFile = join(userData, "secrets.json");
  const kept = [secretsFile, join(userData, "link-key.json")].map((each) => textOf(each, MAX_GIVEN_FILE));
  const inUse = [credentials && credentialsFileOf(credentials), tls?.keyFile];
  const files = [
    ...inUse.filter((each) => each !== undefined),
    // Settings that are refused for another reason name files too.
    ...written.flatMap(({ folder, text }) => valuesIn(text, FILE_KEYS).map((path) => resolve(folder, path))),
  ];
  const isStored = !isPolicy && existsSync(secretsFile);
  return {
    values: [
      ...heldIn(credentials),
      ...[...written.map(({ text }) => text), ...kept].flatMap((text) => valuesIn(text, SECRET_KEYS)),
      ...[...new Set(files)].flatMap((each) => textOf(each, MAX_GIVEN_FILE) ?? []),
    ],
    areComplete: written.every(({ text }) => text !== undefined) && (!isStored || credentials !== undefined),
  };
}

function heldIn(credentials: AnyCredentials | undefined): string[] {
  if (credentials === undefined) return [];
  if ("password" in credentials) return [credentials.password];
  if ("creds" in credentials) return [credentials.creds];
  return "nkeySeed" in credentials ? [credentials.nkeySeed] : [];
}

/** The content of a file, empty when there is none. Undefined when it cannot be read. */
function textOf(file: string, limit: number): string | undefined {
  try {
    return readGivenFile(file, limit).toString("utf8");
  } catch (error) {
    return codeOf(error) === "ENOENT" ? "" : undefined;
  }
}

/** The texts of some keys, also in JSON that is damaged. */
function valuesIn(json = "", keys: readonly string[]): string[] {
  const entries = json.matchAll(new RegExp(`"(?:${keys.join("|")})"\\s*:\\s*("(?:\\\\.|[^"\\\\])*")`, "g"));
  return [...entries].flatMap(([, text = ""]) => {
    try {
      return [String(JSON.parse(text))];
    } catch {
      return [text.slice(1, -1)];
    }
  });
}

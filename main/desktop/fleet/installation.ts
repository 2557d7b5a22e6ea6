import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { readOwnFile } from "../../files/read-file.ts";
import { codeOf, reasonOf } from "../../files/refused-file.ts";
import { replaceOwnFile } from "../../files/replace-file.ts";
import type { Log } from "../log/log.ts";

const MAX_FILE_BYTES = 1024;

/**
 * The random id of this installation, 32 hexadecimal digits, which is made once and kept in the file `installation` of
 * the app's folder. It holds nothing about the PC. If it cannot be saved, the next start has another one.
 */
export function installationId(folder: string, log: Pick<Log, "warn">): string {
  const file = join(folder, "installation");
  try {
    const text = readOwnFile(file, MAX_FILE_BYTES).toString("utf8").trim();
    if (/^[0-9a-f]{32}$/.test(text)) return text;
    log.warn("installation: the saved id is invalid");
  } catch (error) {
    if (codeOf(error) !== "ENOENT") log.warn(`installation: id not read: ${reasonOf(error)}`);
  }
  const made = randomBytes(16).toString("hex");
  try {
    replaceOwnFile(file, `${made}\n`);
  } catch (error) {
    log.warn(`installation: id not saved: ${reasonOf(error)}`);
  }
  return made;
}

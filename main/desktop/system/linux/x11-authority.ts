import { hostname } from "node:os";
import { join } from "node:path";
import { readBeginning } from "../../../files/read-file.ts";

/** Credentials for an X display. */
export interface Cookie {
  readonly name: string;
  readonly data: Buffer;
}

/** Maximum size of the authority file in bytes. An entry has about fifty. */
const MAX_BYTES = 64 * 1024;
const METHOD = "MIT-MAGIC-COOKIE-1";

/**
 * Reads the display's cookie from the person's authority file (Xauth(3): family, address, number, name and data,
 * numbers big-endian).
 * @param display number of the display, as text
 * @returns undefined without a file or entry; some displays need none
 */
export async function xCookie(env: NodeJS.ProcessEnv, display: string): Promise<Cookie | undefined> {
  const file = env["XAUTHORITY"] ?? join(env["HOME"] ?? "", ".Xauthority");
  let bytes: Buffer;
  try {
    bytes = await readBeginning(file, MAX_BYTES);
  } catch {
    return undefined;
  }
  const fitting = entriesOf(bytes).filter(
    ({ number, name }) => name === METHOD && (number === display || number === ""),
  );
  const found = fitting.find(({ address }) => address === hostname()) ?? fitting[0];
  return found && { name: found.name, data: found.data };
}

interface Entry extends Cookie {
  readonly address: string;
  readonly number: string;
}

function entriesOf(bytes: Buffer): Entry[] {
  const entries: Entry[] = [];
  let at = 0;
  const field = (): Buffer => {
    const length = bytes.readUInt16BE(at);
    at += 2 + length;
    if (at > bytes.length) throw new RangeError("cut off");
    return bytes.subarray(at - length, at);
  };
  try {
    while (at < bytes.length) {
      at += 2; // skips the address family
      const [address, number, name, data] = [field(), field(), field(), field()];
      entries.push({ address: `${address}`, number: `${number}`, name: `${name}`, data });
    }
  } catch {
    // a truncated file: the entries before the cut are valid
  }
  return entries;
}

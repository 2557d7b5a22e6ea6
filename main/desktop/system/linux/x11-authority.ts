import { hostname } from "node:os";
import { join } from "node:path";
import { readBeginning } from "../../../files/read-file.ts";

/** What lets a program onto an X display. */
export interface Cookie {
  readonly name: string;
  readonly data: Buffer;
}

/** Of the authority file; an entry has about fifty. */
const MAX_BYTES = 64 * 1024;
const METHOD = "MIT-MAGIC-COOKIE-1";

/**
 * The display's entry in the person's authority file (Xauth(3): family, address, number, name and data, all numbers
 * with the high byte first).
 * @param display its number as text
 * @returns undefined when there is no such file or entry: some displays ask for none
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
    return bytes.subarray(at - length, at);
  };
  try {
    while (at < bytes.length) {
      at += 2; // the family of the address
      const [address, number, name, data] = [field(), field(), field(), field()];
      entries.push({ address: `${address}`, number: `${number}`, name: `${name}`, data });
    }
  } catch {
    // a file cut short: what stands before holds
  }
  return entries;
}

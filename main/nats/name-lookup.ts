import { lookup } from "node:dns/promises";
import type { Lookup } from "./connect.ts";

/**
 * A lookup with a time limit. A name service that does not answer, as behind a broken VPN, would delay a dial for
 * minutes. After the limit the name itself is returned, and the OS looks it up within the timeout of the dial.
 * @param limit milliseconds
 */
export function lookupWithin(limit: number, lookup: Lookup): Lookup {
  return async (host) => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<string[]>((resolve) => {
      timer = setTimeout(() => resolve([host]), limit);
    });
    try {
      return await Promise.race([lookup(host), late]);
    } finally {
      clearTimeout(timer);
    }
  };
}

/** Whether a host name resolves on this computer. True for an IP address. */
export async function knowsHost(host: string): Promise<boolean> {
  try {
    await lookup(host);
    return true;
  } catch {
    return false;
  }
}

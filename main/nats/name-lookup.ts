import { lookup } from "node:dns/promises";
import type { Lookup } from "./connect.ts";

/**
 * A lookup that ends. A name service that says nothing, as behind a VPN that has broken down, would hold up a dial for
 * minutes; after its time the name stands for itself, and the OS looks it up within the time of the dial.
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

/** Whether this computer knows an address for a host name, or it is one already. */
export async function knowsHost(host: string): Promise<boolean> {
  try {
    await lookup(host);
    return true;
  } catch {
    return false;
  }
}

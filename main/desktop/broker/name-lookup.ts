import { lookup } from "node:dns/promises";

/** Whether this computer knows an address for a host name, or it is one already. */
export async function knowsHost(host: string): Promise<boolean> {
  try {
    await lookup(host);
    return true;
  } catch {
    return false;
  }
}

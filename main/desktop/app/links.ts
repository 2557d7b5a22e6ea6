import { checkLink } from "../../contract/link.ts";
import type { Log } from "../log/log.ts";

/** Opens approval pages in the person's browser. */
export interface Links {
  /** @returns false when the link is refused, or the system reports that it cannot open it */
  open(url: string): Promise<boolean>;
}

/**
 * Passes a link to the system.
 * @throws the system's error, where it reports one
 */
export type OpenInSystem = (url: string) => Promise<void>;

/**
 * Checks the link again, because this is the only place that passes anything to the OS to open.
 * @param allowedOrigins origins that a link may have, such as `https://intranet.example`
 */
export function createLinks(allowedOrigins: readonly string[], log: Log, openInSystem: OpenInSystem): Links {
  return {
    async open(url) {
      const link = checkLink(url, allowedOrigins);
      if (!link.ok) {
        log.warn(`link refused: ${link.reason}: ${link.detail}`);
        return false;
      }
      try {
        await openInSystem(link.value);
        log.info(`link opened: ${new URL(link.value).origin}`);
        return true;
      } catch (error) {
        log.error(`link not opened: ${(error as Error).message}`);
        return false;
      }
    },
  };
}

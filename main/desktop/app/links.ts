import { checkLink } from "../../contract/link.ts";
import type { Log } from "../log/log.ts";

/** Opens approval pages in the person's browser. */
export interface Links {
  /** @returns false when the link is refused, or the system says that it cannot be opened */
  open(url: string): Promise<boolean>;
}

/** Hands a link to the system. @throws what the system says, where it says anything */
export type OpenInSystem = (url: string) => Promise<void>;

/** The link is checked here once more: this is the only place that hands anything to the OS to open. */
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

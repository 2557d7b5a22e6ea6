import { shell } from "electron";
import { checkLink } from "../core/link.ts";
import type { Log } from "./log.ts";

/** Opens approval pages in the person's browser. */
export interface Links {
  open(url: string): void;
}

/** The link is checked here once more: this is the only place that hands anything to the OS to open. */
export function createLinks(allowedOrigins: readonly string[], log: Log): Links {
  return {
    open(url) {
      const link = checkLink(url, allowedOrigins);
      if (!link.ok) {
        log.warn(`link refused: ${link.reason}: ${link.detail}`);
        return;
      }
      log.info(`link opened: ${new URL(link.value).origin}`);
      shell.openExternal(link.value).catch((error: Error) => log.error(`link not opened: ${error.message}`));
    },
  };
}

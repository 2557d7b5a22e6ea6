import { fromSaved, NOTHING_REMEMBERED, type Remembered } from "../../core/knowledge/saved.ts";
import type { HubOptions, HubPorts } from "./hub-ports.ts";

/** Reads the saved state. State that cannot be read is put aside. */
export function recall(
  { store, log }: Pick<HubPorts, "store" | "log">,
  { owner, user }: HubOptions,
): Remembered {
  if (owner === null) return NOTHING_REMEMBERED;
  const remembered = fromSaved(store.loaded, owner, user);
  if (remembered.ok) return remembered.value;
  log.info(`saved state: ${remembered.reason}: ${remembered.detail}`);
  if (remembered.reason === "unreadable") store.putAside(); // damaged, or written by a later version
  return NOTHING_REMEMBERED;
}

import type { ConnectionSignal } from "../connection.ts";
import { mayBeRestart } from "./dials.ts";
import type { DialFailure } from "./link.ts";
import type { Turn } from "./turn.ts";

/** Logs why a dial failed, and tells it unless the server may only be restarting. */
export function tellFailure(turn: Turn, failure: DialFailure): void {
  if (failure.kind === "file-unreadable") {
    const { file, detail } = failure;
    turn.log(`settings: ${file}: ${detail}`);
    turn.signal({ kind: "misconfigured", problem: { key: "file-unreadable", args: [file, detail] } });
    return;
  }
  turn.log(`broker: ${failure.cause}: ${failure.detail}`);
  if (failure.kind === "lost" && mayBeRestart(turn.state.dials)) return;
  turn.signal({ kind: failure.kind, cause: failure.cause } as ConnectionSignal);
}

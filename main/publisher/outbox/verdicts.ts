import type { Outcome } from "../../contract/intake.ts";
import type { EventDraft } from "../draft.ts";
import type { OutboxReason } from "./outbox-error.ts";

/** What a service's owner has to be told of an outcome. */
export interface Concern {
  readonly reason: Extract<OutboxReason, "refused" | "sequence-went-back">;
  readonly message: string;
}

/** Counts what the keeper said of delivered events. */
export class Verdicts {
  readonly counts = { kept: 0, older: 0, wentBack: 0, refusedByKeeper: 0 };

  take({ event, subject }: EventDraft, outcome: Outcome): Concern | undefined {
    switch (outcome.outcome) {
      case "kept":
        this.counts.kept += 1;
        return undefined;
      case "older": {
        this.counts.older += 1;
        if (outcome.reason !== "sequence-went-back") return undefined;
        this.counts.wentBack += 1;
        const { sequence } = outcome.newest;
        const message =
          `${subject}: sequence ${event.sequence} is not newer than the kept ${sequence}, but its time is. ` +
          "Was a database restored?";
        return { reason: "sequence-went-back", message };
      }
      case "refused":
        this.counts.refusedByKeeper += 1;
        return { reason: "refused", message: `${subject}: ${outcome.detail} (${outcome.reason})` };
    }
  }
}

import fc from "fast-check";
import type { KnowledgeInput } from "../../../main/core/knowledge/knowledge.ts";
import { NOTICE_TAG } from "../../../main/core/knowledge/living-notice.ts";
import { arbitraryEvent } from "../../contract/events.ts";
import {
  CATALOG,
  catalogInput,
  type KnowledgeRun,
  live,
  messageOf,
  retained,
  subjectOf,
} from "./knowledge-run.ts";

const arbitraryService = fc.constantFrom("hr-leave", "finance-card", "mail");

/** Everything that can be wrong with a message of this person's subjects. */
const arbitraryBad = fc
  .record({ service: arbitraryService, text: fc.constantFrom("", "{", "{}", '{"count":0}', "null") })
  .map(({ service, text }) => ({ origin: subjectOf(service), payload: new TextEncoder().encode(text) }));

export const arbitraryOther = arbitraryEvent.map((event) => messageOf({ ...event, user: "kim.ys" }));

export const arbitraryMessage = fc.oneof(
  { weight: 4, arbitrary: arbitraryEvent.map(messageOf) },
  { weight: 1, arbitrary: arbitraryBad },
  { weight: 1, arbitrary: arbitraryOther },
);

type Happening = KnowledgeInput | { readonly kind: "pass"; readonly time: number };

const arbitraryHappening: fc.Arbitrary<Happening> = fc.oneof(
  fc.array(arbitraryMessage, { minLength: 1, maxLength: 6 }).map((messages) => live(...messages)),
  fc
    .record({ service: arbitraryService, message: fc.option(arbitraryMessage, { nil: undefined }) })
    .map(({ service, message }) => retained(service, message)),
  fc.record({ kind: fc.constant("unanswered" as const), service: arbitraryService }),
  fc
    .constantFrom<KnowledgeInput[]>(
      [{ kind: "signal", signal: { kind: "connected" } }],
      [{ kind: "signal", signal: { kind: "synced" } }],
      [{ kind: "signal", signal: { kind: "doubted" } }],
      [{ kind: "signal", signal: { kind: "lost", cause: "disconnected" } }],
      [{ kind: "presence", presence: { isLocked: true, isPresenting: false } }],
      [{ kind: "presence", presence: { isLocked: false, isPresenting: false } }],
      [{ kind: "board-opened" }],
      [{ kind: "notice-closed", tag: NOTICE_TAG, isDismissed: false }],
      [{ kind: "notice-closed", tag: NOTICE_TAG, isDismissed: true }],
      [{ kind: "tick", isOnline: true }],
      [{ kind: "command", command: { kind: "pause", choice: "hour" } }],
      [{ kind: "command", command: { kind: "resume" } }],
      [{ kind: "command", command: { kind: "snooze", services: ["mail"], choice: "hour" } }],
      [catalogInput()],
      [catalogInput({ services: CATALOG.services.slice(1) })],
      [catalogInput("nonsense")],
    )
    .map(([input]) => input as KnowledgeInput),
  fc.record({ kind: fc.constant("pass" as const), time: fc.nat({ max: 20_000 }) }),
);

export const arbitraryLife = fc.array(arbitraryHappening, { maxLength: 40 });

export function happen(run: KnowledgeRun, happening: Happening): void {
  if (happening.kind === "pass") run.pass(happening.time);
  else run.take(happening);
}

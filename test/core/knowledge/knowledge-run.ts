import { type ApprovalEvent, formatEvent } from "../../../main/contract/event.ts";
import { approvalsSubject } from "../../../main/contract/subject.ts";
import type { Decision } from "../../../main/core/attention/decision.ts";
import type { Command } from "../../../main/core/command.ts";
import type { Found } from "../../../main/core/feed/link.ts";
import type { Effect } from "../../../main/core/knowledge/effect.ts";
import {
  initialKnowledge,
  type Knowledge,
  type KnowledgeInput,
  type StoredMessage,
} from "../../../main/core/knowledge/knowledge.ts";
import { next } from "../../../main/core/knowledge/next.ts";
import { NOTHING_REMEMBERED, type Remembered } from "../../../main/core/knowledge/saved.ts";
import { DEFAULT_PREFERENCES, type SomePreferences } from "../../../main/core/preferences/preferences.ts";
import { bytesOf } from "../../contract/events.ts";
import { monday } from "../attention/desk.ts";
import { seoul } from "../attention/seoul.ts";

export const USER = "hong.gd";

/** The order of the services is the board's. */
export const CATALOG = {
  services: [
    { id: "hr-leave", name: { ko: "휴가·출장", en: "Leave" }, url: "https://hr.example.com/approvals" },
    { id: "finance-card", name: { ko: "법인카드" }, url: "javascript:alert(1)" },
    { id: "mail", name: { ko: "메일" } },
  ],
};

export function subjectOf(service: string, user = USER): string {
  const subject = approvalsSubject(user, service);
  if (!subject.ok) throw new Error(subject.detail);
  return subject.value;
}

/** As the broker sends it. */
export function messageOf(event: ApprovalEvent): StoredMessage {
  return { origin: subjectOf(event.service, event.user), payload: bytesOf(formatEvent(event)) };
}

export const catalogInput = (document: unknown = CATALOG): KnowledgeInput => ({
  kind: "catalog",
  payload: bytesOf(document),
});

export const live = (...messages: readonly StoredMessage[]): KnowledgeInput => ({ kind: "live", messages });

export const retained = (service: string, message?: StoredMessage): KnowledgeInput => ({
  kind: "retained",
  service,
  retained: message === undefined ? { kind: "none" } : { kind: "message", ...message },
});

/** The knowledge on a clock that the test moves. Keeps every effect. */
export class KnowledgeRun {
  now = monday("10:00");
  isOnline = true;
  state: Knowledge;
  /** What each input led to. */
  readonly steps: (readonly Effect[])[] = [];
  /** When it asked to be woken; `now` of then. */
  #wakeAt: number | null = null;

  /** Without reminders and digests of the day, unless the preferences say otherwise. */
  constructor(preferences: SomePreferences = {}, remembered: Remembered = NOTHING_REMEMBERED) {
    this.state = initialKnowledge(
      { user: USER, systemLanguage: "ko", linkOrigins: [], version: "0.2.0", calendar: seoul },
      remembered,
      {
        ...DEFAULT_PREFERENCES,
        onlyWorkingHours: false,
        remindAfter: null,
        morningDigest: false,
        ...preferences,
      },
    );
    this.take({ kind: "started" });
  }

  take(...inputs: readonly KnowledgeInput[]): this {
    for (const input of inputs) {
      const { state, effects } = next(this.state, input, this.now);
      this.state = state;
      this.steps.push(effects);
      for (const effect of effects) {
        if (effect.kind === "wake") this.#wakeAt = effect.after === null ? null : this.now + effect.after;
      }
    }
    return this;
  }

  /** Reads the retained event. */
  read(service: string, message?: StoredMessage): Found | undefined {
    this.take(retained(service, message));
    return this.last("found")[0]?.found;
  }

  command(command: Command): this {
    return this.take({ kind: "command", command });
  }

  /** Connected, with everything read. */
  sync(): this {
    return this.take(
      catalogInput(),
      { kind: "signal", signal: { kind: "connected" } },
      { kind: "signal", signal: { kind: "synced" } },
    );
  }

  /** Lets time pass; it wakes when it asked to. */
  pass(time: number): this {
    const until = this.now + time;
    while (this.#wakeAt !== null && this.#wakeAt <= until) {
      this.now = this.#wakeAt;
      this.take({ kind: "tick", isOnline: this.isOnline });
    }
    this.now = until;
    return this;
  }

  /** The effects of the last input of one kind. */
  last<Kind extends Effect["kind"]>(kind: Kind): Extract<Effect, { kind: Kind }>[] {
    return ofKind(this.steps.at(-1) ?? [], kind);
  }

  /** All notices, in order. */
  get told(): Decision[] {
    return this.steps.flatMap((effects) => ofKind(effects, "tell").map(({ decision }) => decision));
  }
}

export function ofKind<Kind extends Effect["kind"]>(
  effects: readonly Effect[],
  kind: Kind,
): Extract<Effect, { kind: Kind }>[] {
  return effects.filter((effect): effect is Extract<Effect, { kind: Kind }> => effect.kind === kind);
}

import type { TestOutcome } from "../../contract/fleet.ts";
import type { Presence } from "../../core/attention/attention.ts";
import type { History } from "../../core/attention/history.ts";
import type { Command } from "../../core/command.ts";
import type { ConnectionSignal } from "../../core/connection.ts";
import type { Found, RetainedReply } from "../../core/feed/link.ts";
import { testedBy } from "../../core/fleet.ts";
import type { Effect } from "../../core/knowledge/effect.ts";
import {
  initialKnowledge,
  type Knowledge,
  type KnowledgeInput,
  rememberedOf,
  type StoredMessage,
  servicesIn,
} from "../../core/knowledge/knowledge.ts";
import { next } from "../../core/knowledge/next.ts";
import { toSaved } from "../../core/knowledge/saved.ts";
import type { Problem } from "../../core/problem.ts";
import type { Update } from "../../core/update.ts";
import { noticeView } from "../../view/notice.ts";
import { outageNotice } from "../../view/outage-notice.ts";
import type { Situation } from "../../view/situation.ts";
import { carrier } from "./carry-out.ts";
import { draw, drawBoard } from "./draw.ts";
import type { HubOptions, HubPorts } from "./hub-ports.ts";
import { createNoticeWriter, type NoticeWriter } from "./notice-writer.ts";
import { Problems } from "./problems.ts";
import { recall } from "./recall.ts";
import { createRefusals, type Refusals } from "./refusals.ts";
import { situationOf } from "./situation-of.ts";
import { createThrottle, type Throttle } from "./throttle.ts";

/** Minimum interval between two drawings of the tray, in milliseconds. */
const DRAW_AT_MOST_EVERY = 100;

/** Holds the state. Every event from the broker and every command passes through it. */
export class Hub {
  readonly #ports: HubPorts;
  #knowledge: Knowledge;
  /** Live messages of one turn of the event loop. They are processed together. */
  #batch: StoredMessage[] = [];
  readonly #carryOut: (effect: Effect) => void;
  readonly #notices: NoticeWriter;
  readonly #problems: Problems;
  readonly #refusals: Refusals;
  readonly #drawing: Throttle;
  #cancelWake: (() => void) | undefined;
  #update: Update | null = null;
  #isStopped = false;

  constructor(ports: HubPorts, options: HubOptions) {
    this.#ports = ports;
    const { clock, log, store, notifier, preferences } = ports;
    const { owner } = options;
    this.#knowledge = initialKnowledge(
      { ...options, calendar: clock.calendar },
      recall(ports, options),
      preferences.effective,
    );
    this.#refusals = createRefusals(clock, (line) => log.warn(line));
    this.#drawing = createThrottle(clock, DRAW_AT_MOST_EVERY, () => draw(ports, this.situation));
    this.#notices = createNoticeWriter(
      clock,
      (notice) => notifier.show(notice),
      (decision) => noticeView(decision, this.situation, clock.now()),
      () => this.#known.notice,
    );
    this.#problems = new Problems(log, () => this.#drawing.soon());
    const save = owner === null ? undefined : () => toSaved(owner, rememberedOf(this.#known));
    this.#carryOut = carrier(
      ports,
      {
        draw: () => this.#drawing.soon(),
        save: ({ isDue }) => save && store[isDue ? "saveNow" : "saveSoon"](save),
        wake: ({ after }) => this.#wakeAfter(after),
        tell: ({ decision }) => this.#notices.tell(decision),
        "tell-outage": ({ cause, lastContact }) =>
          notifier.show(outageNotice(cause, lastContact, this.situation, clock.now())),
        rewrite: ({ after }) => this.#notices.rewrite(after),
        problem: ({ problem }) => this.#problems.tell(problem),
        "problem-over": ({ key }) => this.#problems.untell(key),
        refused: ({ reason, line }) => this.#refusals.add(reason, line),
        found: () => {}, // returned by `receiveRetained`
      },
      (input) => this.#take(input),
    );
    this.#take({ kind: "started" });
    draw(ports, this.situation);
  }

  /**
   * Receives an event that was stored just now.
   * @param origin subject of the stored event, as the broker states it
   */
  receive(origin: string, payload: Uint8Array): void {
    if (this.#batch.push({ origin, payload }) === 1) queueMicrotask(() => this.#takeBatch());
  }

  receiveRetained(service: string, retained: RetainedReply): Found {
    return foundIn(this.#take({ kind: "retained", service, retained })) ?? "settled";
  }

  unanswered(service: string): void {
    this.#take({ kind: "unanswered", service });
  }

  unproven(subject: string): void {
    this.#take({ kind: "unproven", subject });
  }

  /** @param revision its stream sequence */
  receiveCatalog(payload: Uint8Array, revision?: number): Found | undefined {
    return foundIn(this.#take({ kind: "catalog", payload, revision }));
  }

  signal(signal: ConnectionSignal): void {
    this.#take({ kind: "signal", signal });
  }

  command(command: Command): void {
    this.#take({ kind: "command", command });
  }

  preferencesChanged(): void {
    this.#take({ kind: "preferences", preferences: this.#ports.preferences.effective });
  }

  /** The presence of the person has changed. */
  presenceChanged(presence: Presence): void {
    this.#take({ kind: "presence", presence });
  }

  /** The notice left the screen without a withdrawal by the app. @param isDismissed by the person */
  noticeClosed(tag: string, isDismissed: boolean): void {
    this.#take({ kind: "notice-closed", tag, isDismissed });
  }

  get presence(): Presence {
    return this.#known.attention.presence;
  }

  /** The notice on the screen ends, and the next session or start tells it again. */
  handOver(): void {
    this.#take({ kind: "handed-over" });
  }

  /** A test notice of the administrator was answered. */
  tested(outcome: TestOutcome): void {
    this.#take({ kind: "tested", tested: testedBy(outcome) });
  }

  /** Handles deadlines that passed while the computer slept. */
  woke(): void {
    this.#take({ kind: "tick", isOnline: this.#ports.isOnline() });
  }

  /** The local time has changed because of another time zone. */
  clockChanged(): void {
    this.woke();
    this.#drawing.soon();
  }

  /** Canonical ids of the services whose retained events have to be read. */
  services(): readonly string[] {
    return servicesIn(this.#known);
  }

  /** Latest decisions about notices, newest first. */
  get history(): History {
    return this.#known.history;
  }

  /** State that the windows are drawn from. */
  get situation(): Situation {
    return situationOf(this.#known, this.#problems.all, this.#update);
  }

  /** Shows a problem on the board until {@link untell}. */
  tell(problem: Problem): void {
    this.#problems.tell(problem);
  }

  untell(key: Problem["key"]): void {
    this.#problems.untell(key);
  }

  /** Offers a restart into an installed version; null when there is none. */
  offer(update: Update | null): void {
    this.#update = update;
    this.#drawing.soon();
  }

  /** Draws the board after it was opened, or when the ages on it have changed. */
  refreshBoard(): void {
    if (!this.#isStopped) drawBoard(this.#ports, this.situation);
  }

  /** Stops drawing and notifying. Pending live messages are processed first. */
  stop(): void {
    this.#takeBatch();
    this.#isStopped = true;
    this.#refusals.stop();
    this.#cancelWake?.();
    this.#notices.stop();
    this.#drawing.stop();
  }

  /** State after all pending live messages. */
  get #known(): Knowledge {
    this.#takeBatch();
    return this.#knowledge;
  }

  #takeBatch(): void {
    if (this.#batch.length === 0) return;
    const messages = this.#batch;
    this.#batch = [];
    this.#take({ kind: "live", messages });
  }

  #take(input: KnowledgeInput): readonly Effect[] {
    const known = this.#known;
    const isWatching = this.#ports.board.isWatched();
    const before = known.isWatching === isWatching ? known : { ...known, isWatching };
    const { state, effects } = next(before, input, this.#ports.clock.now());
    this.#knowledge = state;
    for (const effect of effects) {
      if (!this.#isStopped || effect.kind === "log") this.#carryOut(effect);
    }
    return effects;
  }

  #wakeAfter(time: number | null): void {
    this.#cancelWake?.();
    this.#cancelWake = time === null ? undefined : this.#ports.clock.after(time, () => this.woke());
  }
}

function foundIn(effects: readonly Effect[]): Found | undefined {
  return effects.find((effect) => effect.kind === "found")?.found;
}

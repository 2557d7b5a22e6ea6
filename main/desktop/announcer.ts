import {
  type Attention,
  type AttentionInput,
  attend,
  type Counts,
  type Decision,
  initialAttention,
} from "../core/attention.ts";
import { unreachable } from "../core/result.ts";
import { DIGEST_TAG, type NoticeView, noticeTag, noticeView } from "../core/view/notice.ts";
import type { Situation } from "../core/view/situation.ts";
import type { Clock } from "./clock.ts";
import type { Log } from "./log.ts";

export interface AnnouncerPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly notifier: { show(notice: NoticeView): void; withdraw(tag: string): void; withdrawAll(): void };
  readonly counts: () => Counts;
  readonly situation: () => Situation;
  /** What the person was told, or the pause, has changed. */
  readonly changed: () => void;
}

/** Carries out what attention decides, now and when the time has come. */
export class Announcer {
  readonly #ports: AnnouncerPorts;
  #attention: Attention;
  #cancelWake: (() => void) | undefined;
  #isStopped = false;
  readonly #changedCounts = new Set<string>();
  /** Services of the digest that is shown. */
  #digest = new Set<string>();
  #lastSilence = "";

  constructor(ports: AnnouncerPorts, told: ReadonlyMap<string, number>, pausedUntil: number | null) {
    this.#ports = ports;
    this.#attention = initialAttention(told, pausedUntil);
  }

  /** Per service the count that the person was told of. */
  get told(): ReadonlyMap<string, number> {
    return this.#attention.told;
  }

  /** Milliseconds since the Unix epoch. */
  get pausedUntil(): number | null {
    return this.#attention.pausedUntil;
  }

  /** What comes in one breath is attended to together: of a burst only where each count ends matters. */
  countChanged(service: string): void {
    if (this.#changedCounts.size === 0) queueMicrotask(() => this.#attendToCounts());
    this.#changedCounts.add(service);
  }

  attend(input: AttentionInput): void {
    this.#attendToCounts();
    this.#attend(input);
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelWake?.();
  }

  #attendToCounts(): void {
    const services = [...this.#changedCounts];
    this.#changedCounts.clear();
    for (const service of services) this.#attend({ kind: "count", service });
  }

  #attend(input: AttentionInput): void {
    if (this.#isStopped) return;
    const { clock, counts, changed } = this.#ports;
    const before = this.#attention;
    const { attention, decisions, wakeAt } = attend(before, input, counts(), clock.now());
    this.#attention = attention;
    this.#cancelWake?.();
    this.#cancelWake =
      wakeAt === null ? undefined : clock.after(wakeAt - clock.now(), () => this.attend({ kind: "tick" }));
    for (const decision of decisions) this.#carryOut(decision);
    if (attention.told !== before.told || attention.pausedUntil !== before.pausedUntil) changed();
  }

  #carryOut(decision: Decision): void {
    const { log, notifier, situation } = this.#ports;
    switch (decision.kind) {
      case "notice":
      case "digest":
        log.info(`told: ${JSON.stringify(decision)}`);
        if (decision.kind === "digest") this.#supersede(decision.rows.map(({ service }) => service));
        notifier.show(noticeView(decision, situation()));
        break;
      case "withdraw":
        log.info(`withdrawn: ${decision.service}: ${decision.reason}`);
        notifier.withdraw(noticeTag(decision.service));
        // A digest goes with the last of its services that had something waiting.
        if (this.#digest.delete(decision.service) && this.#digest.size === 0) notifier.withdraw(DIGEST_TAG);
        break;
      case "silent": {
        const silence = `${decision.service}: ${decision.reason}`;
        if (silence !== this.#lastSilence) log.info(`not told: ${silence}`);
        this.#lastSilence = silence;
        break;
      }
      default:
        unreachable(decision);
    }
  }

  /** A digest says what older notices of its services said. */
  #supersede(services: readonly string[]): void {
    this.#digest = new Set(services);
    for (const service of services) this.#ports.notifier.withdraw(noticeTag(service));
  }
}

import { unreachable } from "../../contract/result.ts";
import { attend } from "../../core/attention/attend.ts";
import {
  type Attention,
  type AttentionInput,
  type Decision,
  initialAttention,
  type KeptAttention,
  type Surroundings,
  servicesOf,
} from "../../core/attention/attention.ts";
import { type History, remember } from "../../core/attention/history.ts";
import { HINT_TAG, type NoticeView, noticeView, type TellingDecision } from "../../view/notice.ts";
import type { Situation } from "../../view/situation.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log/log.ts";

/**
 * However far ahead the next decision is, the clock is looked at again after this time: it may have been set, or have
 * stood still while the computer slept. Milliseconds.
 */
const LOOK_AT_LEAST_EVERY = 15 * 60_000;

export interface AnnouncerPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly notifier: { show(notice: NoticeView): void; withdraw(tag: string): void; withdrawAll(): void };
  readonly surroundings: () => Surroundings;
  readonly situation: () => Situation;
  /** What the person was told, or a silence, has changed. @param isDue to be saved at once */
  readonly changed: (isDue: boolean) => void;
}

interface Shown {
  /** Those that it still tells of. */
  readonly services: Set<string>;
  isOnScreen: boolean;
}

/** Carries out what attention decides, now and when the time has come. */
export class Announcer {
  readonly #ports: AnnouncerPorts;
  #attention: Attention;
  #history: History;
  #cancelWake: (() => void) | undefined;
  #isStopped = false;
  readonly #changedCounts = new Set<string>();
  /** By its tag, what may stand on the screen or in the desktop's own list. */
  readonly #shown = new Map<string, Shown>();
  #lastSilence = "";

  constructor(ports: AnnouncerPorts, kept: KeptAttention, history: History) {
    this.#ports = ports;
    this.#attention = initialAttention(kept);
    this.#history = history;
  }

  get attention(): Attention {
    return this.#attention;
  }

  /** The last decisions, newest first. */
  get history(): History {
    return this.#history;
  }

  /** What comes in one breath is attended to together: of a burst only where each count ends matters. */
  countChanged(service: string): void {
    if (this.#changedCounts.size === 0) queueMicrotask(() => this.#attendToCounts());
    this.#changedCounts.add(service);
  }

  attend(input: AttentionInput): void {
    this.#attendToCounts();
    this.#clear(input);
    this.#attend(input.kind === "presence" ? { ...input, onScreen: this.#onScreen() } : input);
  }

  /** A notice is on the screen no more. It may be in the desktop's own list, from where it is still to be taken away. */
  closed(tag: string): void {
    const shown = this.#shown.get(tag);
    if (shown !== undefined) shown.isOnScreen = false;
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
    const { clock, surroundings, changed } = this.#ports;
    const before = this.#attention;
    const { now, ...rest } = surroundings();
    const { attention, decisions, wakeAt } = attend(before, input, { now, ...rest });
    this.#attention = attention;
    this.#cancelWake?.();
    this.#cancelWake =
      wakeAt === null
        ? undefined
        : clock.after(Math.min(wakeAt - now, LOOK_AT_LEAST_EVERY), () => this.attend({ kind: "tick" }));
    const history = remember(this.#history, decisions, now);
    for (const decision of decisions) this.#carryOut(decision);
    const isKept =
      attention.told === before.told &&
      attention.snoozed === before.snoozed &&
      attention.deadlines === before.deadlines &&
      attention.digestDays === before.digestDays &&
      attention.pause?.until === before.pause?.until &&
      history === this.#history;
    this.#history = history;
    if (!isKept) changed(isByHand(input) || decisions.some(isTelling));
  }

  /** What a person has looked at, or put off, needs no notice any more. */
  #clear(input: AttentionInput): void {
    if (input.kind !== "seen" && input.kind !== "snooze") return;
    if (input.services === "all") this.#withdrawAll();
    else this.#takeBack(input.services);
  }

  #carryOut(decision: Decision): void {
    const { log, notifier } = this.#ports;
    switch (decision.kind) {
      case "notice":
      case "digest":
      case "deadline":
      case "hint":
        log.info(`told: ${JSON.stringify(decision)}`);
        this.#show(decision);
        break;
      case "withdraw":
        log.info(`withdrawn: ${decision.service}: ${decision.reason}`);
        this.#takeBack([decision.service]);
        break;
      case "withdraw-all":
        this.#withdrawAll();
        break;
      case "withdraw-hint":
        notifier.withdraw(HINT_TAG);
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

  /** It says what older notices of its services said. */
  #show(decision: TellingDecision): void {
    const { clock, notifier, situation } = this.#ports;
    const notice = noticeView(decision, situation(), clock.now());
    const services = servicesOf(decision);
    this.#takeBack(services, notice.tag);
    if (services.length > 0) {
      this.#shown.set(notice.tag, { services: new Set(services), isOnScreen: true });
    }
    notifier.show(notice);
  }

  #onScreen(): readonly string[] {
    return [...this.#shown.values()].flatMap(({ services, isOnScreen }) => (isOnScreen ? [...services] : []));
  }

  #withdrawAll(): void {
    this.#shown.clear();
    this.#ports.notifier.withdrawAll();
  }

  /** A notice goes with the last of its services. */
  #takeBack(services: readonly string[], except?: string): void {
    for (const [tag, { services: others }] of this.#shown) {
      if (tag === except) continue;
      for (const service of services) others.delete(service);
      if (others.size > 0) continue;
      this.#shown.delete(tag);
      this.#ports.notifier.withdraw(tag);
    }
  }
}

/** The person did it. */
function isByHand({ kind }: AttentionInput): boolean {
  return (
    kind === "pause" || kind === "resume" || kind === "snooze" || kind === "end-snooze" || kind === "seen"
  );
}

/** The person is told something that must not be told again after a crash. */
function isTelling({ kind }: Decision): boolean {
  return kind === "notice" || kind === "digest" || kind === "deadline";
}

import type { BrokerReason } from "../../contract/broker-reason.ts";
import type { SentEvent } from "../../contract/event.ts";
import type { Outcome } from "../../contract/intake.ts";
import { compareAge } from "../../contract/order.ts";
import type { BrokerError } from "../../nats/broker-error.ts";
import { BrokerLink } from "../../nats/broker-link.ts";
import type { NatsConnection } from "../../nats/connection.ts";
import { counted } from "../../words/counted.ts";
import { checkInput, type EventDraft } from "../draft.ts";
import { Outcomes } from "../outcomes.ts";
import { Journal } from "./journal.ts";
import type { JournalContent } from "./journal-files.ts";
import { OutboxError, type OutboxReason } from "./outbox-error.ts";
import type { Outbox, OutboxInput, OutboxStats, Submitted } from "./outbox-types.ts";
import { encodeDone, encodePut } from "./record.ts";
import { OutboxSender } from "./sender.ts";
import { Verdicts } from "./verdicts.ts";
import { WaitingList } from "./waiting-list.ts";

/** A locked and read folder, with the outbox's options. */
export interface OpenOutbox {
  readonly folder: string;
  readonly service: string;
  readonly content: JournalContent;
  readonly release: () => Promise<void>;
  readonly connect: () => Promise<NatsConnection>;
  readonly maxEntries: number;
  readonly maxBytes: number;
  readonly maxInFlight: number;
  readonly requestTimeoutMs: number;
  readonly onError: (error: OutboxError) => void;
  readonly onDelivered: (event: SentEvent) => void;
  readonly onOutcome: (outcome: Outcome) => void;
}

/** The reasons of a failed dial. They are reported again after a successful dial. */
const DIALLING: readonly BrokerReason[] = [
  "unreachable",
  "not-nats",
  "tls",
  "authorization",
  "bad-file",
  "closed",
];

/** The implementation of `Outbox`. */
export class FileOutbox implements Outbox {
  readonly #open: OpenOutbox;
  readonly #waiting = new WaitingList();
  readonly #journal: Journal;
  readonly #sender: OutboxSender;
  readonly #link: BrokerLink;
  readonly #counts = {
    accepted: 0,
    superseded: 0,
    refused: 0,
    full: 0,
    delivered: 0,
    failures: 0,
  };
  readonly #flushes = new Set<() => void>();
  readonly #verdicts = new Verdicts();
  #outcomes: Outcomes | undefined;
  #lastDeliveredAt: number | undefined;
  #lastId: number;
  readonly #told = new Set<string>();
  #closing: Promise<void> | undefined;

  constructor(open: OpenOutbox) {
    this.#open = open;
    this.#lastId = open.content.lastId;
    for (const { id, draft } of open.content.waiting.values()) this.#waiting.restore(id, draft);
    this.#journal = new Journal(open.folder, open.content.number, {
      lines: () => this.#waiting.lines(),
      failed: (error) => this.tell("disk", `Events are kept in memory only: ${error.message}`, error),
    });
    this.#sender = new OutboxSender(
      {
        connection: () => this.#link.connection,
        newest: (user) => this.#waiting.get(user)?.draft,
        stored: (draft, intake) => this.#stored(draft, intake),
        failed: (error) => this.#brokerFailed(error),
        isSilent: (connection) => this.#link.giveUp(connection),
      },
      open,
    );
    this.#link = new BrokerLink({
      connect: open.connect,
      isUp: (connection) => {
        this.#outcomes = new Outcomes(connection, open.service);
        for (const reason of DIALLING) this.#told.delete(reason);
        this.#sender.pump();
      },
      failed: (error) => this.#brokerFailed(error),
    });
    void this.#journal.rewrite();
    // Events found in the folder are delivered first.
    for (const user of this.#waiting.users()) this.#sender.wake(user);
  }

  submit(input: OutboxInput): Submitted {
    if (this.#closing !== undefined) return this.#refuse("closed", "the outbox is closed");
    const { service, maxEntries, maxBytes } = this.#open;
    let draft: ReturnType<typeof checkInput>;
    try {
      draft = checkInput({ ...input, service }, Date.now());
    } catch (error) {
      return this.#refuse("not-an-object", String(error)); // from a caller without types: a getter that throws
    }
    if (!draft.ok) return this.#refuse(draft.reason, draft.detail);
    const { user } = draft.value.event;
    const before = this.#waiting.get(user);
    if (before !== undefined && isOlder(draft.value.event, before.draft.event)) {
      this.#counts.superseded += 1;
      return { kind: "superseded" };
    }
    const id = this.#lastId + 1;
    const line = encodePut(id, draft.value);
    const isFull =
      this.#waiting.size >= maxEntries || this.#waiting.bytes + Buffer.byteLength(line) > maxBytes;
    if (before === undefined && isFull) {
      this.#counts.full += 1;
      return this.#refuse(
        "full",
        `${counted(this.#waiting.size, "person", "people")} (${this.#waiting.bytes} bytes) waiting already`,
      );
    }
    this.#lastId = id;
    this.#waiting.put(id, draft.value, line);
    if (before !== undefined) this.#counts.superseded += 1;
    this.#counts.accepted += 1;
    const isSaved = this.#journal.append(line, this.#waiting.bytes);
    this.#sender.wake(user);
    return { kind: "accepted", isSaved };
  }

  async flush(timeoutMs?: number): Promise<boolean> {
    const until = this.#lastId;
    const isDone = (): boolean => !this.#waiting.has(until);
    if (isDone() || this.#closing !== undefined) return isDone();
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#flushes.delete(look);
        resolve(isDone());
      };
      const look = (): void => {
        if (this.#closing !== undefined || isDone()) end();
      };
      const timer = timeoutMs === undefined ? undefined : setTimeout(end, timeoutMs);
      this.#flushes.add(look);
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  stats(): OutboxStats {
    return {
      ...this.#counts,
      ...this.#verdicts.counts,
      waiting: this.#waiting.size,
      waitingBytes: this.#waiting.bytes,
      inFlight: this.#sender.inFlight,
      oldestMs: this.#waiting.oldestMs(),
      isConnected: this.#link.connection !== undefined,
      isDiskFailing: this.#journal.isFailing,
      lastDeliveredAt: this.#lastDeliveredAt,
    };
  }

  #stored(draft: EventDraft, intake: number): void {
    for (const about of this.#told) if (about !== "sequence-went-back") this.#told.delete(about);
    this.#counts.delivered += 1;
    this.#lastDeliveredAt = Date.now();
    const { user } = draft.event;
    const entry = this.#waiting.get(user);
    if (entry?.draft === draft) {
      this.#waiting.remove(user);
      this.#journal.append(encodeDone(entry.id, user), this.#waiting.bytes);
    }
    this.#outcomes?.when(intake, (outcome) => this.#judged(draft, outcome));
    quietly(() => this.#open.onDelivered(draft.event));
    for (const look of [...this.#flushes]) look();
  }

  #judged(draft: EventDraft, outcome: Outcome): void {
    const concern = this.#verdicts.take(draft, outcome);
    if (outcome.outcome === "kept") this.#told.delete("sequence-went-back");
    if (concern !== undefined) this.tell(concern.reason, concern.message);
    quietly(() => this.#open.onOutcome(outcome));
  }

  #brokerFailed(error: BrokerError): void {
    this.#counts.failures += 1;
    if (this.#closing === undefined) this.tell("broker", error.message, error, error.reason);
  }

  /** Reports trouble once, until an event is delivered, or kept after one was too old. @param about the kind of trouble */
  tell(reason: OutboxReason, message: string, cause?: Error, about: string = reason): void {
    if (this.#told.has(about)) return;
    this.#told.add(about);
    const error = new OutboxError(reason, message, cause === undefined ? undefined : { cause });
    quietly(() => this.#open.onError(error));
  }

  #refuse(reason: (Submitted & { kind: "refused" })["reason"], detail: string): Submitted {
    this.#counts.refused += 1;
    return { kind: "refused", reason, detail };
  }

  async #close(): Promise<void> {
    await Promise.resolve(); // lets close() set #closing first
    for (const look of [...this.#flushes]) look();
    await this.#sender.stop();
    await this.#link.close();
    await this.#journal.close();
    await this.#open.release().catch(() => {});
  }
}

/** Whether `a` is older. With equal places the later call wins. */
function isOlder(a: SentEvent, b: SentEvent): boolean {
  return compareAge({ ...a, generation: 0 }, { ...b, generation: 0 }) < 0;
}

/** Calls the service's callback, and ignores its errors. */
function quietly(call: () => void): void {
  try {
    call();
  } catch {
    // otherwise the error would interrupt a delivery
  }
}

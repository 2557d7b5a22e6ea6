import type { Language } from "../../main/contract/catalog.ts";
import type { SentEvent } from "../../main/contract/event.ts";

/** A text in both languages. */
export type Text = Readonly<Record<Language, string>>;

/** A request to the approver. */
export interface Request {
  readonly requester: Text;
  readonly team: Text;
  readonly title: Text;
  /** Facts for the decision: amount, dates, recipients. */
  readonly detail: Text;
  /** Deadline; milliseconds since the Unix epoch. */
  readonly dueAt?: number;
}

/** A waiting request. */
export interface Item extends Request {
  readonly id: string;
  /** Milliseconds since the Unix epoch. */
  readonly requestedAt: number;
}

/** The waiting items of one person in one service, and the service's sequence. */
export interface Queue {
  /** Higher than every earlier epoch: a new queue takes the time, so that events of a lost queue are older. */
  readonly epoch: number;
  readonly sequence: number;
  /** Time of the last change; milliseconds since the Unix epoch. */
  readonly changedAt: number;
  /** Oldest first. */
  readonly items: readonly Item[];
}

export type Decision = "approve" | "reject";

/**
 * Empty queue with a higher epoch than every earlier one.
 * @param now milliseconds since the Unix epoch
 */
export function newQueue(now: number): Queue {
  return { epoch: Math.floor(now / 1000), sequence: 0, changedAt: now, items: [] };
}

/**
 * Adds an item at the end, and increases the sequence by one.
 * @param prefix prefix of the item's id, such as `HR`
 * @param now milliseconds since the Unix epoch
 */
export function receive(queue: Queue, request: Request, prefix: string, now: number): Queue {
  const sequence = queue.sequence + 1;
  const item: Item = { ...request, id: `${prefix}-${sequence}`, requestedAt: now };
  return { ...queue, sequence, changedAt: now, items: [...queue.items, item] };
}

/** Removes an item. Undefined when it is not waiting any more, as after a second click. */
export function decide(queue: Queue, itemId: string, now: number): Queue | undefined {
  const items = queue.items.filter(({ id }) => id !== itemId);
  if (items.length === queue.items.length) return undefined;
  return { ...queue, sequence: queue.sequence + 1, changedAt: now, items };
}

/** The event for a queue: its count, sequence and earliest deadline. */
export function eventOf(user: string, service: string, queue: Queue): SentEvent {
  const dues = queue.items.flatMap(({ dueAt }) => (dueAt === undefined ? [] : [dueAt]));
  return {
    user,
    service,
    count: queue.items.length,
    occurredAt: queue.changedAt,
    sequence: BigInt(queue.sequence),
    epoch: queue.epoch,
    ...(dues.length === 0 ? {} : { dueAt: Math.min(...dues) }),
  };
}

import type { Language } from "../../main/contract/catalog.ts";
import type { ApprovalEvent } from "../../main/contract/event.ts";

/** A text in both languages of the project. */
export type Text = Readonly<Record<Language, string>>;

/** What somebody asks the approver for. */
export interface Request {
  readonly requester: Text;
  readonly team: Text;
  readonly title: Text;
  /** Amount, dates, recipients: what the decision turns on. */
  readonly detail: Text;
  /** Milliseconds since the Unix epoch; when the decision is due. */
  readonly dueAt?: number;
}

/** A request that waits. */
export interface Item extends Request {
  readonly id: string;
  /** Milliseconds since the Unix epoch. */
  readonly requestedAt: number;
}

/** What waits for one person in one service, and the service's own counter of changes. */
export interface Queue {
  /** Above every earlier one: a queue that starts afresh takes the time, so events of a lost one stay older. */
  readonly epoch: number;
  readonly sequence: number;
  /** When the count became so; milliseconds since the Unix epoch. */
  readonly changedAt: number;
  /** Oldest first. */
  readonly items: readonly Item[];
}

export type Decision = "approve" | "reject";

/** An empty queue whose counter is newer than any that existed before. @param now ms since the Unix epoch */
export function newQueue(now: number): Queue {
  return { epoch: Math.floor(now / 1000), sequence: 0, changedAt: now, items: [] };
}

/** The queue with one more item at its end; the sequence grows by one. @param prefix of the item's id, such as `HR` */
export function receive(queue: Queue, request: Request, prefix: string, now: number): Queue {
  const sequence = queue.sequence + 1;
  const item: Item = { ...request, id: `${prefix}-${sequence}`, requestedAt: now };
  return { ...queue, sequence, changedAt: now, items: [...queue.items, item] };
}

/** The queue without the item; undefined when it does not wait (any more), as after a second click. */
export function decide(queue: Queue, itemId: string, now: number): Queue | undefined {
  const items = queue.items.filter(({ id }) => id !== itemId);
  if (items.length === queue.items.length) return undefined;
  return { ...queue, sequence: queue.sequence + 1, changedAt: now, items };
}

/** The one thing a service tells the world: how many wait, and how new that is. */
export function eventOf(user: string, service: string, queue: Queue): ApprovalEvent {
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

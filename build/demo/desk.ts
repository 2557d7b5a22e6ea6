import { setTimeout as sleep } from "node:timers/promises";
import type { ApprovalEvent } from "../../main/core/event.ts";
import { type Decision, decide, eventOf, type Item, type Queue, type Request, receive } from "./company.ts";
import type { DemoService } from "./services.ts";

/** The way to the broker, with the service's own login. Every call rejects when the broker does not answer. */
export interface Outlet {
  /** Compares and sets: afterwards the broker retains this event or a newer one. */
  publish(event: ApprovalEvent): Promise<void>;
  /** Stores the event whatever is retained, as a careless writer does. Resolves when it is stored. */
  publishBlindly(event: ApprovalEvent): Promise<void>;
}

export type Happening =
  | { readonly kind: "requested"; readonly item: Item; readonly count: number }
  | {
      readonly kind: "decided";
      readonly item: Item;
      readonly decision: Decision;
      readonly count: number;
    }
  | { readonly kind: "published"; readonly event: ApprovalEvent }
  /** An old event was sent again, after a newer one. */
  | { readonly kind: "late"; readonly event: ApprovalEvent; readonly newest: ApprovalEvent }
  /** The broker does not answer; told once until it does. */
  | { readonly kind: "waiting"; readonly reason: string };

export interface DeskPorts {
  readonly outlet: Outlet;
  /** Must be done before it returns: a sequence that was published is never used again. */
  readonly save: (queue: Queue) => void;
  readonly tell: (service: DemoService, happening: Happening) => void;
  readonly now: () => number;
  /** Milliseconds before the broker is tried again; default 1000. */
  readonly retryMs?: number;
}

/**
 * One approval system: keeps what waits, and sees to it that the broker retains the newest count, however long the
 * broker is away. Changes that follow each other quickly may go out as one event: only the newest count matters.
 *
 * A careless service also sends its previous event once more after the newest one, twice, past the publisher. The
 * broker then retains that older event, for a moment: the desk publishes its newest event again, finds the older
 * one and replaces it. Apps that are connected see newest, old, old, newest, and must not move.
 */
export class Desk {
  readonly service: DemoService;
  readonly #user: string;
  readonly #ports: DeskPorts;
  readonly #stop = new AbortController();
  #queue: Queue;
  /** The queue that the broker is known to retain. */
  #confirmed: Queue | undefined;
  #lastPublished: ApprovalEvent | undefined;
  #delivery: Promise<void> | undefined;
  #isWaiting = false;

  constructor(service: DemoService, user: string, queue: Queue, ports: DeskPorts) {
    this.service = service;
    this.#user = user;
    this.#queue = queue;
    this.#ports = ports;
  }

  get queue(): Queue {
    return this.#queue;
  }

  /** Whether the broker has the newest count. */
  get isDelivered(): boolean {
    return this.#confirmed === this.#queue;
  }

  request(request: Request): void {
    const queue = receive(this.#queue, request, this.service.prefix, this.#ports.now());
    this.#take(queue);
    const item = queue.items.at(-1);
    if (item !== undefined) this.#tell({ kind: "requested", item, count: queue.items.length });
  }

  /** Nothing happens when the item does not wait any more. */
  decide(itemId: string, decision: Decision): void {
    const item = this.#queue.items.find(({ id }) => id === itemId);
    const queue = decide(this.#queue, itemId, this.#ports.now());
    if (queue === undefined || item === undefined) return;
    this.#take(queue);
    this.#tell({ kind: "decided", item, decision, count: queue.items.length });
  }

  /** Makes sure that the broker has the newest count: at the start, and whenever the connection is back. */
  confirm(): void {
    this.#confirmed = undefined;
    this.#deliver();
  }

  /** Resolves when nothing is on its way any more. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#delivery;
  }

  #take(queue: Queue): void {
    this.#ports.save(queue);
    this.#queue = queue;
    this.#deliver();
  }

  #deliver(): void {
    this.#delivery ??= this.#deliverNewest().finally(() => {
      this.#delivery = undefined;
      if (!this.#stop.signal.aborted && !this.isDelivered) this.#deliver(); // it changed just as the loop ended
    });
  }

  async #deliverNewest(): Promise<void> {
    const { retryMs = 1000 } = this.#ports;
    const { signal } = this.#stop;
    await Promise.resolve(); // the caller first tells what happened
    while (!signal.aborted && !this.isDelivered) {
      const queue = this.#queue;
      try {
        await this.#publish(eventOf(this.#user, this.service.id, queue));
        this.#confirmed = queue;
        this.#isWaiting = false;
      } catch (error) {
        if (!this.#isWaiting && !signal.aborted) this.#tell({ kind: "waiting", reason: String(error) });
        this.#isWaiting = true;
        await sleep(retryMs, undefined, { signal }).catch(() => {});
      }
    }
  }

  async #publish(event: ApprovalEvent): Promise<void> {
    const { outlet } = this.#ports;
    const previous = this.#lastPublished;
    await outlet.publish(event);
    const isNew = previous?.sequence !== event.sequence;
    this.#lastPublished = event;
    if (isNew) this.#tell({ kind: "published", event });
    if (!isNew || previous === undefined || !this.service.careless) return;
    // Stored before the next step looks: unanswered, a late event could overtake the look and stay.
    await outlet.publishBlindly(previous);
    await outlet.publishBlindly(previous);
    this.#tell({ kind: "late", event: previous, newest: event });
    await outlet.publish(event);
  }

  #tell(happening: Happening): void {
    this.#ports.tell(this.service, happening);
  }
}

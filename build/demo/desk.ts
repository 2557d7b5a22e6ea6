import type { ApprovalEvent } from "../../main/contract/event.ts";
import { compareAge } from "../../main/contract/order.ts";
import type { BrokerOptions } from "../../main/nats/connect-broker.ts";
import { createOutbox } from "../../main/publisher/outbox/open-outbox.ts";
import type { Outbox } from "../../main/publisher/outbox/outbox-types.ts";
import { publishBlindlyTwice } from "./careless.ts";
import { type Decision, decide, eventOf, type Item, type Queue, type Request, receive } from "./company.ts";
import type { DemoService } from "./services.ts";

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
  /** Something waits for the broker; told once until it gets through. */
  | { readonly kind: "waiting" };

export interface DeskPorts {
  /** With the service's own login. */
  readonly broker: BrokerOptions;
  /** The folder of its outbox. */
  readonly directory: string;
  /** Must be done before it returns: a sequence that was published is never used again. */
  readonly save: (queue: Queue) => void;
  readonly tell: (service: DemoService, happening: Happening) => void;
  readonly now: () => number;
}

/**
 * One approval system: keeps what waits, and submits each new count to an outbox, as any service would. The outbox sees
 * to it that the broker retains the newest, however long the broker is away.
 *
 * A careless service also sends its previous event once more after the newest one, twice, past the outbox. The broker
 * then retains that older event, for a moment: the desk submits its newest again, and the outbox finds the older one and
 * replaces it. Apps that are connected see newest, old, old, newest, and must not move.
 */
export class Desk {
  readonly service: DemoService;
  readonly #user: string;
  readonly #ports: DeskPorts;
  readonly #outbox: Outbox;
  #queue: Queue;
  /** What the broker is known to retain. */
  #retained: ApprovalEvent | undefined;
  #lastPublished: ApprovalEvent | undefined;
  #late: Promise<void> = Promise.resolve();
  #isWaiting = false;

  private constructor(service: DemoService, user: string, queue: Queue, ports: DeskPorts, outbox: Outbox) {
    this.service = service;
    this.#user = user;
    this.#queue = queue;
    this.#ports = ports;
    this.#outbox = outbox;
  }

  /** Submits the newest count at once; the broker need not be there. @throws when the outbox's folder cannot be used */
  static async open(service: DemoService, user: string, queue: Queue, ports: DeskPorts): Promise<Desk> {
    const { directory, broker } = ports;
    const outbox = await createOutbox({
      ...{ directory, broker, service: service.id },
      onDelivered: ({ event }) => desk.#delivered(event),
      onError: () => desk.#tellWaiting(),
    });
    const desk = new Desk(service, user, queue, ports, outbox);
    desk.#submit();
    return desk;
  }

  get queue(): Queue {
    return this.#queue;
  }

  /** Whether the broker has the newest count. */
  get isDelivered(): boolean {
    return this.#retained !== undefined && compareAge(this.#retained, this.#event()) >= 0;
  }

  request(request: Request): void {
    this.#take(receive(this.#queue, request, this.service.prefix, this.#ports.now()));
    const item = this.#queue.items.at(-1);
    if (item !== undefined) this.#tell({ kind: "requested", item, count: this.#queue.items.length });
    this.#submit();
  }

  /** Nothing happens when the item does not wait any more. */
  decide(itemId: string, decision: Decision): void {
    const item = this.#queue.items.find(({ id }) => id === itemId);
    const queue = decide(this.#queue, itemId, this.#ports.now());
    if (queue === undefined || item === undefined) return;
    this.#take(queue);
    this.#tell({ kind: "decided", item, decision, count: queue.items.length });
    this.#submit();
  }

  /** Resolves when nothing is on its way any more; what is not delivered goes out after the next start. */
  async stop(): Promise<void> {
    await this.#late;
    await this.#outbox.close();
  }

  #take(queue: Queue): void {
    this.#ports.save(queue);
    this.#queue = queue;
  }

  #event(): ApprovalEvent {
    return eventOf(this.#user, this.service.id, this.#queue);
  }

  #submit(): void {
    this.#outbox.submit(this.#event());
    if (this.#retained !== undefined && !this.#outbox.stats().isConnected) this.#tellWaiting();
  }

  #delivered(retained: ApprovalEvent): void {
    this.#isWaiting = false;
    this.#retained = retained;
    const previous = this.#lastPublished;
    if (previous?.sequence === retained.sequence) return; // put right
    this.#lastPublished = retained;
    this.#tell({ kind: "published", event: retained });
    if (previous === undefined || !this.service.careless) return;
    this.#retained = previous;
    this.#late = this.#late.then(() => this.#sendLate(previous, retained));
  }

  async #sendLate(event: ApprovalEvent, newest: ApprovalEvent): Promise<void> {
    try {
      await publishBlindlyTwice(this.#ports.broker, event);
      this.#tell({ kind: "late", event, newest });
    } catch {
      // the broker went away in the midst of it; whatever was stored is put right
    }
    this.#submit();
  }

  #tellWaiting(): void {
    if (this.#isWaiting || this.isDelivered) return;
    this.#isWaiting = true;
    this.#tell({ kind: "waiting" });
  }

  #tell(happening: Happening): void {
    this.#ports.tell(this.service, happening);
  }
}

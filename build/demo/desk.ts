import type { SentEvent } from "../../main/contract/event.ts";
import type { BrokerOptions } from "../../main/nats/connect-broker.ts";
import { createOutbox } from "../../main/publisher/outbox/open-outbox.ts";
import type { Outbox } from "../../main/publisher/outbox/outbox-types.ts";
import { sendTwiceAgain } from "./careless.ts";
import { type Decision, decide, eventOf, type Item, type Queue, type Request, receive } from "./company.ts";
import type { DemoService } from "./services.ts";

/** Reports of a desk for the journal. */
export type Happening =
  | { readonly kind: "requested"; readonly item: Item; readonly count: number }
  | {
      readonly kind: "decided";
      readonly item: Item;
      readonly decision: Decision;
      readonly count: number;
    }
  | { readonly kind: "published"; readonly event: SentEvent }
  /** An older event was sent again, after a newer one. */
  | { readonly kind: "late"; readonly event: SentEvent; readonly newest: SentEvent }
  /** An event is waiting for the broker. Reported once until it is delivered. */
  | { readonly kind: "waiting" };

export interface DeskPorts {
  /** Uses the service's own login. */
  readonly broker: BrokerOptions;
  /** Folder of the outbox. */
  readonly directory: string;
  /** Must be synchronous, so that a published sequence is never used again. */
  readonly save: (queue: Queue) => void;
  readonly tell: (service: DemoService, happening: Happening) => void;
  readonly now: () => number;
}

/**
 * One approval system. Keeps its queue and submits each new count to an outbox, as any service would. The outbox
 * ensures that the broker gets the newest event, however long the broker is away.
 *
 * A careless service also sends its previous event twice after the newest one, without the outbox. The keeper finds it
 * older, so nothing changes.
 */
export class Desk {
  readonly service: DemoService;
  readonly #user: string;
  readonly #ports: DeskPorts;
  readonly #outbox: Outbox;
  #queue: Queue;
  /** The last event that the broker has stored. */
  #delivered: SentEvent | undefined;
  #late: Promise<void> = Promise.resolve();
  #isWaiting = false;

  private constructor(service: DemoService, user: string, queue: Queue, ports: DeskPorts, outbox: Outbox) {
    this.service = service;
    this.#user = user;
    this.#queue = queue;
    this.#ports = ports;
    this.#outbox = outbox;
  }

  /**
   * Opens a desk and submits its newest count at once. The broker may be down.
   * @throws when the folder of the outbox cannot be used
   */
  static async open(service: DemoService, user: string, queue: Queue, ports: DeskPorts): Promise<Desk> {
    const { directory, broker } = ports;
    const outbox = await createOutbox({
      ...{ directory, broker, service: service.id },
      onDelivered: (event) => desk.#stored(event),
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
    const { sequence, epoch } = this.#event();
    return this.#delivered?.sequence === sequence && this.#delivered.epoch === epoch;
  }

  request(request: Request): void {
    this.#take(receive(this.#queue, request, this.service.prefix, this.#ports.now()));
    const item = this.#queue.items.at(-1);
    if (item !== undefined) this.#tell({ kind: "requested", item, count: this.#queue.items.length });
    this.#submit();
  }

  /** Does nothing when the item is not waiting any more. */
  decide(itemId: string, decision: Decision): void {
    const item = this.#queue.items.find(({ id }) => id === itemId);
    const queue = decide(this.#queue, itemId, this.#ports.now());
    if (queue === undefined || item === undefined) return;
    this.#take(queue);
    this.#tell({ kind: "decided", item, decision, count: queue.items.length });
    this.#submit();
  }

  /** Resolves when no delivery is in progress. Undelivered events are sent after the next start. */
  async stop(): Promise<void> {
    await this.#late;
    await this.#outbox.close();
  }

  #take(queue: Queue): void {
    this.#ports.save(queue);
    this.#queue = queue;
  }

  #event(): SentEvent {
    return eventOf(this.#user, this.service.id, this.#queue);
  }

  #submit(): void {
    this.#outbox.submit(this.#event());
    if (this.#delivered !== undefined && !this.#outbox.stats().isConnected) this.#tellWaiting();
  }

  #stored(event: SentEvent): void {
    this.#isWaiting = false;
    const previous = this.#delivered;
    this.#delivered = event;
    this.#tell({ kind: "published", event });
    if (previous === undefined || !this.service.careless) return;
    this.#late = this.#late.then(() => this.#sendLate(previous, event));
  }

  async #sendLate(event: SentEvent, newest: SentEvent): Promise<void> {
    try {
      await sendTwiceAgain(this.#ports.broker, event);
      this.#tell({ kind: "late", event, newest });
    } catch {
      // the broker went away meanwhile
    }
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

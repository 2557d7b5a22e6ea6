import { formatEvent, type SentEvent } from "../../main/contract/event.ts";
import type { Outcome, Place } from "../../main/contract/intake.ts";
import type { BrokerOptions } from "../../main/nats/connect-broker.ts";
import { type Decision, decide, eventOf, type Item, type Queue, type Request, receive } from "./company.ts";
import type { DemoService } from "./services.ts";
import type { Way, WayPorts } from "./ways/way.ts";
import { Wire } from "./wire.ts";

/** Reports of a desk for the journal. */
export type Happening =
  | { readonly kind: "requested"; readonly item: Item; readonly count: number }
  | {
      readonly kind: "decided";
      readonly item: Item;
      readonly decision: Decision;
      readonly count: number;
    }
  /** The broker has stored an event. */
  | { readonly kind: "published"; readonly event: SentEvent }
  /** The keeper says what became of an event. */
  | { readonly kind: "outcome"; readonly outcome: Outcome }
  /** A faulty event is sent on purpose. */
  | { readonly kind: "faulty"; readonly fault: Fault; readonly event: SentEvent }
  | { readonly kind: "fault-not-sent"; readonly detail: string }
  /** An event could not be sent, and is repeated. Reported once until it is delivered. */
  | { readonly kind: "waiting"; readonly detail: string };

/** An older event, the newest one again, or one that cannot be read. */
export const FAULTS = ["late", "twice", "malformed"] as const;
export type Fault = (typeof FAULTS)[number];

/** What became of the newest event: not sent yet, stored by the broker, or kept by the keeper. */
export type Progress = "waiting" | "stored" | "kept";

/** Milliseconds without an outcome after which a stored event is sent once more. */
const ASK_AGAIN_MS = 2_000;

export interface DeskPorts {
  /** Uses the service's own login. */
  readonly broker: BrokerOptions;
  /** Opens what sends the service's events. */
  readonly openWay: (ports: WayPorts) => Way | Promise<Way>;
  /** Must be synchronous, so that a published sequence is never used again. */
  readonly save: (queue: Queue) => void;
  readonly tell: (service: DemoService, happening: Happening) => void;
  readonly now: () => number;
}

/**
 * One approval system. Keeps its queue, and submits each new count to its way of sending. A new start submits the newest
 * count again, so the broker gets it, however long the broker or `alrimi server` is away.
 */
export class Desk {
  readonly service: DemoService;
  readonly #user: string;
  readonly #ports: DeskPorts;
  readonly #wire: Wire;
  #way: Way | undefined;
  #queue: Queue;
  /** The event before the newest one; undefined after a start. */
  #previous: SentEvent | undefined;
  /** The last event that the broker has stored, and the last one that was kept. */
  #stored: Place | undefined;
  #kept: Place | undefined;
  #isWaiting = false;
  #askLater: NodeJS.Timeout | undefined;

  private constructor(service: DemoService, user: string, queue: Queue, ports: DeskPorts) {
    this.service = service;
    this.#user = user;
    this.#queue = queue;
    this.#ports = ports;
    this.#wire = new Wire(service.id, ports.broker, {
      up: () => this.#ask(),
      heard: (outcome) => this.#hear(outcome),
    });
  }

  /**
   * Opens a desk and submits its newest count at once. The broker may be down.
   * @throws when the way cannot be opened
   */
  static async open(service: DemoService, user: string, queue: Queue, ports: DeskPorts): Promise<Desk> {
    const desk = new Desk(service, user, queue, ports);
    try {
      desk.#way = await ports.openWay({
        stored: (event) => desk.#take(event),
        failed: ({ message }) => desk.#tellWaiting(message),
      });
    } catch (error) {
      await desk.#wire.close();
      throw error;
    }
    desk.#way.submit(desk.#event());
    return desk;
  }

  get queue(): Queue {
    return this.#queue;
  }

  get progress(): Progress {
    const newest = this.#event();
    if (isAt(this.#kept, newest)) return "kept";
    return isAt(this.#stored, newest) ? "stored" : "waiting";
  }

  /** Whether there is an earlier event to send late. */
  get hasPrevious(): boolean {
    return this.#previous !== undefined;
  }

  request(request: Request): void {
    this.#change(receive(this.#queue, request, this.service.prefix, this.#ports.now()));
    const item = this.#queue.items.at(-1);
    if (item !== undefined) this.#tell({ kind: "requested", item, count: this.#queue.items.length });
    this.#way?.submit(this.#event());
  }

  /** Does nothing when the item is not waiting any more. */
  decide(itemId: string, decision: Decision): void {
    const item = this.#queue.items.find(({ id }) => id === itemId);
    const queue = decide(this.#queue, itemId, this.#ports.now());
    if (queue === undefined || item === undefined) return;
    this.#change(queue);
    this.#tell({ kind: "decided", item, decision, count: queue.items.length });
    this.#way?.submit(this.#event());
  }

  /** Sends a faulty event beside the way. The keeper must not show it to anybody. */
  async sendFaulty(fault: Fault): Promise<void> {
    const newest = this.#event();
    const event = fault === "late" ? this.#previous : newest;
    if (event === undefined) return;
    this.#tell({ kind: "faulty", fault, event });
    const text = formatEvent(event);
    try {
      await this.#wire.send(
        fault === "malformed" ? JSON.stringify({ ...JSON.parse(text), count: -1 }) : text,
      );
    } catch (error) {
      this.#tell({ kind: "fault-not-sent", detail: (error as Error).message });
    }
  }

  /** Resolves when no delivery is in progress. Undelivered events are sent after the next start. */
  async stop(): Promise<void> {
    clearTimeout(this.#askLater);
    await this.#way?.close();
    await this.#wire.close();
  }

  #change(queue: Queue): void {
    this.#previous = this.#event();
    this.#ports.save(queue);
    this.#queue = queue;
  }

  #event(): SentEvent {
    return eventOf(this.#user, this.service.id, this.#queue);
  }

  #take(event: SentEvent): void {
    this.#stored = event;
    if (this.progress !== "waiting") this.#isWaiting = false;
    if (!isAt(this.#kept, event)) this.#tell({ kind: "published", event }); // else its outcome was heard before
    // The outcome of an event that came by another way may have been said before this connection heard any.
    clearTimeout(this.#askLater);
    this.#askLater = setTimeout(() => this.#ask(), ASK_AGAIN_MS).unref();
  }

  #hear(outcome: Outcome): void {
    const { event } = outcome;
    if (event !== undefined && event.user !== this.#user) return; // of an earlier start with another person
    if (outcome.outcome === "kept") this.#kept = event;
    this.#tell({ kind: "outcome", outcome });
  }

  /** Sends a stored event again, because its outcome may have been said before this connection. */
  #ask(): void {
    if (this.progress === "stored") this.#wire.send(formatEvent(this.#event())).catch(() => {}); // asked again at the next connection
  }

  #tellWaiting(detail: string): void {
    if (this.#isWaiting || this.progress !== "waiting") return;
    this.#isWaiting = true;
    this.#tell({ kind: "waiting", detail });
  }

  #tell(happening: Happening): void {
    this.#ports.tell(this.service, happening);
  }
}

function isAt(place: Place | undefined, { epoch, sequence }: Place): boolean {
  return place?.epoch === epoch && place.sequence === sequence;
}

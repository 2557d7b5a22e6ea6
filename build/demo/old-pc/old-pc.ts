import type { BridgePart } from "../../../main/server/bridge/config.ts";
import { type Decision, decide, type Item, type Queue, type Request, receive } from "../company.ts";
import { html } from "../html.ts";
import { OLD_PC } from "../services.ts";
import { startCrowd } from "./crowd.ts";
import { type Load, LoadRecord } from "./load.ts";
import { type SlowServer, startSlowServer } from "./slow-server.ts";

/** Milliseconds for one request: 7 of them a second. */
const WORK_MS = 150;
const MOST_WAITING = 40;
/** What its owner allows. */
const REQUESTS_PER_MINUTE = 60;

/** What happens at the old system, for the journal. */
export type OldHappening =
  | { readonly kind: "requested"; readonly item: Item; readonly count: number }
  | { readonly kind: "decided"; readonly item: Item; readonly decision: Decision; readonly count: number };

export interface OldPcPorts {
  /** The port of its page; another one is used when it is taken. */
  readonly port: number | undefined;
  readonly user: string;
  readonly save: (queue: Queue) => void;
  readonly tell: (happening: OldHappening) => void;
  readonly now: () => number;
}

/** The state for the pages. */
export interface OldPcState {
  readonly queue: Queue;
  readonly load: Load;
  /** Whether pages ask it directly, as before. */
  readonly isCrowded: boolean;
  /** Whether the bridge has been told the newest count. */
  readonly isKnown: boolean;
}

/** A system that sends nothing: it has a page with each person's count, and works on one request at a time. */
export class OldPc {
  readonly #ports: OldPcPorts;
  readonly #record = new LoadRecord(() => performance.now());
  #server: SlowServer | undefined;
  #queue: Queue;
  #told: number | undefined;
  #endCrowd: (() => Promise<void>) | undefined;

  private constructor(queue: Queue, ports: OldPcPorts) {
    this.#queue = queue;
    this.#ports = ports;
  }

  static async start(queue: Queue, ports: OldPcPorts): Promise<OldPc> {
    const pc = new OldPc(queue, ports);
    pc.#server = await pc.#serve(ports.port).catch(() => pc.#serve(undefined)); // the port is taken
    return pc;
  }

  get state(): OldPcState {
    return {
      queue: this.#queue,
      load: this.#record.load,
      isCrowded: this.#endCrowd !== undefined,
      isKnown: this.#told === this.#queue.items.length,
    };
  }

  get port(): number {
    return Number(new URL(this.#origin).port);
  }

  /** The part of `alrimi server` that asks it. */
  get bridge(): Pick<BridgePart, "service" | "url" | "count" | "requestsPerMinute"> {
    return {
      service: OLD_PC.id,
      url: `${this.#origin}/waiting?employee={user}`,
      count: { html: "#waiting .count" },
      requestsPerMinute: REQUESTS_PER_MINUTE,
    };
  }

  request(request: Request): void {
    this.#change(receive(this.#queue, request, OLD_PC.prefix, this.#ports.now()));
    const item = this.#queue.items.at(-1);
    if (item !== undefined) this.#ports.tell({ kind: "requested", item, count: this.#queue.items.length });
  }

  /** Does nothing when the item is not waiting any more. */
  decide(itemId: string, decision: Decision): void {
    const item = this.#queue.items.find(({ id }) => id === itemId);
    const queue = decide(this.#queue, itemId, this.#ports.now());
    if (queue === undefined || item === undefined) return;
    this.#change(queue);
    this.#ports.tell({ kind: "decided", item, decision, count: queue.items.length });
  }

  /** Lets pages ask it directly, or ends that. */
  async crowd(isOn: boolean): Promise<void> {
    const end = this.#endCrowd;
    if (isOn) this.#endCrowd ??= startCrowd(`${this.#origin}/waiting?employee=${this.#ports.user}&page`);
    else this.#endCrowd = undefined;
    if (!isOn) await end?.();
  }

  async stop(): Promise<void> {
    await this.crowd(false);
    await this.#server?.stop();
  }

  get #origin(): string {
    return this.#server?.origin ?? "";
  }

  #change(queue: Queue): void {
    this.#ports.save(queue);
    this.#queue = queue;
  }

  #serve(port: number | undefined): Promise<SlowServer> {
    return startSlowServer({
      ...(port === undefined ? {} : { port }),
      workMs: WORK_MS,
      mostWaiting: MOST_WAITING,
      arrived: (request, response) => {
        const from = performance.now();
        this.#record.asked(queryOf(request.url).has("page") ? "page" : "bridge");
        response.once("finish", () => {
          if (response.statusCode === 503) this.#record.refused();
          else this.#record.answered(performance.now() - from);
        });
      },
      answer: ({ url }, response) => {
        const query = queryOf(url);
        const isTheirs = query.get("employee") === this.#ports.user;
        const count = isTheirs ? this.#queue.items.length : 0;
        if (isTheirs && !query.has("page")) this.#told = count;
        response.setHeader("content-type", "text/html; charset=utf-8");
        response.end(
          html`<!doctype html><title>${OLD_PC.name.ko}</title><p id="waiting">결재 대기 <b class="count">${count}</b>건</p>`
            .text,
        );
      },
    });
  }
}

function queryOf(url: string | undefined): URLSearchParams {
  return new URL(url ?? "/", "http://old-pc").searchParams;
}

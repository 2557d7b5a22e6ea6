import { parseDocument } from "../contract/document.ts";
import { leaseSubject, SERVER_STREAM } from "../contract/streams.ts";
import { type Answers, newestOf, storeBy } from "../nats/answers.ts";

/** Milliseconds between two looks at the lease. The holder renews it each time. */
const LOOK_MS = 1_000;
/** A lease that was not renewed for so long is taken over. Milliseconds, longer than a holder believes in its own. */
const TAKE_OVER_MS = 4_000;
/** Without a renewal the holder stops after so long. Milliseconds. */
const BELIEVE_MS = 3_000;
const ANSWER_MS = 2_000;
const MAX_BYTES = 1024;

export interface LeasePorts {
  /** What only one server does at a time, such as `keeper`: tokens of a subject. */
  readonly part: string;
  /** The random id of this process. */
  readonly holder: string;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  acquired(): void;
  lost(): void;
  log(text: string): void;
}

/**
 * Which of several servers does a part of the work. Two keepers at a time would write the same people's counts and refuse
 * each other's writes: correct, but a third slower; two bridges would ask an old system twice. So one holds a lease in
 * the stream `SERVER` and renews it, and another takes it over when it was not renewed. Nothing is lost without it: a
 * holder that was frozen may go on for a moment beside the next.
 */
export class Lease {
  readonly #answers: Answers;
  readonly #ports: LeasePorts;
  #revision = 0;
  /** When another holder's lease was last seen to change, or our own was renewed. */
  #changedAt: number;
  #isHeld = false;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void>;
  #isStopped = false;

  constructor(answers: Answers, ports: LeasePorts) {
    this.#answers = answers;
    this.#ports = ports;
    this.#changedAt = ports.now();
    this.#looking = this.#look();
  }

  /** Stops. A lease that is held is given back, so that another server need not wait. */
  async release(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#looking; // it may be taking or renewing the lease now
    if (this.#isHeld) await this.#write("").catch(() => false);
    this.#isHeld = false;
  }

  async #look(): Promise<void> {
    // A server that was frozen looks late, and has lost its lease.
    this.#doubt();
    try {
      if (this.#isHeld) await this.#renew();
      else await this.#tryToTake();
    } catch (error) {
      this.#ports.log(
        `${this.#ports.part}: lease: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    this.#doubt();
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => {
      this.#looking = this.#look();
    }, LOOK_MS);
  }

  #doubt(): void {
    if (this.#isHeld && this.#ports.now() - this.#changedAt > BELIEVE_MS) this.#lose();
  }

  async #renew(): Promise<void> {
    const askedAt = this.#ports.now();
    if (await this.#write(this.#ports.holder)) this.#changedAt = askedAt;
    else this.#lose(); // another server took it over
  }

  async #tryToTake(): Promise<void> {
    const lease = await newestOf(this.#answers, SERVER_STREAM, leaseSubject(this.#ports.part), ANSWER_MS);
    const now = this.#ports.now();
    const revision = lease?.revision ?? 0;
    if (revision !== this.#revision) {
      this.#revision = revision;
      this.#changedAt = now;
    }
    // Its own lease is one that it did not renew in time, and that no other server has taken.
    const isFree = lease === undefined || ["", this.#ports.holder].includes(holderIn(lease.data));
    if (!isFree && now - this.#changedAt < TAKE_OVER_MS) return;
    if (!(await this.#write(this.#ports.holder))) return;
    this.#changedAt = now;
    this.#isHeld = true;
    if (!this.#isStopped) this.#ports.acquired();
  }

  async #write(holder: string): Promise<boolean> {
    const payload = JSON.stringify({ holder });
    const revision = await storeBy(
      this.#answers,
      leaseSubject(this.#ports.part),
      payload,
      ANSWER_MS,
      this.#revision,
    );
    if (revision !== undefined) this.#revision = revision;
    return revision !== undefined;
  }

  #lose(): void {
    this.#isHeld = false;
    this.#changedAt = this.#ports.now();
    this.#ports.lost();
  }
}

function holderIn(payload: Uint8Array): string {
  const document = parseDocument(payload, MAX_BYTES);
  const holder = document.ok ? document.value["holder"] : undefined;
  return typeof holder === "string" ? holder : "";
}

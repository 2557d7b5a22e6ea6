/**
 * Tells the log when a kind of fault begins, and how many faults there were when it ends. A detail must name no person and
 * quote no answer: logs are kept for longer and read by more people.
 */
export class FaultLog {
  readonly #log: (text: string) => void;
  #kind = "";
  #faults = 0;

  constructor(log: (text: string) => void) {
    this.#log = log;
  }

  fault(kind: string, detail = ""): void {
    if (kind !== this.#kind) this.#log(detail === "" ? kind : `${kind}: ${detail}`);
    this.#kind = kind;
    this.#faults += 1;
  }

  answered(): void {
    if (this.#faults > 0) this.#log(`it answers again; faults: ${this.#faults}`);
    this.#kind = "";
    this.#faults = 0;
  }
}

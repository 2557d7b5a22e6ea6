/** Standard error, or what stands for it. */
export interface ErrorOutput {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
}

/** Milliseconds between two lines where standard error is no terminal. */
const LINE_MS = 10_000;
const CLEAR = "\r\u001b[K";

/** Says on standard error how far a long command is: in one line of a terminal, else in a line from time to time. */
export class Progress {
  readonly #stderr: ErrorOutput;
  readonly #now: () => number;
  #toldAt: number;

  /** @param now milliseconds of a clock that never goes back */
  constructor(stderr: ErrorOutput, now: () => number = () => performance.now()) {
    this.#stderr = stderr;
    this.#now = now;
    this.#toldAt = now();
  }

  tell(text: string): void {
    if (this.#stderr.isTTY === true) {
      this.#stderr.write(`${CLEAR}${text}`);
      return;
    }
    const now = this.#now();
    if (now - this.#toldAt < LINE_MS) return;
    this.#toldAt = now;
    this.#stderr.write(`${text}\n`);
  }

  /** Removes the line of a terminal. */
  end(): void {
    if (this.#stderr.isTTY === true) this.#stderr.write(CLEAR);
  }
}

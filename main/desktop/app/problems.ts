import type { Problem } from "../../core/problem.ts";
import type { Log } from "../log/log.ts";

/** Problems that hold now, one per key. */
export class Problems {
  readonly #log: Log;
  readonly #changed: () => void;
  readonly #byKey = new Map<Problem["key"], Problem>();

  constructor(log: Log, changed: () => void) {
    this.#log = log;
    this.#changed = changed;
  }

  /** Problems in the order of their first report. */
  get all(): readonly Problem[] {
    return [...this.#byKey.values()];
  }

  /** Adds a problem or replaces the one with the same key. An equal problem changes nothing. */
  tell(problem: Problem): void {
    const known = this.#byKey.get(problem.key);
    if (known !== undefined && known.args.join() === problem.args.join()) return;
    this.#log.warn(`problem: ${problem.key}: ${problem.args.join(" ")}`);
    this.#byKey.set(problem.key, problem);
    this.#changed();
  }

  untell(key: Problem["key"]): void {
    if (this.#byKey.delete(key)) this.#changed();
  }
}

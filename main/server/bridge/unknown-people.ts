/** Tells the log how many people an old system does not know, after each round in which the number has changed. */
export class UnknownPeople {
  readonly #log: (text: string) => void;
  readonly #users = new Set<string>();
  #told = 0;

  constructor(log: (text: string) => void) {
    this.#log = log;
  }

  /** The first one is told at once: a round can take hours. */
  add(user: string): void {
    if (this.#users.size === 0) this.#log("http-status: it does not know a person (HTTP 404)");
    this.#users.add(user);
  }

  delete(user: string): void {
    this.#users.delete(user);
  }

  /** @param people everybody who is asked for */
  roundEnds(people: readonly string[]): void {
    const { length } = people.filter((user) => this.#users.has(user));
    if (length !== this.#told) {
      this.#log(`http-status: it does not know ${length} of ${people.length} people (HTTP 404)`);
    }
    this.#told = length;
  }
}
